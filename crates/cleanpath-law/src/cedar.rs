//! Cedar, the language's owner: its parser and strict validator hold every rule against law/schema.cedarschema.
//!
//! Knows one rule at a time. Never on the way of a decision: it is asked by `check` and by the tests, where it must
//! read each condition exactly as our own reader does.

use crate::compile;
use crate::condition::Condition;
use crate::syntax::{Node, Policy, Tree};
use crate::trouble::Trouble;
use cedar_policy::{PolicyId, PolicySet, Schema, ValidationMode, Validator};
use serde_json::Value;

/// Cedar's validator over the facts a law may speak of.
pub(crate) struct Oracle {
    validator: Validator,
}

impl Oracle {
    /// Reads the schema; `Err` says what is wrong with it.
    pub(crate) fn new(schema: &str) -> Result<Self, Trouble> {
        let (schema, _) = Schema::from_cedarschema_str(schema)
            .map_err(|error| Trouble::whole(format!("the schema: {error}")))?;
        Ok(Self {
            validator: Validator::new(schema),
        })
    }

    /// What Cedar has against a rule that our own reader took.
    pub(crate) fn objections(&self, policy: &Policy, source: &str) -> Vec<Trouble> {
        let text = source.get(policy.start..policy.end).unwrap_or_default();
        let parsed = match cedar_policy::Policy::parse(Some(PolicyId::new("rule")), text) {
            Ok(parsed) => parsed,
            Err(errors) => {
                let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
                return vec![Trouble::new(
                    policy.start,
                    format!("Cedar cannot read the rule: {}", told.join("; ")),
                )];
            }
        };
        let mut troubles = self.validate(policy, &parsed);
        let same = parsed
            .to_json()
            .ok()
            .and_then(|json| same_conditions(policy, &json));
        if same != Some(true) {
            troubles.push(Trouble::new(
                policy.start,
                "Cedar reads the rule's conditions otherwise than the judge does",
            ));
        }
        troubles
    }

    fn validate(&self, policy: &Policy, parsed: &cedar_policy::Policy) -> Vec<Trouble> {
        let mut set = PolicySet::new();
        if let Err(error) = set.add(parsed.clone()) {
            return vec![Trouble::new(policy.start, error.to_string())];
        }
        let result = self.validator.validate(&set, ValidationMode::Strict);
        let errors = result.validation_errors().map(ToString::to_string);
        let warnings = result.validation_warnings().map(ToString::to_string);
        errors
            .chain(warnings)
            .map(|told| {
                let told = told.replace("for policy `rule`, ", "");
                Trouble::new(policy.start, format!("Cedar's validator: {told}"))
            })
            .collect()
    }
}

/// Whether both readers found the same clauses; `None` where Cedar's hold what law does not have.
fn same_conditions(policy: &Policy, json: &Value) -> Option<bool> {
    let clauses = json.get("conditions")?.as_array()?;
    let theirs: Vec<(bool, Condition)> = clauses
        .iter()
        .map(|clause| {
            let unless = clause.get("kind")?.as_str()? == "unless";
            let tree = tree(clause.get("body")?)?;
            Some((unless, compile::condition(&tree).ok()?))
        })
        .collect::<Option<_>>()?;
    let ours: Vec<(bool, Condition)> = policy
        .clauses
        .iter()
        .map(|clause| Some((clause.unless, compile::condition(&clause.body).ok()?)))
        .collect::<Option<_>>()?;
    Some(theirs == ours)
}

/// Cedar's JSON form of an expression as our own tree, without places.
fn tree(json: &Value) -> Option<Tree> {
    let (key, value) = json
        .as_object()
        .filter(|object| object.len() == 1)?
        .iter()
        .next()?;
    let part = |name: &str| value.get(name).and_then(tree);
    let boxed = |name: &str| part(name).map(Box::new);
    let node = match key.as_str() {
        "Value" => literal(value)?,
        "Set" => Node::Set(value.as_array()?.iter().map(tree).collect::<Option<_>>()?),
        "datetime" => Node::Datetime(value.as_array()?.first()?.get("Value")?.as_str()?.into()),
        "!" => Node::Not(boxed("arg")?),
        "neg" => match part("arg")?.node {
            Node::Number(number) => Node::Number(-number),
            _ => return None,
        },
        "&&" => Node::All(vec![part("left")?, part("right")?]),
        "||" => Node::Any(vec![part("left")?, part("right")?]),
        "." => {
            let variable = value.get("left")?.get("Var")?.as_str()?;
            Node::Attribute(variable.to_owned(), value.get("attr")?.as_str()?.to_owned())
        }
        "if-then-else" => Node::If(boxed("if")?, boxed("then")?, boxed("else")?),
        "isEmpty" => Node::Call(boxed("arg")?, key.clone(), Vec::new()),
        "contains" | "containsAny" | "containsAll" => {
            Node::Call(boxed("left")?, key.clone(), vec![part("right")?])
        }
        sign => {
            let sign = ["==", "!=", "<", "<=", ">", ">="]
                .into_iter()
                .find(|known| *known == sign)?;
            Node::Compare(boxed("left")?, sign, boxed("right")?)
        }
    };
    Some(Tree {
        start: 0,
        end: 0,
        node,
    })
}

fn literal(value: &Value) -> Option<Node> {
    match value {
        Value::Bool(value) => Some(Node::Bool(*value)),
        Value::Number(number) => number.as_i64().map(Node::Number),
        Value::String(text) => Some(Node::Text(text.as_str().into())),
        _ => None,
    }
}
