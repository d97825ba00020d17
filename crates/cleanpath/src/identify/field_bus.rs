//! Field buses: what a device tells of itself over Modbus, by a text or by a register that its maker is known to use.
//!
//! A register's number is no name: others may use it for something else, and loggers answer for what is behind them.
//! It supports, and only where a text stands there or a type code that the table lists. Codes of a few bits fit
//! anything and are not looked at.

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::speech::Speech;
use super::{Seen, Technique, model, speech};
use crate::registry::{Fingerprint, Registry};
use cleanpath_model::property::Property;
use cleanpath_model::word::{Basis, Confidence};

/// What is told over Modbus.
#[derive(Debug)]
pub(super) struct FieldBus;

/// Technique of the fingerprints.
const PRINTS: &str = "modbus";

impl Technique for FieldBus {
    fn name(&self) -> &'static str {
        "field-bus"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::ModbusRegister]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let (number, value) = seen.text.split_once(" = ").unwrap_or(("", seen.text));
        let (number, value) = (number.trim(), value.trim());
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints: PRINTS,
            text: value,
            origin: Origin::FieldBus,
            evidence: seen.evidence,
        };
        speech.fingerprints(registry, out);
        let rows = registry.fingerprints().iter();
        for print in rows.filter(|print| print.technique == PRINTS) {
            let Some(told) = told(print, number, value) else {
                continue;
            };
            let mut claim =
                Claim::new(self.name(), self.subject(), Origin::FieldBus, seen.evidence);
            claim.makers = print.makers.iter().map(|id| registry.maker(id)).collect();
            claim.makers.sort();
            claim.basis = Basis::T2;
            // A row without a source that was seen only leads (registry/README.md).
            claim.weight = match print.confidence {
                Confidence::C => Weight::Lead,
                Confidence::A | Confidence::B => Weight::Support,
            };
            if let Some(maker) = claim.maker() {
                claim.traits = model::traits_of(&told, &maker.id, registry);
            }
            claim.because = format!(
                "register {number} holds {told}, as devices of {} do",
                speech::names(&claim.makers)
            );
            claim.model = Some(told);
            claim.row = Some(Row::print(print));
            out.push(claim);
        }
    }
}

/// What a register tells where a row is of that register: the text in it, or the model whose code it holds.
fn told(print: &Fingerprint, number: &str, value: &str) -> Option<String> {
    if print.form.strip_prefix("num:").map(str::trim) == Some(number) {
        let text = value.contains(|c: char| c.is_ascii_alphabetic()) && code(value).is_none();
        return text.then(|| value.to_owned());
    }
    let fact = print.form.strip_prefix("fact:")?;
    let code = code(value).filter(|code| *code > 0xff)?;
    let names = ["register ", "holding "];
    let head = names.iter().find_map(|name| fact.split_once(name))?.1;
    if head.split([' ', ',']).next() != Some(number) {
        return None;
    }
    fact.split(',').find_map(|pair| {
        let (listed, model) = pair.trim().rsplit_once("0x")?.1.split_once(' ')?;
        let named = model.contains(|c: char| c.is_ascii_uppercase())
            && model.contains(|c: char| c.is_ascii_digit());
        let same = u32::from_str_radix(listed, 16).ok() == Some(code);
        (same && named).then(|| model.trim().to_owned())
    })
}

/// A code as registers hold it: `0x2C06`.
fn code(value: &str) -> Option<u32> {
    u32::from_str_radix(value.strip_prefix("0x")?, 16).ok()
}
