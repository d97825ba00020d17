//! sysDescr (RFC 3418), the same text in LLDP (IEEE 802.1AB TLV 6), and CDP's version and platform.

use super::claim::{Claim, Origin, Subject, Weight};
use super::speech::{Heard, Speech};
use super::stance::Author;
use super::{Seen, Technique};
use crate::registry::Registry;
use cleanpath_model::property::Property;

/// The agent's description of its box.
#[derive(Debug)]
pub(super) struct SysDescr;

impl Technique for SysDescr {
    fn name(&self) -> &'static str {
        "sysdescr"
    }

    fn reads(&self) -> &'static [Property] {
        &[
            Property::SnmpSysDescr,
            Property::LldpSysDescr,
            Property::CdpVersion,
            Property::SnmpSysContact,
        ]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let prints = match seen.property {
            Property::SnmpSysContact => "snmp.syscontact",
            _ => "snmp.sysdescr",
        };
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints,
            text: seen.text,
            origin: Origin::Description,
            evidence: seen.evidence,
        };
        let heard = speech.fingerprints(registry, out);
        // The contact is the operator's to fill; only a factory default speaks, and that is a fingerprint.
        if heard == Heard::Trap || seen.property == Property::SnmpSysContact {
            return;
        }
        if seen.property == Property::LldpSysDescr {
            Speech {
                prints: "lldp.sysdescr",
                ..speech
            }
            .fingerprints(registry, out);
        }
        let mut numbers = Vec::new();
        speech.models(registry, !seen.numbered, &mut numbers);
        if heard != Heard::Named {
            let mut words = Vec::new();
            let author = if seen.stock && seen.property == Property::SnmpSysDescr {
                Author::Operator
            } else {
                Author::Firmware
            };
            speech.words(registry, author, is_uname(seen.text), &mut words);
            words.retain(|word| !numbers.iter().any(|number| holds(number, word, registry)));
            out.append(&mut words);
        }
        out.append(&mut numbers);
    }
}

/// Whether a word is a part of a model number that says its own maker: the "FSP" of "FSP 150CP" is no name.
fn holds(number: &Claim, word: &Claim, registry: &Registry) -> bool {
    let (Some(maker), Some(named), Some(model)) = (number.maker(), word.maker(), &number.model)
    else {
        return false;
    };
    number.weight == Weight::Alone
        && !super::related(registry, &maker.id, &named.id)
        && registry
            .words_of(model)
            .iter()
            .any(|inside| inside.organisation.id == named.id)
}

/// Whether the text is a Unix kernel's own name (`uname -a`): system, host, release. The host's name is settable.
fn is_uname(text: &str) -> bool {
    [
        "Linux ", "FreeBSD ", "OpenBSD ", "NetBSD ", "Darwin ", "SunOS ", "AIX ", "HP-UX ",
    ]
    .iter()
    .any(|system| text.trim_start_matches('"').starts_with(system))
}
