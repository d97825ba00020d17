//! TCP (RFC 9293) put together, both directions, within bounds of each conversation and of all.
//!
//! A conversation may have begun before the capture, and parts of it may be missing: reading goes on
//! behind a gap. Where segments overlap the octets that came first stand. What no protocol of the table
//! knows is forgotten at once.

mod side;

use super::hosts::Key;
use super::protocols::conversation;
use super::told::{End, Path, Told};
use etherparse::TcpSlice;
use foldhash::fast::RandomState;
use side::{BEHIND_GAP, HEAD, Side, Taken};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::net::IpAddr;

/// Conversations that are open at a time, and octets that wait in all of them.
const OPEN: usize = 16_384;
const OCTETS: usize = 48 << 20;
/// Octets of one direction that wait to be read.
const WAITING: usize = 128 << 10;
const GAP: &str =
    "octets of a TCP conversation are missing before a packet; reading went on behind them";

/// An address and a port, short to compare and to hash.
type Short = (u128, u16);

fn short(end: End) -> Short {
    let octets = match end.ip {
        IpAddr::V4(ip) => ip.to_ipv6_mapped().octets(),
        IpAddr::V6(ip) => ip.octets(),
    };
    (u128::from_be_bytes(octets), end.port)
}

/// Two ends in one space, the lower first.
type Ends = (Short, Short, u32);

/// What both directions of a conversation know of each other.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Whether the client asked for things that stand elsewhere, so that answers are others' words.
    pub(super) proxied: bool,
    /// Whether the client asked a proxy to connect it.
    pub(super) connects: bool,
    /// Whether it was connected: all that follows is another's words.
    pub(super) tunnel: bool,
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

/// Where a conversation stands.
#[derive(Debug, Clone, Copy)]
enum State {
    /// Its place among those that are listened to.
    Heard(usize),
    /// Nothing more of it is wanted.
    Over,
}

/// All conversations.
#[derive(Debug, Default)]
pub(super) struct Streams {
    known: HashMap<Ends, State, RandomState>,
    /// In the order in which they began.
    order: VecDeque<Ends>,
    flows: Vec<Option<Flow>>,
    /// Places that are free again.
    free: Vec<usize>,
    held: usize,
}

/// What becomes of a direction when a part of it was read.
#[derive(Debug, Clone, Copy, Default)]
enum Then {
    /// It goes on.
    #[default]
    More,
    /// Nothing more of it is wanted.
    Nothing,
    /// Another protocol begins behind what was read.
    Another,
}

/// What a protocol reads: octets that one end said in a row.
#[derive(Debug)]
pub(super) struct Speech<'a> {
    pub(super) octets: &'a [u8],
    marks: &'a [(usize, u64)],
    /// Whether nothing will come behind it.
    pub(super) last: bool,
    /// Whether the speaker ended here, so that what lacks was never said.
    pub(super) closed: bool,
    pub(super) from: End,
    pub(super) to: End,
    pub(super) path: Path,
    /// Whether it is the side that was called; told by the ports where the call was not seen.
    pub(super) server: bool,
    pub(super) shared: &'a mut Shared,
    /// Octets behind these that are not wanted.
    pub(super) skip: u64,
    then: Then,
}

