//! From a condition as written to one that can be judged: names to facts, words to vocabularies, types checked.
//!
//! Knows no dates of force and no companies. Whatever it does not know is refused here with its place, because a
//! word misspelt in law would otherwise never match and so let everything pass.

use crate::condition::{Condition, Order, SetTest, Term};
use crate::syntax::{Node, Tree};
use crate::trouble::Trouble;
use cleanpath_model::date::{self, Date};
use cleanpath_model::facts::{SetValue, Slot, SlotType};
use cleanpath_model::word::{Function, Generation, Kind, Purpose, ResourceType, Role, UnknownWord};
use std::sync::Arc;

/// A part of a condition with its type.
enum Typed {
    Bool(Condition),
    Text(Term<Arc<str>>),
    Number(Term<i64>),
    Day(Term<Date>),
    Set(Term<SetValue>),
}

impl Typed {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "true or false",
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Day(_) => "a day",
            Self::Set(_) => "a set",
        }
    }
}

type Compiled<T> = Result<T, Trouble>;

/// Compiles a whole condition.
pub(crate) fn condition(tree: &Tree) -> Compiled<Condition> {
    match typed(tree)? {
        Typed::Bool(condition) => Ok(condition),
        other => Err(mismatch(tree, "true or false", &other)),
    }
}

fn mismatch(tree: &Tree, wanted: &str, found: &Typed) -> Trouble {
    Trouble::new(
        tree.start,
        format!("this is {}, where {wanted} is needed", found.kind()),
    )
    .hint("law/schema.cedarschema says of each attribute what it is")
}

fn typed(tree: &Tree) -> Compiled<Typed> {
    Ok(match &tree.node {
        Node::Bool(value) => Typed::Bool(Condition::Constant(*value)),
        Node::Number(number) => Typed::Number(Term::Literal(*number)),
        Node::Text(text) => Typed::Text(Term::Literal(text.clone())),
        Node::Set(members) => Typed::Set(Term::Literal(literal_set(tree, members)?)),
        Node::Datetime(text) => Typed::Day(Term::Literal(literal_day(tree, text)?)),
        Node::Attribute(variable, name) => attribute(tree, variable, name)?,
        Node::Call(receiver, method, arguments) => call(tree, receiver, method, arguments)?,
        Node::Not(inner) => Typed::Bool(Condition::Not(Box::new(condition(inner)?))),
        Node::All(parts) => Typed::Bool(Condition::All(flat(parts, true)?)),
        Node::Any(parts) => Typed::Bool(Condition::Any(flat(parts, false)?)),
        Node::Compare(left, sign, right) => Typed::Bool(compare(left, sign, right)?),
        Node::If(asked, then, other) => Typed::Bool(Condition::If(Box::new([
            condition(asked)?,
            condition(then)?,
            condition(other)?,
        ]))),
    })
}

/// The parts of `&&` (or `||`), those of the same sign inside them drawn up: `a && (b && c)` has three.
fn flat(parts: &[Tree], conjunction: bool) -> Compiled<Vec<Condition>> {
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        match condition(part)? {
            Condition::All(inner) if conjunction => out.extend(inner),
            Condition::Any(inner) if !conjunction => out.extend(inner),
            other => out.push(other),
        }
    }
    Ok(out)
}

fn literal_set(tree: &Tree, members: &[Tree]) -> Compiled<SetValue> {
    if members.is_empty() {
        let trouble = Trouble::new(tree.start, "an empty set is not used in law");
        return Err(trouble.hint("ask `.isEmpty()`"));
    }
    let texts: Result<Vec<_>, _> = members
        .iter()
        .map(|member| match &member.node {
            Node::Text(text) => Ok(text.clone()),
            _ => Err(Trouble::new(
                member.start,
                "a set holds texts in quotes only",
            )),
        })
        .collect();
    Ok(SetValue::exactly(texts?))
}

