//! The grammar of a rule file: the part of Cedar 4 that law is written in, read into a tree with places.
//!
//! Knows no types and no facts (see `compile`). An own reader, because Cedar's takes some 30 milliseconds for
//! three hundred rules, more than a whole start of the program may cost, and gives no places inside a condition;
//! `LawBook::check` holds every tree against Cedar's own, so that the two cannot part ways unseen.

use crate::token::{Placed, Token, split};
use crate::trouble::Trouble;
use std::sync::Arc;

/// Deepest nesting of a condition; deeper ones are refused, so that no file can exhaust the stack.
const DEPTH: usize = 48;

/// A rule as it is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policy {
    /// Byte at which it begins.
    pub(crate) start: usize,
    /// Byte after its last.
    pub(crate) end: usize,
    /// Annotations: name, value, place.
    pub(crate) annotations: Vec<(String, Arc<str>, usize)>,
    /// Acts of the scope with their places.
    pub(crate) acts: Vec<(Arc<str>, usize)>,
    /// `when` and `unless` clauses in order.
    pub(crate) clauses: Vec<Clause>,
    /// What kept it from being read to its end.
    pub(crate) trouble: Option<Trouble>,
}

/// One clause.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// `unless`, not `when`.
    pub(crate) unless: bool,
    /// The condition.
    pub(crate) body: Tree,
}

/// A condition, or a part of one, with its first byte and the byte after its last.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) node: Node,
}

/// What stands at a place of a condition.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Bool(bool),
    Number(i64),
    Text(Arc<str>),
    Set(Vec<Tree>),
    /// `datetime("…")`.
    Datetime(Arc<str>),
    /// `principal.country`: variable and attribute.
    Attribute(String, String),
    /// Receiver, method, arguments.
    Call(Box<Tree>, String, Vec<Tree>),
    Not(Box<Tree>),
    All(Vec<Tree>),
    Any(Vec<Tree>),
    /// Left, one of `== != < <= > >=`, right.
    Compare(Box<Tree>, &'static str, Box<Tree>),
    If(Box<Tree>, Box<Tree>, Box<Tree>),
}

/// Reads every rule of a file. A rule that cannot be read is there with its trouble; reading goes on behind its `;`.
pub(crate) fn read(source: &str) -> (Vec<Policy>, Vec<Trouble>) {
    let (tokens, troubles) = split(source);
    let mut reader = Reader {
        tokens: &tokens,
        next: 0,
        end: source.len(),
        depth: 0,
    };
    let mut policies = Vec::new();
    while reader.peek().is_some() {
        // A rule that was left half-way leaves its depth behind.
        reader.depth = 0;
        let mut policy = Policy {
            start: reader.place(),
            ..Policy::default()
        };
        if let Err(trouble) = reader.policy(&mut policy) {
            policy.trouble = Some(trouble);
            reader.skip_rule();
        }
        policy.end = reader.last_end();
        policies.push(policy);
    }
    (policies, troubles)
}

/// Result of reading one part.
type Read<T> = Result<T, Trouble>;

