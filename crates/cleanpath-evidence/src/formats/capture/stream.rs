//! TCP (RFC 9293) put together, both directions, within bounds of each conversation and of all.
//!
//! A conversation may have begun before the capture, and parts of it may be missing: reading goes on
//! behind a gap. Where segments overlap the octets that came first stand. What no protocol of the table
//! knows is forgotten at once.

use super::hosts::Key;
use super::network::Network;
use super::protocols::conversation::{self, Conversation};
use super::told::{End, Path, Told};
use etherparse::TcpSlice;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::IpAddr;

/// Conversations that are open at a time, and octets that wait in all of them.
const OPEN: usize = 16_384;
const OCTETS: usize = 48 << 20;
/// Octets of one direction that wait to be read, and that wait for a gap to be filled.
const WAITING: usize = 128 << 10;
const BEHIND_GAP: usize = 64 << 10;
/// How much a protocol may ask to see before it is told.
const HEAD: usize = 24;

/// Two ends in one space, the lower first.
type Ends = (u32, (IpAddr, u16), (IpAddr, u16));

/// What a direction is taken for.
#[derive(Debug, Clone, Copy, Default)]
enum Taken {
    /// Too little was seen.
    #[default]
    Unknown,
    /// For this.
    For(&'static Conversation),
    /// For nothing that is read.
    Nothing,
}

/// One direction of a conversation.
#[derive(Debug, Default)]
struct Side {
    next: Option<u32>,
    buffer: Vec<u8>,
    /// Where in the buffer each packet's octets begin.
    marks: Vec<(usize, u64)>,
    /// Segments behind a gap, by sequence number relative to what is next.
    later: BTreeMap<u32, (u64, Vec<u8>)>,
    held: usize,
    /// Octets that a protocol knows it does not want.
    skip: u64,
    path: Path,
    taken: Taken,
}

/// What both directions of a conversation know of each other.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Whether the client asked for things that stand elsewhere, so that answers are others' words.
    pub(super) proxied: bool,
    /// Questions by number, as far as an answer cannot be read without: first register, count.
    pub(super) asked: BTreeMap<u16, (u8, u16, u16)>,
}

/// One conversation.
#[derive(Debug)]
struct Flow {
    ends: [End; 2],
    sides: [Side; 2],
    /// Which side opened it, where that was seen.
    client: Option<usize>,
    shared: Shared,
}

/// All conversations.
#[derive(Debug, Default)]
pub(super) struct Streams {
    open: HashMap<Ends, Flow>,
    order: VecDeque<Ends>,
    held: usize,
}

/// What a protocol reads: octets that one end said in a row.
#[derive(Debug)]
pub(super) struct Speech<'a> {
    pub(super) octets: &'a [u8],
    marks: &'a [(usize, u64)],
    /// Whether nothing will come behind it.
    pub(super) last: bool,
    pub(super) from: End,
    pub(super) to: End,
    pub(super) path: Path,
    /// Whether it is the side that was called; told by the ports where the call was not seen.
    pub(super) server: bool,
    pub(super) shared: &'a mut Shared,
    /// Octets behind these that are not wanted.
    pub(super) skip: u64,
    /// Whether nothing more of this direction is wanted.
    pub(super) done: bool,
}

impl Speech<'_> {
    /// The packet that an octet came in.
    pub(super) fn packet(&self, offset: usize) -> u64 {
        let at = self.marks.partition_point(|(begun, _)| *begun <= offset);
        self.marks.get(at.saturating_sub(1)).map_or(0, |(_, packet)| *packet)
    }

    /// The box that speaks.
    pub(super) fn sender(&self) -> Key {
        Key::Address(self.path.space, self.from.ip, self.path.hops)
    }

    /// The box that is spoken to.
    pub(super) fn receiver(&self) -> Key {
        Key::Address(self.path.space, self.to.ip, None)
    }
}

impl Side {
    /// Takes a segment; whether anything new came in a row.
    fn take(&mut self, sequence: u32, payload: &[u8], packet: u64) -> bool {
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
        let Some(fresh) = payload.get(known..).filter(|fresh| !fresh.is_empty()) else { return false };
        self.append(fresh, packet);
        self.pull();
        true
    }

