//! Words of the open and closed vocabularies: which exist, and such as no condition names.
//!
//! Country codes are those of ISO 3166-1 alpha-2, with `EU` (exceptionally reserved) and the codes that the standard
//! leaves to its users (AA, QM to QZ, XA to XZ, ZZ), which a made-up jurisdiction may take.

use cleanpath_model::facts::Slot;
use cleanpath_model::word::{Function, Generation, Kind, Purpose, Role};
use std::collections::BTreeSet;
use std::sync::Arc;

/// ISO 3166-1 alpha-2, officially assigned codes (iso.org/obp, 249 entries).
const COUNTRIES: &str = "\
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC \
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD \
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH \
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW \
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC \
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY \
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// Whether a country code is one that a request can mean.
pub(super) fn is_country(code: &str) -> bool {
    let own = code == "EU"
        || code == "AA"
        || code == "ZZ"
        || code.starts_with('X')
        || ("QM"..="QZ").contains(&code);
    own || COUNTRIES.split(' ').any(|known| known == code)
}

/// Every country code that is assigned.
pub(super) fn countries() -> impl Iterator<Item = &'static str> {
    COUNTRIES.split(' ').chain(["EU"])
}

/// Whether the slot holds country codes.
pub(super) const fn holds_countries(slot: Slot) -> bool {
    matches!(
        slot,
        Slot::PartyCountry
            | Slot::Country
            | Slot::Seat
            | Slot::Seats
            | Slot::StateOwners
            | Slot::ControlledFrom
            | Slot::ProducedIn
            | Slot::RemoteAccessFrom
            | Slot::SendsDataTo
    )
}

/// Whether the slot holds organisations.
pub(super) const fn holds_makers(slot: Slot) -> bool {
    matches!(
        slot,
        Slot::Maker | Slot::Makers | Slot::Contains | Slot::Modules
    )
}

/// Values of the slot that are not among `named`, two at most; none where all its words are named.
pub(super) fn spares(slot: Slot, named: &BTreeSet<Arc<str>>) -> Vec<Arc<str>> {
    fn all<W: Copy>(words: &[W], text: fn(W) -> &'static str) -> Vec<&'static str> {
        words.iter().map(|word| text(*word)).collect()
    }
    let words = match slot {
        Slot::Kind => all(Kind::ALL, Kind::as_str),
        Slot::Function => all(Function::ALL, Function::as_str),
        Slot::Generation => all(Generation::ALL, Generation::as_str),
        Slot::Purpose => all(Purpose::ALL, Purpose::as_str),
        Slot::PartyRoles => all(Role::ALL, Role::as_str),
        _ if holds_countries(slot) => vec!["ZZ", "XZ", "AA", "XA"],
        Slot::Listed | Slot::ContainsListed => vec!["another-list", "a-third-list"],
        _ => vec!["another maker", "a third maker"],
    };
    let free = |word: &&str| !named.contains(*word);
    words
        .into_iter()
        .filter(free)
        .take(2)
        .map(Arc::from)
        .collect()
}
