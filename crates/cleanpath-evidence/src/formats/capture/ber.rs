//! Elements of ASN.1's basic encoding (X.690), as SNMP and certificates use it: definite lengths, tags
//! of one octet.
//!
//! One small reader for both instead of a crate for each: nothing is decoded but what is asked for.

use super::octets::Octets;

pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OID: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// Arcs of an identifier that are read.
const ARCS: usize = 128;

/// The next element: its tag and its content.
pub(super) fn next<'a>(octets: &mut Octets<'a>) -> Option<(u8, &'a [u8])> {
    let [tag, short] = octets.array()?;
    let mut length = usize::from(short & 0x7f);
    if short & 0x80 != 0 {
        if length == 0 || length > 4 {
            return None;
        }
        let long = octets.take(length)?;
        length = long
            .iter()
            .fold(0, |sum, octet| sum << 8 | usize::from(*octet));
    }
    octets.take(length).map(|content| (tag, content))
}

/// The content of the next element, which must have this tag.
pub(super) fn expect<'a>(octets: &mut Octets<'a>, wanted: u8) -> Option<Octets<'a>> {
    let (tag, content) = next(octets)?;
    (tag == wanted).then_some(Octets(content))
}

/// A number that is not negative.
pub(super) fn number(content: &[u8]) -> Option<u64> {
    let negative = content.first()? & 0x80 != 0;
    let digits = content.strip_prefix(&[0]).unwrap_or(content);
    (digits.len() <= 8 && !negative).then(|| {
        digits
            .iter()
            .fold(0, |sum, octet| sum << 8 | u64::from(*octet))
    })
}

/// Arcs of an object identifier.
pub(super) fn oid(content: &[u8]) -> Option<Vec<u32>> {
    let mut arcs = Vec::new();
    let mut arc: u64 = 0;
    for octet in content {
        arc = arc << 7 | u64::from(octet & 0x7f);
        if arc > u64::from(u32::MAX) || arcs.len() >= ARCS {
            return None;
        }
        if octet & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(u32::try_from(first).ok()?);
                arc -= first * 40;
            }
            arcs.push(u32::try_from(arc).ok()?);
            arc = 0;
        }
    }
    (arcs.len() > 1).then_some(arcs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_that_lie_are_refused() {
        let read =
            |octets: &[u8]| next(&mut Octets(octets)).map(|(tag, content)| (tag, content.to_vec()));
        assert_eq!(read(&[4, 2, 1, 2, 9]), Some((4, vec![1, 2])));
        assert_eq!(read(&[4, 0x81, 1, 7]), Some((4, vec![7])));
        for lie in [
            &[4, 3, 1][..],
            &[4, 0x80, 0, 0],
            &[4, 0x85, 1, 1, 1, 1, 1],
            &[4, 0x84, 255, 255, 255, 255],
        ] {
            assert_eq!(read(lie), None);
        }
        assert_eq!(
            oid(&[0x2b, 6, 1, 4, 1, 0x8f, 0x5b]),
            Some(vec![1, 3, 6, 1, 4, 1, 2011])
        );
        assert_eq!(oid(&[0x2b, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), None);
    }
}
