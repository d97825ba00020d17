//! Fragments of packets and of DTLS messages put together (RFC 815's task), within bounds of number and memory.
//!
//! Where fragments overlap the octets that came first stand; a packet that grows past what IP allows,
//! or whose fragments never end, is given up.

use super::internet::{Origin, Piece};
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Packets that are put together at a time.
const OPEN: usize = 512;
/// Octets that wait in all.
const OCTETS: usize = 16 << 20;
/// Longest packet.
const LONGEST: usize = 65_535;

#[derive(Debug, Default)]
struct Open {
    pieces: BTreeMap<usize, Vec<u8>>,
    held: usize,
    /// Whole length, once the last fragment came.
    length: Option<usize>,
}

/// The packets of which some fragments came.
#[derive(Debug, Default)]
pub(super) struct Fragments {
    open: HashMap<Origin, Open>,
    order: VecDeque<Origin>,
    held: usize,
    /// Packets that were given up.
    lost: u64,
}

impl Fragments {
    /// Packets of which not everything came, or more than IP allows.
    pub(super) fn unfinished(&self) -> u64 {
        self.lost + self.open.len() as u64
    }

    /// Takes a fragment; the whole packet's payload where it was the last one missing.
    pub(super) fn take(&mut self, origin: Origin, piece: Piece, octets: &[u8]) -> Option<Vec<u8>> {
        let end = piece.offset + octets.len();
        if end > LONGEST {
            self.drop(origin);
            self.lost += 1;
            return None;
        }
        if !self.open.contains_key(&origin) {
            self.order.push_back(origin);
        }
        let open = self.open.entry(origin).or_default();
        if !piece.more {
            open.length = Some(end);
        }
        if !octets.is_empty() && !open.pieces.contains_key(&piece.offset) {
            open.pieces.insert(piece.offset, octets.to_vec());
            open.held += octets.len();
            self.held += octets.len();
        }
        let whole = open.whole();
        // Overlaps cost memory and give nothing.
        if whole.is_some() || open.held > 2 * LONGEST {
            self.lost += u64::from(whole.is_none());
            self.drop(origin);
        }
        while self.open.len() > OPEN || self.held > OCTETS || self.order.len() > 4 * OPEN {
            let oldest = self.order.pop_front()?;
            self.lost += u64::from(self.open.contains_key(&oldest));
            self.drop(oldest);
        }
        whole
    }

    fn drop(&mut self, origin: Origin) {
        if let Some(open) = self.open.remove(&origin) {
            self.held -= open.held;
        }
    }
}

impl Open {
    fn whole(&self) -> Option<Vec<u8>> {
        let length = self.length?;
        if self.held < length {
            return None;
        }
        let mut whole = Vec::new();
        for (offset, piece) in &self.pieces {
            // A gap: something is missing still.
            let known = whole.len().checked_sub(*offset)?;
            whole.extend(piece.iter().skip(known));
        }
        whole.truncate(length);
        (whole.len() == length).then_some(whole)
    }
}