    fn append(&mut self, octets: &[u8], packet: u64) {
        let length = u32::try_from(octets.len()).unwrap_or(0);
        self.next = self.next.map(|next| next.wrapping_add(length));
        let skipped = usize::try_from(self.skip).unwrap_or(usize::MAX).min(octets.len());
        self.skip -= skipped as u64;
        let octets = octets.get(skipped..).unwrap_or_default();
        if !octets.is_empty() && !matches!(self.taken, Taken::Nothing) {
            self.marks.push((self.buffer.len(), packet));
            self.buffer.extend_from_slice(octets);
        }
    }

    /// Takes over what waited and now follows.
    fn pull(&mut self) {
        while let Some(next) = self.next {
            let follows = |sequence: &u32| next.wrapping_sub(*sequence) < 1 << 31;
            let Some(sequence) = self.later.keys().copied().find(follows) else { break };
            let Some((packet, payload)) = self.later.remove(&sequence) else { break };
            self.held -= payload.len();
            let known = usize::try_from(next.wrapping_sub(sequence)).unwrap_or(usize::MAX);
            if let Some(fresh) = payload.get(known..) {
                self.append(fresh, packet);
            }
        }
    }

    /// Goes on behind a gap; false where nothing waits there.
    fn leap(&mut self) -> bool {
        let Some(next) = self.next else { return false };
        let nearest = self.later.keys().copied().min_by_key(|sequence| sequence.wrapping_sub(next));
        if nearest.is_some() {
            self.next = nearest;
            // What was not wanted ended somewhere in the gap.
            self.skip = 0;
            self.pull();
        }
        nearest.is_some()
    }

    fn forget(&mut self, count: usize) {
        let count = count.min(self.buffer.len());
        self.buffer.drain(..count);
        let packet = self.marks.iter().rfind(|(begun, _)| *begun <= count).map(|(_, packet)| *packet);
        self.marks.retain(|(begun, _)| *begun > count);
        for (begun, _) in &mut self.marks {
            *begun -= count;
        }
        if let (Some(packet), false) = (packet, self.buffer.is_empty()) {
            self.marks.insert(0, (0, packet));
        }
    }

    fn drop_all(&mut self) {
        self.taken = Taken::Nothing;
        self.buffer = Vec::new();
        self.marks = Vec::new();
        self.later = BTreeMap::new();
        self.held = 0;
    }
}

impl Flow {
    fn waiting(&self) -> usize {
        self.sides.iter().map(|side| side.buffer.len() + side.held).sum()
    }

    /// Which side was called: the one that did not open, or the one with the lower port.
    fn is_server(&self, number: usize) -> bool {
        let [one, two] = [self.ends[0].port, self.ends[1].port];
        match self.client {
            Some(client) => client != number,
            None if number == 0 => one <= two,
            None => two < one,
        }
    }

    /// Hands what one side said in a row to its protocol.
    fn read(&mut self, number: usize, last: bool, told: &mut Told<'_>) {
        let server = self.is_server(number);
        let [first, second] = self.ends;
        let (from, to) = if number == 0 { (first, second) } else { (second, first) };
        let Some(side) = self.sides.get_mut(number) else { return };
        if side.buffer.is_empty() {
            return;
        }
        let service = if server { from.port } else { to.port };
        if let Some(found) = conversation::tell(&side.buffer, service, server) {
            let fresh = matches!(side.taken, Taken::Unknown) || found.takes_over;
            side.taken = if fresh { Taken::For(found) } else { side.taken };
        }
        let Taken::For(conversation) = side.taken else {
            if side.buffer.len() >= HEAD || last {
                side.drop_all();
            }
            return;
        };
        let mut speech = Speech {
            octets: &side.buffer,
            marks: &side.marks,
            last,
            from,
            to,
            path: side.path,
            server,
            shared: &mut self.shared,
            skip: 0,
            done: false,
        };
        let used = (conversation.read)(&mut speech, told);
        let (skip, done) = (speech.skip, speech.done);
        side.skip += skip;
        side.forget(used);
        if done {
            side.drop_all();
        }
    }

