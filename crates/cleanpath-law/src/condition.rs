//! A condition of law, ready to be judged: typed, and evaluated in Kleene's strong three-valued logic.
//!
//! Knows facts and nothing of rules, dates of force or texts. What is not known is neither true nor false, and a
//! condition that stays unknown can say on which facts it turns. No case in here ends in an error: what could go
//! wrong (a word misspelt, types that do not fit) is refused when the rule is compiled.

use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, SetValue, Slot, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// True, false, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// Holds whatever the unknown facts are.
    True,
    /// Does not hold whatever the unknown facts are.
    False,
    /// Turns on a fact that is not known.
    Unknown,
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A literal, a fact, or the day of the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Term<T> {
    Literal(T),
    Slot(Slot),
    /// `context.as_of`; for days only.
    AsOf,
}

/// An order between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
}

/// How two sets, or a set and nothing, are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SetTest {
    Any,
    All,
    Equal,
}

/// A condition. `!=`, `>` and `>=` are written with `Not` and swapped sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Constant(bool),
    /// Stands for what could not be compiled: never known, so that its rule can neither fire nor be silent.
    Unreadable,
    Flag(Slot),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    If(Box<[Condition; 3]>),
    Same(Box<[Condition; 2]>),
    Texts(Term<Arc<str>>, Term<Arc<str>>),
    Numbers(Order, Term<i64>, Term<i64>),
    Days(Order, Term<Date>, Term<Date>),
    Member(Term<SetValue>, Term<Arc<str>>),
    Sets(SetTest, Term<SetValue>, Term<SetValue>),
    Empty(Term<SetValue>),
}

/// A set of which nothing is known.
static ANY_SET: SetValue = SetValue {
    certain: BTreeSet::new(),
    possible: None,
};

impl Condition {
    /// Its truth under the facts.
    pub(crate) fn truth(&self, facts: &Facts) -> Truth {
        match self {
            Self::Constant(value) => (*value).into(),
            Self::Unreadable => Truth::Unknown,
            Self::Flag(slot) => match facts.get(*slot) {
                Some(Value::Bool(value)) => (*value).into(),
                _ => Truth::Unknown,
            },
            Self::Not(inner) => !inner.truth(facts),
            Self::All(parts) => series(parts, facts, Truth::False),
            Self::Any(parts) => series(parts, facts, Truth::True),
            Self::If(parts) => {
                let [asked, then, other] = parts.as_ref();
                match asked.truth(facts) {
                    Truth::True => then.truth(facts),
                    Truth::False => other.truth(facts),
                    Truth::Unknown => agreed(then.truth(facts), other.truth(facts)),
                }
            }
            Self::Same(parts) => {
                let [left, right] = parts.as_ref();
                let (left, right) = (left.truth(facts), right.truth(facts));
                known(
                    left != Truth::Unknown && right != Truth::Unknown,
                    left == right,
                )
            }
            Self::Texts(left, right) => both(left.text(facts), right.text(facts), |a, b| a == b),
            Self::Numbers(order, left, right) => {
                both(left.number(facts), right.number(facts), |a, b| {
                    order.holds(&a, &b)
                })
            }
            Self::Days(order, left, right) => both(left.day(facts), right.day(facts), |a, b| {
                order.holds(&a, &b)
            }),
            Self::Member(set, text) => text
                .text(facts)
                .map_or(Truth::Unknown, |text| member(set.set(facts), text)),
            Self::Sets(test, left, right) => test.truth(left.set(facts), right.set(facts)),
            Self::Empty(set) => empty(set.set(facts)),
        }
    }

    /// Collects the facts on which an unknown condition turns; nothing where it is known.
    pub(crate) fn turns_on(&self, facts: &Facts, out: &mut BTreeSet<Slot>) {
        if self.truth(facts) != Truth::Unknown {
            return;
        }
        match self {
            Self::Constant(_) | Self::Unreadable => {}
            Self::Flag(slot) => {
                out.insert(*slot);
            }
            Self::Not(inner) => inner.turns_on(facts, out),
            Self::All(parts) | Self::Any(parts) => {
                series_turns_on(parts, facts, out);
            }
            Self::If(parts) => {
                let [asked, then, other] = parts.as_ref();
                asked.turns_on(facts, out);
                match asked.truth(facts) {
                    Truth::True => then.turns_on(facts, out),
                    Truth::False => other.turns_on(facts, out),
                    Truth::Unknown => {
                        then.turns_on(facts, out);
                        other.turns_on(facts, out);
                    }
                }
            }
            Self::Same(parts) => series_turns_on(parts.as_slice(), facts, out),
            Self::Texts(left, right) => {
                out.extend(left.open(facts).into_iter().chain(right.open(facts)));
            }
            Self::Numbers(_, left, right) => {
                out.extend(left.open(facts).into_iter().chain(right.open(facts)));
            }
            Self::Days(_, left, right) => {
                out.extend(left.open(facts).into_iter().chain(right.open(facts)));
            }
            Self::Member(set, text) => {
                out.extend(set.open(facts).into_iter().chain(text.open(facts)));
            }
            Self::Sets(_, left, right) => {
                out.extend(left.open(facts).into_iter().chain(right.open(facts)));
            }
            Self::Empty(set) => out.extend(set.open(facts)),
        }
    }

    /// Calls `visit` on this condition and every part of it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Not(inner) => inner.walk(visit),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Self::If(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Self::Same(parts) => parts.iter().for_each(|part| part.walk(visit)),
            _ => {}
        }
    }
}