impl Speech<'_> {
    /// Nothing more of this direction is wanted.
    pub(super) fn end(&mut self) {
        self.then = Then::Nothing;
    }

    /// Another protocol begins behind these octets.
    pub(super) fn turn(&mut self) {
        self.then = Then::Another;
    }

    /// The packet that an octet came in.
    pub(super) fn packet(&self, offset: usize) -> u64 {
        let at = self.marks.partition_point(|(begun, _)| *begun <= offset);
        self.marks
            .get(at.saturating_sub(1))
            .map_or(0, |(_, packet)| *packet)
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

impl Flow {
    fn new(ends: [End; 2]) -> Self {
        Self {
            ends,
            sides: <[Side; 2]>::default(),
            client: None,
            shared: Shared::default(),
        }
    }

    fn is_over(&self) -> bool {
        self.sides.iter().all(Side::is_deaf)
    }

    fn waiting(&self) -> usize {
        self.sides
            .iter()
            .map(|side| side.buffer.len() + side.held)
            .sum()
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

    /// The port of the side that was called.
    fn service(&self, number: usize) -> u16 {
        let [one, two] = [self.ends[0].port, self.ends[1].port];
        if self.is_server(number) == (number == 0) {
            one
        } else {
            two
        }
    }

    /// Hands what one side said in a row to its protocol.
    fn read(&mut self, number: usize, last: bool, told: &mut Told<'_>) {
        let (service, server) = (self.service(number), self.is_server(number));
        let [first, second] = self.ends;
        let (from, to) = if number == 0 {
            (first, second)
        } else {
            (second, first)
        };
        let Some(side) = self.sides.get_mut(number) else {
            return;
        };
        if side.buffer.is_empty() {
            return;
        }
        side.tried = side.buffer.len();
        told.hosts.listen(&side.path, Some(from.ip));
        let found = match side.taken {
            Taken::Unknown => conversation::tell(&side.buffer, service, server),
            Taken::For(_) | Taken::Strange(_) => {
                conversation::takes_over(&side.buffer, service, server)
            }
            Taken::Nothing => None,
        };
        side.taken = found.map_or(side.taken, Taken::For);
        let Taken::For(conversation) = side.taken else {
            if side.buffer.len() >= HEAD || last {
                side.wonder();
            }
            return;
        };
        let mut speech = Speech {
            octets: &side.buffer,
            marks: &side.marks,
            last,
            closed: last && side.end.is_some() && side.end == side.next,
            from,
            to,
            path: side.path,
            server,
            shared: &mut self.shared,
            skip: 0,
            then: Then::default(),
        };
        let used = (conversation.read)(&mut speech, told);
        let (skip, then) = (speech.skip, speech.then);
        side.skip += skip;
        side.forget(used);
        side.tried = side.buffer.len();
        match then {
            Then::More => {}
            Then::Nothing => side.drop_all(),
            Then::Another => side.taken = Taken::Unknown,
        }
    }

    /// Reads everything that is left of one side, over all gaps.
    fn finish(&mut self, number: usize, told: &mut Told<'_>) {
        loop {
            self.read(number, true, told);
            let Some(side) = self.sides.get_mut(number) else {
                return;
            };
            let rest = side.buffer.len();
            side.forget(rest);
            let Some(packet) = side.leap() else { return };
            told.packet = packet;
            told.skipped(GAP);
        }
    }
}

impl Flow {
    /// Takes a segment of one side.
    fn take(&mut self, number: usize, segment: &TcpSlice<'_>, path: Path, told: &mut Told<'_>) {
        let (payload, opens, packet) = (segment.payload(), segment.syn(), told.packet);
        if opens {
            self.client = Some(if segment.ack() { 1 - number } else { number });
        }
        if !payload.is_empty() {
            // An answer ends what was said before it.
            self.read(1 - number, false, told);
        }
        let service = (self.service(number), self.is_server(number));
        let Some(side) = self.sides.get_mut(number) else {
            return;
        };
        let sequence = segment.sequence_number().wrapping_add(u32::from(opens));
        if opens {
            side.next = Some(sequence);
        }
        if side.next.is_none() || opens {
            side.path = path;
        }
        side.take(sequence, payload, packet);
        if segment.fin() {
            let length = u32::try_from(payload.len()).unwrap_or(0);
            side.end = Some(sequence.wrapping_add(length));
        }
        if std::mem::take(&mut side.contradicted) {
            told.skipped("octets of a TCP conversation came twice and differ; the first stand");
        }
        let full = side.buffer.len() > WAITING || side.held + payload.len() > BEHIND_GAP;
        if full || side.is_ripe(service) || segment.fin() || segment.rst() {
            self.read(number, false, told);
        }
        if full {
            self.relieve(number, told);
        }
    }

    /// Reads all that is left of it.
    fn end(mut self, told: &mut Told<'_>) {
        let client = self.client.unwrap_or(0);
        self.finish(client, told);
        self.finish(1 - client, told);
    }
    /// Makes room in a side that waits too long: for more octets, or for a gap to be filled.
    fn relieve(&mut self, number: usize, told: &mut Told<'_>) {
        let Some(side) = self.sides.get(number) else {
            return;
        };
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
                if side.leap().is_some() {
                    told.skipped(GAP);
                }
            }
        }
    }
}