fn literal_day(tree: &Tree, text: &str) -> Compiled<Date> {
    date::parse(text)
        .filter(|_| text.trim() == text)
        .ok_or_else(|| {
            Trouble::new(
                tree.start,
                format!("{text:?} is not a day written YYYY-MM-DD"),
            )
        })
}

/// `principal.…`, `resource.…` or `context.as_of`.
fn attribute(tree: &Tree, variable: &str, name: &str) -> Compiled<Typed> {
    if variable == "context" {
        return if name == "as_of" {
            Ok(Typed::Day(Term::AsOf))
        } else {
            Err(unknown_attribute(tree, variable, name, &["as_of"]))
        };
    }
    let of_variable = || Slot::ALL.iter().filter(|slot| slot.entity() == variable);
    let Some(&slot) = of_variable().find(|slot| slot.attribute() == name) else {
        let names: Vec<_> = of_variable().map(|slot| slot.attribute()).collect();
        return Err(unknown_attribute(tree, variable, name, &names));
    };
    Ok(match slot.slot_type() {
        SlotType::Bool => Typed::Bool(Condition::Flag(slot)),
        SlotType::Long => Typed::Number(Term::Slot(slot)),
        SlotType::Day => Typed::Day(Term::Slot(slot)),
        SlotType::Text => Typed::Text(Term::Slot(slot)),
        SlotType::Set => Typed::Set(Term::Slot(slot)),
    })
}

