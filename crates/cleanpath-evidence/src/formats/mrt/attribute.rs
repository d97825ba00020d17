//! Path attributes of BGP (RFC 4271): the path of systems, which is all that is read of them.

use super::octets::Octets;

/// Systems of one path; longer ones are cut, no real one is.
const SYSTEMS: usize = 256;
/// AS_PATH, and AS4_PATH for speakers of two octets (RFC 6793).
const AS_PATH: u8 = 2;
const AS4_PATH: u8 = 17;

/// The path of systems without repeats; empty where there is none. `None` where a length does not fit. `wide` where
/// systems have four octets.
pub(super) fn as_path(attributes: &[u8], wide: bool) -> Option<Vec<u32>> {
    let mut octets = Octets::new(attributes);
    let (mut path, mut path_of_four) = (Vec::new(), Vec::new());
    while !octets.is_empty() {
        let flags = octets.u8()?;
        let kind = octets.u8()?;
        // The fourth bit says that the length has two octets.
        let length = if flags & 0x10 != 0 {
            octets.u16()?
        } else {
            octets.u8()?.into()
        };
        let value = octets.take(usize::from(length))?;
        match kind {
            AS_PATH => path = segments(value, wide)?,
            AS4_PATH => path_of_four = segments(value, true)?,
            _ => {}
        }
    }
    Some(if path_of_four.is_empty() {
        path
    } else {
        path_of_four
    })
}

/// The systems of all segments, in order; those of a set in the order in which they are written.
fn segments(value: &[u8], wide: bool) -> Option<Vec<u32>> {
    let mut octets = Octets::new(value);
    let mut path: Vec<u32> = Vec::new();
    while !octets.is_empty() {
        octets.u8()?;
        let count = octets.u8()?;
        for _ in 0..count {
            let system = if wide {
                octets.u32()?
            } else {
                octets.u16()?.into()
            };
            if path.last() != Some(&system) && path.len() < SYSTEMS {
                path.push(system);
            }
        }
    }
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_fall_away_and_lies_are_refused() {
        let path = [
            0x40, 2, 14, 2, 3, 0, 0, 0xfc, 0, 0, 0, 0xfc, 0, 0, 0, 0xfc, 1,
        ];
        assert_eq!(as_path(&path, true), Some(vec![64512, 64513]));
        assert_eq!(as_path(&[0x40, 2, 99, 2], true), None);
        assert_eq!(as_path(&[0x40, 2, 2, 2, 9], true), None);
        assert_eq!(as_path(&[], true), Some(Vec::new()));
    }
}