    /// Reads everything that is left of one side, over all gaps.
    fn finish(&mut self, number: usize, told: &mut Told<'_>) {
        loop {
            self.read(number, true, told);
            let Some(side) = self.sides.get_mut(number) else { return };
            let rest = side.buffer.len();
            side.forget(rest);
            if !side.leap() {
                return;
            }
        }
    }
}

impl Network {
    /// Takes one segment.
    pub(super) fn segment(&mut self, segment: &TcpSlice<'_>, (from, to): (IpAddr, IpAddr), path: Path) {
        let payload = segment.payload();
        let (from, to) = ((from, segment.source_port()), (to, segment.destination_port()));
        let number = usize::from(from > to);
        let ends = (path.space.tunnel, from.min(to), from.max(to));
        let opens = segment.syn();
        if payload.is_empty() && !opens && !self.streams.open.contains_key(&ends) {
            return;
        }
        let packet = self.packet;
        let mut flow = match self.streams.open.remove(&ends) {
            // The ports are used again for another conversation.
            Some(old) if opens && !segment.ack() && old.sides.iter().any(|side| side.next.is_some()) => {
                self.streams.held -= old.waiting();
                self.finish(old);
                Flow::new(ends)
            }
            Some(flow) => {
                self.streams.held -= flow.waiting();
                flow
            }
            None => {
                self.streams.order.push_back(ends);
                Flow::new(ends)
            }
        };
        if opens {
            flow.client = Some(if segment.ack() { 1 - number } else { number });
        }
        let mut told = self.told();
        if !payload.is_empty() {
            // An answer ends what was said before it.
            flow.read(1 - number, false, &mut told);
        }
        if let Some(side) = flow.sides.get_mut(number) {
            let sequence = segment.sequence_number().wrapping_add(u32::from(opens));
            if opens {
                side.next = Some(sequence);
            }
            if side.next.is_none() || opens {
                side.path = path;
            }
            side.take(sequence, payload, packet);
            let full = side.buffer.len() > WAITING || side.held + payload.len() > BEHIND_GAP;
            if full {
                flow.read(number, false, &mut told);
                flow.relieve(number, &mut told);
            }
        }
        if segment.fin() || segment.rst() {
            flow.read(number, false, &mut told);
        }
        self.streams.held += flow.waiting();
        self.streams.open.insert(ends, flow);
        self.make_room();
    }

    /// Ends the oldest conversations until the others fit.
    fn make_room(&mut self) {
        while self.streams.open.len() > OPEN || self.streams.held > OCTETS {
            let Some(oldest) = self.streams.order.pop_front() else { return };
            if let Some(flow) = self.streams.open.remove(&oldest) {
                self.streams.held -= flow.waiting();
                self.finish(flow);
            }
        }
    }

    fn finish(&mut self, mut flow: Flow) {
        let mut told = self.told();
        let client = flow.client.unwrap_or(0);
        flow.finish(client, &mut told);
        flow.finish(1 - client, &mut told);
    }

    /// Ends all conversations, in the order in which they began.
    pub(super) fn end_streams(&mut self) {
        while let Some(oldest) = self.streams.order.pop_front() {
            if let Some(flow) = self.streams.open.remove(&oldest) {
                self.finish(flow);
            }
        }
    }
}

impl Flow {
    fn new((_, one, two): Ends) -> Self {
        let end = |(ip, port)| End { ip, port };
        Self { ends: [end(one), end(two)], sides: <[Side; 2]>::default(), client: None, shared: Shared::default() }
    }

    /// Makes room in a side that waits too long: for more octets, or for a gap to be filled.
    fn relieve(&mut self, number: usize, told: &mut Told<'_>) {
        let Some(side) = self.sides.get(number) else { return };
        if side.buffer.len() > WAITING {
            self.read(number, true, told);
            if let Some(side) = self.sides.get_mut(number) {
                let rest = side.buffer.len();
                side.forget(rest);
            }
        } else if side.held > BEHIND_GAP / 2 {
            self.read(number, true, told);
            if let Some(side) = self.sides.get_mut(number) {
                let rest = side.buffer.len();
                side.forget(rest);
                side.leap();
            }
        }
    }
}