fn unknown_attribute(tree: &Tree, variable: &str, name: &str, known: &[&'static str]) -> Trouble {
    let nearest = UnknownWord::new(name, known.iter().copied())
        .nearest
        .join(", ");
    Trouble::new(
        tree.start,
        format!("`{variable}` has no attribute `{name}`"),
    )
    .hint(format!(
        "the nearest in law/schema.cedarschema are {nearest}"
    ))
}

/// `set.contains(…)` and its like.
fn call(tree: &Tree, receiver: &Tree, method: &str, arguments: &[Tree]) -> Compiled<Typed> {
    let set = set_term(receiver)?;
    let condition = match (method, arguments) {
        ("isEmpty", []) => Condition::Empty(set),
        ("contains", [member]) => {
            let text = text_term(member)?;
            words(receiver, &set, member, &text)?;
            Condition::Member(set, text)
        }
        ("containsAny" | "containsAll", [other]) => {
            let right = set_term(other)?;
            words(receiver, &set, other, &right)?;
            let test = if method == "containsAny" {
                SetTest::Any
            } else {
                SetTest::All
            };
            Condition::Sets(test, set, right)
        }
        _ => {
            let trouble = Trouble::new(
                tree.start,
                format!(
                    "`.{method}` with {} arguments is not used in law",
                    arguments.len()
                ),
            );
            return Err(trouble.hint(
                "`.contains(text)`, `.containsAny(set)`, `.containsAll(set)` and `.isEmpty()` are",
            ));
        }
    };
    Ok(Typed::Bool(condition))
}

fn set_term(tree: &Tree) -> Compiled<Term<SetValue>> {
    match typed(tree)? {
        Typed::Set(set) => Ok(set),
        other => Err(mismatch(tree, "a set", &other)),
    }
}

fn text_term(tree: &Tree) -> Compiled<Term<Arc<str>>> {
    match typed(tree)? {
        Typed::Text(text) => Ok(text),
        other => Err(mismatch(tree, "a text", &other)),
    }
}

fn compare(left: &Tree, sign: &str, right: &Tree) -> Compiled<Condition> {
    let (a, b) = (typed(left)?, typed(right)?);
    if matches!(sign, "==" | "!=") {
        let equal = equal(left, a, right, b)?;
        return Ok(if sign == "==" {
            equal
        } else {
            Condition::Not(Box::new(equal))
        });
    }
    // `a > b` is `b < a`, `a >= b` is `b <= a`.
    let order = if matches!(sign, "<" | ">") {
        Order::Less
    } else {
        Order::LessOrEqual
    };
    let swap = sign.starts_with('>');
    match (a, b) {
        (Typed::Number(a), Typed::Number(b)) if swap => Ok(Condition::Numbers(order, b, a)),
        (Typed::Number(a), Typed::Number(b)) => Ok(Condition::Numbers(order, a, b)),
        (Typed::Day(a), Typed::Day(b)) if swap => Ok(Condition::Days(order, b, a)),
        (Typed::Day(a), Typed::Day(b)) => Ok(Condition::Days(order, a, b)),
        (a @ (Typed::Number(_) | Typed::Day(_)), b) => Err(mismatch(right, a.kind(), &b)),
        (a, _) => Err(mismatch(left, "a number or a day", &a)),
    }
}

fn equal(left: &Tree, a: Typed, right: &Tree, b: Typed) -> Compiled<Condition> {
    Ok(match (a, b) {
        (Typed::Bool(a), Typed::Bool(b)) => Condition::Same(Box::new([a, b])),
        (Typed::Number(a), Typed::Number(b)) => Condition::Numbers(Order::Equal, a, b),
        (Typed::Day(a), Typed::Day(b)) => Condition::Days(Order::Equal, a, b),
        (Typed::Text(a), Typed::Text(b)) => {
            words(left, &a, right, &b)?;
            Condition::Texts(a, b)
        }
        (Typed::Set(a), Typed::Set(b)) => {
            words(left, &a, right, &b)?;
            Condition::Sets(SetTest::Equal, a, b)
        }
        (a, b) => return Err(mismatch(right, a.kind(), &b)),
    })
}

/// The literal words of a term.
trait Words {
    fn literals(&self) -> Vec<&str>;
}

impl Words for Term<Arc<str>> {
    fn literals(&self) -> Vec<&str> {
        if let Self::Literal(text) = self {
            vec![text]
        } else {
            Vec::new()
        }
    }
}

impl Words for Term<SetValue> {
    fn literals(&self) -> Vec<&str> {
        if let Self::Literal(set) = self {
            set.certain.iter().map(AsRef::as_ref).collect()
        } else {
            Vec::new()
        }
    }
}

/// Holds the literals of one side against the vocabulary of the fact on the other.
fn words<A, B>(left: &Tree, a: &Term<A>, right: &Tree, b: &Term<B>) -> Compiled<()>
where
    Term<A>: Words,
    Term<B>: Words,
{
    for (slot, tree, literals) in [
        (a.slot(), right, b.literals()),
        (b.slot(), left, a.literals()),
    ] {
        let Some(slot) = slot else { continue };
        for literal in literals {
            if let Err(problem) = word(slot, literal) {
                let trouble = Trouble::new(
                    tree.start,
                    format!("`{}.{}`: {problem}", slot.entity(), slot.attribute()),
                );
                return Err(trouble);
            }
        }
    }
    Ok(())
}

/// Whether a slot can have the word as value.
fn word(slot: Slot, literal: &str) -> Result<(), String> {
    fn closed<T: std::str::FromStr<Err = UnknownWord>>(literal: &str) -> Result<(), String> {
        literal
            .parse::<T>()
            .map(drop)
            .map_err(|problem| problem.to_string())
    }
    match slot {
        Slot::PartyRoles => closed::<Role>(literal),
        Slot::Type => closed::<ResourceType>(literal),
        Slot::Kind => closed::<Kind>(literal),
        Slot::Function => closed::<Function>(literal),
        Slot::Generation => closed::<Generation>(literal),
        Slot::Purpose => closed::<Purpose>(literal),
        Slot::PartyCountry
        | Slot::Country
        | Slot::Seat
        | Slot::Seats
        | Slot::StateOwners
        | Slot::ControlledFrom
        | Slot::ProducedIn
        | Slot::RemoteAccessFrom
        | Slot::SendsDataTo => {
            let country = literal.len() == 2 && literal.bytes().all(|b| b.is_ascii_uppercase());
            if country {
                Ok(())
            } else {
                Err(format!(
                    "{literal:?} is not a country; write ISO 3166-1 alpha-2, such as \"CN\""
                ))
            }
        }
        _ => Ok(()),
    }
}