/// Walks the words of a file.
struct Reader<'a> {
    tokens: &'a [Placed<'a>],
    next: usize,
    end: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<&'a Token<'a>> {
        self.tokens.get(self.next).map(|placed| &placed.token)
    }

    /// Byte of the next word.
    fn place(&self) -> usize {
        self.tokens
            .get(self.next)
            .map_or(self.end, |placed| placed.start)
    }

    /// Byte after the word before.
    fn last_end(&self) -> usize {
        self.next
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(0, |placed| placed.end)
    }

    /// Takes the sign if it is next.
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(next)) if *next == sign);
        self.next += usize::from(found);
        found
    }

    /// Takes the name if it is next.
    fn keyword(&mut self, name: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(next)) if *next == name);
        self.next += usize::from(found);
        found
    }

    /// What stands here instead of what should.
    fn unexpected(&self, wanted: &str) -> Trouble {
        let found = self
            .peek()
            .map_or("the end of the file".to_owned(), Token::shown);
        Trouble::new(self.place(), format!("expected {wanted}, found {found}"))
    }

    fn need_sign(&mut self, sign: &str) -> Read<()> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{sign}`")))
        }
    }

    fn need_keyword(&mut self, name: &str) -> Read<()> {
        if self.keyword(name) {
            Ok(())
        } else {
            Err(self.unexpected(&format!("`{name}`")))
        }
    }

    fn need_name(&mut self, wanted: &str) -> Read<&'a str> {
        match self.peek() {
            Some(Token::Name(name)) => {
                self.next += 1;
                Ok(name)
            }
            _ => Err(self.unexpected(wanted)),
        }
    }

    fn need_text(&mut self, wanted: &str) -> Read<Arc<str>> {
        match self.peek() {
            Some(Token::Text(text)) => {
                self.next += 1;
                Ok(text.clone())
            }
            _ => Err(self.unexpected(wanted)),
        }
    }

    /// Goes on behind the next `;`, so that one broken rule does not hide the next.
    fn skip_rule(&mut self) {
        while self.peek().is_some() && !self.sign(";") {
            self.next += 1;
        }
    }

    fn policy(&mut self, policy: &mut Policy) -> Read<()> {
        while matches!(self.peek(), Some(Token::Sign("@"))) {
            let at = self.place();
            self.next += 1;
            let name = self.need_name("the name of an annotation")?.to_owned();
            self.need_sign("(")?;
            let value = self.need_text("the annotation's text in quotes")?;
            self.need_sign(")")?;
            policy.annotations.push((name, value, at));
        }
        if matches!(self.peek(), Some(Token::Name("permit"))) {
            let trouble = Trouble::new(self.place(), "`permit` is not used in law");
            return Err(
                trouble.hint("what is not forbidden is allowed; write an exception as `unless`")
            );
        }
        self.need_keyword("forbid")?;
        self.scope(policy)?;
        loop {
            let unless = match self.peek() {
                Some(Token::Name("when")) => false,
                Some(Token::Name("unless")) => true,
                _ => break,
            };
            self.next += 1;
            self.need_sign("{")?;
            let body = self.condition()?;
            self.need_sign("}")?;
            policy.clauses.push(Clause { unless, body });
        }
        self.need_sign(";")
    }

    /// `(principal, action in […], resource)`; who and what are said in `when`, where what is unknown is seen.
    fn scope(&mut self, policy: &mut Policy) -> Read<()> {
        self.need_sign("(")?;
        self.need_keyword("principal")?;
        self.scope_comma("principal")?;
        self.need_keyword("action")?;
        if self.sign("==") {
            self.act(policy)?;
        } else if self.keyword("in") {
            if self.sign("[") {
                while !self.sign("]") {
                    self.act(policy)?;
                    if !self.sign(",") {
                        self.need_sign("]")?;
                        break;
                    }
                }
            } else {
                self.act(policy)?;
            }
        } else {
            let wanted = "`==` or `in` with the acts the rule is about";
            return Err(self.unexpected(wanted));
        }
        self.need_sign(",")?;
        self.need_keyword("resource")?;
        if matches!(self.peek(), Some(Token::Sign(","))) {
            self.next += 1;
        }
        if self.sign(")") {
            Ok(())
        } else {
            Err(self.plain_scope("resource"))
        }
    }

    fn scope_comma(&mut self, name: &str) -> Read<()> {
        if self.sign(",") {
            Ok(())
        } else {
            Err(self.plain_scope(name))
        }
    }

    fn plain_scope(&self, name: &str) -> Trouble {
        self.unexpected("`,` or `)`").hint(format!(
            "write plain `{name}` here and its conditions in `when`"
        ))
    }

    /// `Action::"use"`.
    fn act(&mut self, policy: &mut Policy) -> Read<()> {
        self.need_keyword("Action")?;
        self.need_sign("::")?;
        let at = self.place();
        let act = self.need_text("the act in quotes")?;
        policy.acts.push((act, at));
        Ok(())
    }

    /// A whole condition: `if then else`, or alternatives.
    fn condition(&mut self) -> Read<Tree> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Trouble::new(
                self.place(),
                format!("nested deeper than {DEPTH}"),
            ));
        }
        let start = self.place();
        let tree = if self.keyword("if") {
            let asked = self.condition()?;
            self.need_keyword("then")?;
            let then = self.condition()?;
            self.need_keyword("else")?;
            let other = self.condition()?;
            let node = Node::If(Box::new(asked), Box::new(then), Box::new(other));
            self.tree(start, node)
        } else {
            self.series("||", |reader| reader.series("&&", Self::relation))?
        };
        self.depth -= 1;
        Ok(tree)
    }

    fn tree(&self, start: usize, node: Node) -> Tree {
        Tree {
            start,
            end: self.last_end(),
            node,
        }
    }

    /// One or more parts joined by `sign`.
    fn series(&mut self, sign: &str, part: impl Fn(&mut Self) -> Read<Tree>) -> Read<Tree> {
        let start = self.place();
        let first = part(self)?;
        if !matches!(self.peek(), Some(Token::Sign(next)) if *next == sign) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.sign(sign) {
            parts.push(part(self)?);
        }
        let node = if sign == "&&" {
            Node::All(parts)
        } else {
            Node::Any(parts)
        };
        Ok(self.tree(start, node))
    }

    /// What Cedar has and law does not, if it stands here.
    fn refused(&self) -> Option<Trouble> {
        let Some(Token::Name(name @ ("has" | "like" | "in" | "is"))) = self.peek() else {
            return None;
        };
        let hint = match *name {
            "has" => {
                "no attribute is optional; leave the test out, the judge sees what is not known"
            }
            "like" => "name the words or ids and use `[…].contains(…)`",
            _ => "compare attributes with `==` or `.contains(…)`",
        };
        let trouble = Trouble::new(self.place(), format!("`{name}` is not used in law"));
        Some(trouble.hint(hint))
    }

    fn relation(&mut self) -> Read<Tree> {
        let start = self.place();
        let left = self.unary()?;
        if let Some(trouble) = self.refused() {
            return Err(trouble);
        }
        for sign in ["==", "!=", "<", "<=", ">", ">="] {
            if self.sign(sign) {
                let right = self.unary()?;
                let node = Node::Compare(Box::new(left), sign, Box::new(right));
                return Ok(self.tree(start, node));
            }
        }
        Ok(left)
    }

    fn unary(&mut self) -> Read<Tree> {
        let start = self.place();
        if self.sign("!") {
            self.depth += 1;
            if self.depth > DEPTH {
                return Err(Trouble::new(start, format!("nested deeper than {DEPTH}")));
            }
            let inner = self.unary()?;
            self.depth -= 1;
            let tree = self.tree(start, Node::Not(Box::new(inner)));
            if negations(&tree) > 4 {
                return Err(Trouble::new(start, "more than four `!` in a row"));
            }
            return Ok(tree);
        }
        if self.sign("-") {
            return match self.peek() {
                Some(Token::Number(number)) => {
                    self.next += 1;
                    Ok(self.tree(start, Node::Number(-number)))
                }
                _ => Err(self.unexpected("a whole number; law does not calculate")),
            };
        }
        let mut tree = self.primary()?;
        // One method only: each gives true or false, which has none; nor can a chain grow the tree without bound.
        if self.sign(".") {
            let method = self.need_name("a method such as `contains`")?.to_owned();
            self.need_sign("(")?;
            let arguments = self.list(")")?;
            tree = self.tree(start, Node::Call(Box::new(tree), method, arguments));
        }
        Ok(tree)
    }

    /// Conditions with commas between them up to `close`.
    fn list(&mut self, close: &str) -> Read<Vec<Tree>> {
        let mut items = Vec::new();
        while !self.sign(close) {
            items.push(self.condition()?);
            if !self.sign(",") {
                self.need_sign(close)?;
                break;
            }
        }
        Ok(items)
    }

    fn primary(&mut self) -> Read<Tree> {
        let start = self.place();
        let node = match self.peek() {
            Some(Token::Text(text)) => {
                self.next += 1;
                Node::Text(text.clone())
            }
            Some(Token::Number(number)) => {
                self.next += 1;
                Node::Number(*number)
            }
            Some(Token::Sign("[")) => {
                self.next += 1;
                Node::Set(self.list("]")?)
            }
            Some(Token::Sign("(")) => {
                self.next += 1;
                let inner = self.condition()?;
                self.need_sign(")")?;
                return Ok(inner);
            }
            Some(Token::Name(name)) => {
                self.next += 1;
                self.named(name, start)?
            }
            _ => return Err(self.unexpected("a condition")),
        };
        Ok(self.tree(start, node))
    }

    /// What begins with a name, which is already taken.
    fn named(&mut self, name: &str, start: usize) -> Read<Node> {
        match name {
            "true" | "false" => Ok(Node::Bool(name == "true")),
            "datetime" => {
                self.need_sign("(")?;
                let day = self.need_text("a day in quotes, such as \"2025-05-01\"")?;
                self.need_sign(")")?;
                Ok(Node::Datetime(day))
            }
            "principal" | "resource" | "context" => {
                if let Some(trouble) = self.refused() {
                    return Err(trouble);
                }
                self.need_sign(".")?;
                let attribute = self.need_name("an attribute")?;
                Ok(Node::Attribute(name.to_owned(), attribute.to_owned()))
            }
            other => {
                let trouble = Trouble::new(start, format!("`{other}` is not used in law"));
                Err(trouble.hint("conditions begin with `principal.`, `resource.`, `context.as_of`, `datetime(…)` or a literal"))
            }
        }
    }
}

/// How many `!` stand in a row at the head of a tree; Cedar takes four at most.
fn negations(tree: &Tree) -> usize {
    let mut count = 0;
    let mut tree = tree;
    while let Node::Not(inner) = &tree.node {
        count += 1;
        tree = inner;
    }
    count
}
