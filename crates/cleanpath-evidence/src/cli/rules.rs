//! Readers as data: patterns of lines with what their holes say, and keys with what their values say.

use super::pattern::fit;
use super::{Line, Told, key};
use cleanpath_model::property::Property;
use cleanpath_model::word::About;

/// Of what a rule speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The box, whatever part was spoken of.
    Box,
    /// A new part of the box, which the lines behind it go on to speak of.
    Part,
    /// The part that is spoken of.
    Same,
}

/// A pattern of a line and what its holes say, in their order.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) fits: &'static str,
    pub(super) to: To,
    pub(super) says: &'static [Property],
}

/// A rule about the box.
pub(super) const fn own(fits: &'static str, says: &'static [Property]) -> Rule {
    Rule {
        fits,
        to: To::Box,
        says,
    }
}

/// A rule that begins a part.
pub(super) const fn part(fits: &'static str, says: &'static [Property]) -> Rule {
    Rule {
        fits,
        to: To::Part,
        says,
    }
}

/// A rule about the part that is spoken of.
pub(super) const fn same(fits: &'static str, says: &'static [Property]) -> Rule {
    Rule {
        fits,
        to: To::Same,
        says,
    }
}

/// Keys, folded as [`key::folded`] does, and what their values say.
pub(super) type Keys = &'static [(&'static str, Property)];

/// Reads each line by the first rule that fits, else by its key.
pub(super) fn read(rules: &[Rule], keys: Keys, lines: &[Line], told: &mut Told) {
    for line in lines {
        if !by_rule(rules, line, told) {
            by_key(keys, line, told);
        }
    }
}

/// Whether a rule fits the line; says what it holds.
pub(super) fn by_rule(rules: &[Rule], line: &Line, told: &mut Told) -> bool {
    for rule in rules {
        let Some(held) = fit(rule.fits, &line.text) else {
            continue;
        };
        if rule.to == To::Part {
            told.open(About::Module);
        }
        for (property, value) in rule.says.iter().zip(held) {
            match rule.to {
                To::Box => told.say_of(0, *property, value, line.number),
                _ => told.say(*property, value, line.number),
            }
        }
        return true;
    }
    false
}

/// Says the value of a key of the table. A further serial number or model begins a further part; names, addresses and
/// what runs are the box's, wherever they stand.
pub(super) fn by_key(keys: Keys, line: &Line, told: &mut Told) {
    let (left, right) = key::halves(&line.text);
    if !right.is_empty() {
        for half in [left, right] {
            by_key(
                keys,
                &Line {
                    number: line.number,
                    text: half.to_owned(),
                },
                told,
            );
        }
        return;
    }
    let Some((key, value)) = key::split(left) else {
        return;
    };
    let Some((_, property)) = keys.iter().find(|(wanted, _)| *wanted == key) else {
        return;
    };
    match property {
        Property::Serial | Property::Model | Property::PartNumber => {
            told.say_or_open(*property, value, line.number);
        }
        Property::Name | Property::HostName | Property::Software | Property::SnmpSysDescr => {
            told.say_of(0, *property, value, line.number);
        }
        _ => told.say(*property, value, line.number),
    }
}
