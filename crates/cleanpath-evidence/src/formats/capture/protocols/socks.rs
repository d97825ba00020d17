//! SOCKS, version 4 and 5 (RFC 1928): only that a proxy was asked to connect, so that what follows in the
//! conversation is another's words and never the proxy's.

use super::super::octets::Octets;
use super::super::stream::Speech;
use super::super::told::Told;

/// The port that IANA lists; on others a message must fit to the octet.
const PORT: u16 = 1080;

pub(super) fn tells(octets: &[u8], port: u16, server: bool) -> bool {
    let fits = match octets {
        [5, count @ 1..=9, methods @ ..] if !server => methods.len() == usize::from(*count),
        [4, 1 | 2, _, _, _, _, _, _, .., 0] => !server,
        [5, 0 | 2] | [0, 90..=93, _, _, _, _, _, _] => server,
        _ => false,
    };
    fits || port == PORT && matches!(octets, [4 | 5, ..])
}

pub(super) fn read(speech: &mut Speech<'_>, _: &mut Told<'_>) -> usize {
    speech.shared.tunnel = true;
    let Some(length) = request(speech.octets) else {
        return speech.octets.len();
    };
    speech.turn();
    length.min(speech.octets.len())
}

/// How long a request or its answer is; what follows is the other protocol. `None` for what comes before.
fn request(whole: &[u8]) -> Option<usize> {
    let mut octets = Octets(whole);
    let [version, _, _, kind] = octets.array()?;
    match (version, kind) {
        (5, 1) => Some(10),
        (5, 3) => Some(7 + usize::from(octets.u8()?)),
        (5, 4) => Some(22),
        (4, _) => {
            let user = whole.get(8..)?.iter().position(|octet| *octet == 0)?;
            let end = 9 + user;
            // Version 4a puts a name behind where the address cannot be one.
            let named = matches!(whole.get(4..8), Some([0, 0, 0, 1..=255]));
            let name = whole
                .get(end..)?
                .iter()
                .position(|octet| *octet == 0)
                .filter(|_| named);
            Some(end + name.map_or(0, |name| name + 1))
        }
        (0, _) => Some(8),
        _ => None,
    }
}