/// `&&` with `decisive` false, `||` with `decisive` true.
fn series(parts: &[Condition], facts: &Facts, decisive: Truth) -> Truth {
    let mut result = !decisive;
    for part in parts {
        match part.truth(facts) {
            truth if truth == decisive => return decisive,
            Truth::Unknown => result = Truth::Unknown,
            _ => {}
        }
    }
    result
}

fn series_turns_on(parts: &[Condition], facts: &Facts, out: &mut BTreeSet<Slot>) {
    for part in parts {
        part.turns_on(facts, out);
    }
}

/// What two branches say alike.
fn agreed(left: Truth, right: Truth) -> Truth {
    if left == right { left } else { Truth::Unknown }
}

fn known(is_known: bool, value: bool) -> Truth {
    if is_known {
        value.into()
    } else {
        Truth::Unknown
    }
}

/// Compares where both are known.
fn both<T>(left: Option<T>, right: Option<T>, holds: impl Fn(T, T) -> bool) -> Truth {
    match (left, right) {
        (Some(left), Some(right)) => holds(left, right).into(),
        _ => Truth::Unknown,
    }
}

impl Order {
    fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
        }
    }
}

impl Term<Arc<str>> {
    fn text<'a>(&'a self, facts: &'a Facts) -> Option<&'a str> {
        match self {
            Self::Literal(text) => Some(text),
            Self::Slot(slot) => match facts.get(*slot) {
                Some(Value::Text(text)) => Some(text),
                _ => None,
            },
            Self::AsOf => None,
        }
    }
}

impl Term<i64> {
    fn number(&self, facts: &Facts) -> Option<i64> {
        match self {
            Self::Literal(number) => Some(*number),
            Self::Slot(slot) => match facts.get(*slot) {
                Some(Value::Long(number)) => Some(*number),
                _ => None,
            },
            Self::AsOf => None,
        }
    }
}

impl Term<Date> {
    fn day(&self, facts: &Facts) -> Option<Date> {
        match self {
            Self::Literal(day) => Some(*day),
            Self::Slot(slot) => match facts.get(*slot) {
                Some(Value::Day(day)) => Some(*day),
                _ => None,
            },
            Self::AsOf => Some(facts.as_of),
        }
    }
}

impl Term<SetValue> {
    fn set<'a>(&'a self, facts: &'a Facts) -> &'a SetValue {
        match self {
            Self::Literal(set) => set,
            Self::Slot(slot) => match facts.get(*slot) {
                Some(Value::Set(set)) => set,
                _ => &ANY_SET,
            },
            Self::AsOf => &ANY_SET,
        }
    }
}

impl<T> Term<T> {
    /// The slot, where it is one.
    pub(crate) const fn slot(&self) -> Option<Slot> {
        match self {
            Self::Slot(slot) => Some(*slot),
            _ => None,
        }
    }

    /// The literal, where it is one.
    pub(crate) const fn literal(&self) -> Option<&T> {
        match self {
            Self::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    /// The slot, where its value is not known to the last.
    fn open(&self, facts: &Facts) -> Option<Slot> {
        let Self::Slot(slot) = self else {
            return None;
        };
        match facts.get(*slot) {
            Some(Value::Set(set)) if set.is_exact() => None,
            Some(Value::Set(_)) | None => Some(*slot),
            Some(_) => None,
        }
    }
}

/// `set.contains(text)`.
fn member(set: &SetValue, text: &str) -> Truth {
    if set.certain.contains(text) {
        return Truth::True;
    }
    match &set.possible {
        Some(possible) if !possible.contains(text) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// `set.isEmpty()`.
fn empty(set: &SetValue) -> Truth {
    if !set.certain.is_empty() {
        return Truth::False;
    }
    match &set.possible {
        Some(possible) if possible.is_empty() => Truth::True,
        _ => Truth::Unknown,
    }
}

impl SetTest {
    fn truth(self, left: &SetValue, right: &SetValue) -> Truth {
        match self {
            Self::Any => any(left, right),
            Self::All => all(left, right),
            Self::Equal => match (all(left, right), all(right, left)) {
                (Truth::True, Truth::True) => Truth::True,
                (Truth::False, _) | (_, Truth::False) => Truth::False,
                _ => Truth::Unknown,
            },
        }
    }
}

/// `left.containsAny(right)`.
fn any(left: &SetValue, right: &SetValue) -> Truth {
    if meet(&left.certain, &right.certain) {
        return Truth::True;
    }
    let apart = match (&left.possible, &right.possible) {
        (Some(left), Some(right)) => !meet(left, right),
        (Some(only), None) | (None, Some(only)) => only.is_empty(),
        (None, None) => false,
    };
    if apart { Truth::False } else { Truth::Unknown }
}

/// `left.containsAll(right)`.
fn all(left: &SetValue, right: &SetValue) -> Truth {
    if right
        .possible
        .as_ref()
        .is_some_and(|right| right.is_subset(&left.certain))
    {
        return Truth::True;
    }
    let lacks = left
        .possible
        .as_ref()
        .is_some_and(|left| !right.certain.is_subset(left));
    if lacks { Truth::False } else { Truth::Unknown }
}

/// Whether two sets share a member; looks the members of the smaller up in the larger.
fn meet(left: &BTreeSet<Arc<str>>, right: &BTreeSet<Arc<str>>) -> bool {
    let (small, large) = if left.len() <= right.len() {
        (left, right)
    } else {
        (right, left)
    };
    small.iter().any(|member| large.contains(member))
}
