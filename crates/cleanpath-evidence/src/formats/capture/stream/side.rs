//! One direction of a TCP conversation: what came in order, and what waits behind a gap.

use super::super::protocols::conversation::{self, Conversation};
use super::super::told::Path;
use std::collections::BTreeMap;

/// Octets that wait for a gap to be filled.
pub(super) const BEHIND_GAP: usize = 64 << 10;
/// How much a protocol may ask to see before it is told.
pub(super) const HEAD: usize = 24;
/// Stretches of one direction that are no protocol's and after which TLS may still begin.
const PATIENCE: u8 = 6;

/// What a direction is taken for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Taken {
    /// Too little was seen.
    #[default]
    Unknown,
    /// So many stretches were no protocol's.
    Strange(u8),
    /// For this.
    For(&'static Conversation),
    /// For nothing that is read.
    Nothing,
}

/// One direction of a conversation.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) next: Option<u32>,
    /// The sequence number behind its last octet, where it said that it ends.
    pub(super) end: Option<u32>,
    pub(super) buffer: Vec<u8>,
    /// Where in the buffer each packet's octets begin.
    pub(super) marks: Vec<(usize, u64)>,
    /// Segments behind a gap, by sequence number relative to what is next.
    pub(super) later: BTreeMap<u32, (u64, Vec<u8>)>,
    pub(super) held: usize,
    /// Octets that a protocol knows it does not want.
    pub(super) skip: u64,
    /// Whether octets came again and were others.
    pub(super) contradicted: bool,
    /// How many octets waited when they were last read.
    pub(super) tried: usize,
    pub(super) path: Path,
    pub(super) taken: Taken,
}

impl Side {
    /// Takes a segment; whether anything new came in a row.
    pub(super) fn take(&mut self, sequence: u32, payload: &[u8], packet: u64) -> bool {
        let next = *self.next.get_or_insert(sequence);
        let ahead = sequence.wrapping_sub(next);
        if ahead < 1 << 31 && ahead > 0 {
            let room = self.held + payload.len() <= BEHIND_GAP;
            if room && !self.later.contains_key(&sequence) {
                self.held += payload.len();
                self.later.insert(sequence, (packet, payload.to_vec()));
            }
            return false;
        }
        // Octets that were seen before are left out.
        let known = usize::try_from(next.wrapping_sub(sequence)).unwrap_or(usize::MAX);
        self.compare(payload, known);
        let Some(fresh) = payload.get(known..).filter(|fresh| !fresh.is_empty()) else {
            return false;
        };
        self.append(fresh, packet);
        self.pull();
        true
    }

    pub(super) fn append(&mut self, octets: &[u8], packet: u64) {
        let length = u32::try_from(octets.len()).unwrap_or(0);
        self.next = self.next.map(|next| next.wrapping_add(length));
        let skipped = usize::try_from(self.skip)
            .unwrap_or(usize::MAX)
            .min(octets.len());
        self.skip -= skipped as u64;
        let octets = octets.get(skipped..).unwrap_or_default();
        if !octets.is_empty() && !matches!(self.taken, Taken::Nothing) {
            self.marks.push((self.buffer.len(), packet));
            self.buffer.extend_from_slice(octets);
        }
    }

    /// Notes where the first `known` octets, which came before, are others now. Only what still waits can be compared;
    /// one octet alone is a question whether the other side is alive.
    pub(super) fn compare(&mut self, payload: &[u8], known: usize) {
        if known == 0 || self.skip > 0 || payload.len() < 2 {
            return;
        }
        let Some(behind) = self.buffer.len().checked_sub(known) else {
            return;
        };
        let waiting = self.buffer.get(behind..).unwrap_or_default();
        self.contradicted |= waiting.iter().zip(payload).any(|(one, other)| one != other);
    }

    /// Takes over what waited and now follows.
    pub(super) fn pull(&mut self) {
        while let Some(next) = self.next {
            let follows = |sequence: &u32| next.wrapping_sub(*sequence) < 1 << 31;
            let Some(sequence) = self.later.keys().copied().find(follows) else {
                break;
            };
            let Some((packet, payload)) = self.later.remove(&sequence) else {
                break;
            };
            self.held -= payload.len();
            let known = usize::try_from(next.wrapping_sub(sequence)).unwrap_or(usize::MAX);
            self.compare(&payload, known);
            if let Some(fresh) = payload.get(known..) {
                self.append(fresh, packet);
            }
        }
    }

    /// Goes on behind a gap; the packet there, where one waits.
    pub(super) fn leap(&mut self) -> Option<u64> {
        let next = self.next?;
        let nearest = self
            .later
            .iter()
            .min_by_key(|(sequence, _)| sequence.wrapping_sub(next));
        let (sequence, packet) = nearest.map(|(sequence, (packet, _))| (*sequence, *packet))?;
        self.next = Some(sequence);
        // What was not wanted ended somewhere in the gap.
        self.skip = 0;
        self.pull();
        Some(packet)
    }

    pub(super) fn forget(&mut self, count: usize) {
        let count = count.min(self.buffer.len());
        self.buffer.drain(..count);
        let packet = self
            .marks
            .iter()
            .rfind(|(begun, _)| *begun <= count)
            .map(|(_, packet)| *packet);
        self.marks.retain(|(begun, _)| *begun > count);
        for (begun, _) in &mut self.marks {
            *begun -= count;
        }
        if let (Some(packet), false) = (packet, self.buffer.is_empty()) {
            self.marks.insert(0, (0, packet));
        }
    }

    pub(super) fn drop_all(&mut self) {
        self.taken = Taken::Nothing;
        self.buffer = Vec::new();
        self.marks = Vec::new();
        self.later = BTreeMap::new();
        self.held = 0;
    }

    pub(super) fn is_deaf(&self) -> bool {
        matches!(self.taken, Taken::Nothing)
    }

    /// Whether to read before the other side answers: what no protocol knows, or one that need not see
    /// all of it. At doubled lengths, so that nothing is read over and over.
    pub(super) fn is_ripe(&self, service: (u16, bool)) -> bool {
        if self.buffer.len() < HEAD || self.buffer.len() < 2 * self.tried {
            return false;
        }
        match self.taken {
            Taken::For(conversation) => conversation.eager,
            Taken::Unknown => {
                let (port, server) = service;
                conversation::tell(&self.buffer, port, server).is_none_or(|found| found.eager)
            }
            Taken::Strange(_) => true,
            Taken::Nothing => false,
        }
    }

    /// Forgets what no protocol knows. What comes may still turn to TLS (LDAP, databases, mail).
    pub(super) fn wonder(&mut self) {
        match self.taken {
            Taken::Strange(PATIENCE..) => self.drop_all(),
            Taken::Strange(times) => self.taken = Taken::Strange(times + 1),
            _ => self.taken = Taken::Strange(1),
        }
        self.buffer.clear();
        self.marks.clear();
        self.tried = 0;
    }
}