impl Streams {
    /// Takes one segment.
    pub(super) fn take(
        &mut self,
        segment: &TcpSlice<'_>,
        (from, to): (End, End),
        path: Path,
        told: &mut Told<'_>,
    ) {
        let opens = segment.syn();
        if segment.payload().is_empty() && !(opens || segment.fin() || segment.rst()) {
            return;
        }
        let (one, other) = (short(from), short(to));
        let number = usize::from(one > other);
        let ends = (one.min(other), one.max(other), path.space.tunnel);
        let state = self.known.get(&ends).copied();
        let again = opens && !segment.ack();
        let at = match state {
            Some(State::Over) if !again => return,
            None if segment.payload().is_empty() && !opens => return,
            Some(State::Heard(at)) if !(again && self.has_begun(at)) => at,
            // New, or the ports are used again for another conversation.
            _ => {
                self.give_up(state, told);
                let ends_in_order = if number == 0 { [from, to] } else { [to, from] };
                self.begin(ends, ends_in_order, state.is_none())
            }
        };
        let Some(Some(flow)) = self.flows.get_mut(at) else {
            return;
        };
        let deaf = flow.sides.get(number).is_some_and(Side::is_deaf);
        if deaf
            && !opens
            && flow
                .sides
                .get(1 - number)
                .is_some_and(|side| side.buffer.is_empty())
        {
            return;
        }
        let before = flow.waiting();
        flow.take(number, segment, path, told);
        self.held = self.held + flow.waiting() - before;
        if flow.is_over() {
            self.known.insert(ends, State::Over);
            self.release(at);
        }
        self.make_room(told);
    }

    fn has_begun(&self, at: usize) -> bool {
        let flow = self.flows.get(at).and_then(Option::as_ref);
        flow.is_some_and(|flow| flow.sides.iter().any(|side| side.next.is_some()))
    }

    /// A place for a conversation.
    fn begin(&mut self, ends: Ends, in_order: [End; 2], new: bool) -> usize {
        let flow = Some(Flow::new(in_order));
        let at = if let Some(at) = self.free.pop() {
            if let Some(place) = self.flows.get_mut(at) {
                *place = flow;
            }
            at
        } else {
            self.flows.push(flow);
            self.flows.len() - 1
        };
        self.known.insert(ends, State::Heard(at));
        if new {
            self.order.push_back(ends);
        }
        at
    }

    fn release(&mut self, at: usize) -> Option<Flow> {
        let flow = self.flows.get_mut(at).and_then(Option::take)?;
        self.free.push(at);
        self.held -= flow.waiting();
        Some(flow)
    }

    /// Ends a conversation, if it is listened to.
    fn give_up(&mut self, state: Option<State>, told: &mut Told<'_>) {
        let Some(State::Heard(at)) = state else {
            return;
        };
        let packet = told.packet;
        if let Some(flow) = self.release(at) {
            flow.end(told);
        }
        told.packet = packet;
    }

    /// Ends the oldest conversations until the others fit.
    fn make_room(&mut self, told: &mut Told<'_>) {
        while self.known.len() > OPEN || self.held > OCTETS {
            let Some(oldest) = self.order.pop_front() else {
                return;
            };
            let state = self.known.remove(&oldest);
            self.give_up(state, told);
        }
    }

    /// Ends all conversations, in the order in which they began.
    pub(super) fn end(&mut self, told: &mut Told<'_>) {
        while let Some(oldest) = self.order.pop_front() {
            let state = self.known.remove(&oldest);
            self.give_up(state, told);
        }
    }
}
