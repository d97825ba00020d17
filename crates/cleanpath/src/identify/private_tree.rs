//! Objects of private subtrees (`OID = value`, or `OID = subtree`): an agent that serves a maker's private tree was
//! built for that maker, though others' boxes serve shared ones (CDP's tree is Cisco's and half the trade answers it).

use super::claim::{Claim, Origin, Row, Subject, Weight};
use super::{Seen, Technique, sys_object_id};
use crate::registry::Registry;
use cleanpath_model::identifier::Oid;
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// A private subtree that answers.
#[derive(Debug)]
pub(super) struct PrivateTree;

/// Technique of the fingerprints.
const PRINTS: &str = "snmp.oid";

/// Trees that agents of many makers serve: Cisco (CDP, VTP), Hewlett-Packard (ICF, JetDirect), 3Com, IBM, Microsoft,
/// net-snmp and UCD, Broadcom's FASTPATH, the RADLAN and Marvell stacks, RFC 1628's forerunners, printers' common
/// trees, InMon's sFlow, the Chinese cable standard, Trapeze's and VMware's guests' tools; of cards in anybody's
/// servers Adaptec's, QLogic's, LSI's and Mellanox', in anybody's coolers Carel's; and what runs on anybody's servers, as Digium's Asterisk.
const SHARED: &[u32] = &[
    2, 9, 11, 43, 45, 52, 63, 89, 171, 207, 232, 259, 311, 318, 343, 641, 674, 795, 1347, 1663,
    1916, 2001, 2021, 2699, 3582, 3873, 4300, 4413, 4526, 4881, 5000, 6027, 6889, 8072, 9839,
    11096, 14706, 14988, 17409, 17095, 18334, 22736, 25506, 29671, 32473, 33049,
];

impl Technique for PrivateTree {
    fn name(&self) -> &'static str {
        "private-tree"
    }

    fn reads(&self) -> &'static [Property] {
        &[Property::SnmpOid]
    }

    fn subject(&self) -> Subject {
        Subject::Software
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let (oid, value) = seen.text.split_once(" = ").unwrap_or((seen.text, ""));
        let Some(oid) = Oid::parse(oid) else { return };
        let Some(number) = oid.enterprise() else {
            return;
        };
        let mut claim = Claim::new(
            self.name(),
            self.subject(),
            Origin::PrivateTree,
            seen.evidence,
        );
        claim.basis = Basis::T3;
        claim.weight = Weight::Support;
        if let Some(print) = sys_object_id::longest(registry, PRINTS, &oid) {
            // Columns that speak of a part or of another box say nothing of this one.
            if ["N", "speaks of", "names the"]
                .iter()
                .any(|mark| print.limits.contains(mark))
            {
                return;
            }
            claim.makers = print.makers.iter().map(|id| registry.maker(id)).collect();
            claim.row = Some(Row::print(print));
            claim.because = format!(
                "the box serves {oid}, a column of {}",
                super::speech::names(&claim.makers)
            );
            let column = print
                .yields
                .split([' ', ','])
                .next()
                .unwrap_or_default()
                .to_lowercase();
            if column.ends_with("model") || column.ends_with("modelname") {
                claim.model =
                    Some(value.trim().to_owned()).filter(|v| !v.is_empty() && v != "subtree");
            }
        } else if value == "subtree" && !SHARED.contains(&number) {
            let own = Oid(vec![1, 3, 6, 1, 4, 1, number]);
            if sys_object_id::longest(registry, sys_object_id::PRINTS, &own)
                .is_some_and(|p| p.makers.is_empty())
            {
                return;
            }
            sys_object_id::holder(number, registry, &mut claim);
            claim.subject = self.subject();
            claim.weight = Weight::Support;
            claim.because = format!(
                "the box serves the private tree {number}: {}",
                claim.because
            );
        }
        claim.makers.sort();
        if !claim.makers.is_empty() {
            out.push(claim);
        }
    }
}
