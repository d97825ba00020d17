//! The capture as it is read: packets in, and at the end the boxes that spoke in them.

use super::fragments::Fragments;
use super::hosts::{Hosts, Key};
use super::protocols::modbus::Plants;
use super::protocols::snmp::Agents;
use super::stream::Streams;
use super::told::{Path, Skipped, Told};
use super::{link, settle};
use crate::format::Sink;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::identifier::Mac;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use std::collections::BTreeMap;

/// One packet as captured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'a> {
    /// LINKTYPE_ number.
    pub(super) link: u32,
    /// Number of the capturing interface in the file.
    pub(super) interface: u32,
    /// Second at which it was captured, where the file says.
    pub(super) second: Option<u64>,
    pub(super) octets: &'a [u8],
}

/// Everything that is remembered between packets.
#[derive(Debug)]
pub(super) struct Network {
    /// Number of the packet, from 1.
    pub(super) packet: u64,
    pub(super) hosts: Hosts,
    pub(super) agents: Agents,
    pub(super) plants: Plants,
    pub(super) fragments: Fragments,
    flights: Fragments,
    streams: Streams,
    /// Interfaces that sent of late, each at a place of its own: most frames come from few.
    recent: Box<[Mac; RECENT]>,
    /// Interfaces that were told for sending alone.
    senders: usize,
    /// Interface and second of the last packet that has one.
    clock: (u32, u64),
    skipped: Skipped,
    /// Link types that are not read: the first packet, and how many.
    foreign: BTreeMap<u32, (u64, u64)>,
    /// Troubles of the file.
    troubles: Vec<Diagnostic>,
}

/// Interfaces that are remembered to have sent; a power of two.
const RECENT: usize = 1024;
/// Interfaces that are told for sending alone: a flood of invented ones must leave room for what boxes say.
const SENDERS: usize = 16_384;
/// Seconds by which a packet may be older than the one before it.
const OUT_OF_ORDER: u64 = 60;
/// Troubles of one file that are told one by one.
const TROUBLES: usize = 20;

impl Network {
    pub(super) fn new() -> Self {
        Self {
            packet: 0,
            hosts: Hosts::default(),
            agents: Agents::default(),
            plants: Plants::default(),
            fragments: Fragments::default(),
            flights: Fragments::default(),
            streams: Streams::default(),
            recent: Box::new([Mac(0); RECENT]),
            senders: 0,
            clock: (0, 0),
            skipped: Skipped::new(),
            foreign: BTreeMap::new(),
            troubles: Vec::new(),
        }
    }

    /// Takes one packet.
    pub(super) fn frame(&mut self, frame: &Frame<'_>) {
        self.packet += 1;
        if let Some(second) = frame.second {
            // Packets of several queues are written a little out of order.
            if self.clock.0 == frame.interface && second.saturating_add(OUT_OF_ORDER) < self.clock.1
            {
                self.skipped("the clock jumps back before a packet");
            }
            self.clock = (frame.interface, second);
        }
        let mut path = Path::default();
        path.space.segment = frame.interface << 24;
        if link::read(self, frame.link, frame.octets, path).is_none() {
            self.skipped("a packet's headers end before they should, or cannot be");
        }
    }

    /// Notes that an interface sent a frame: a box that says nothing else, such as a router, is there all the same.
    pub(super) fn sent(&mut self, sender: Option<Mac>) {
        let Some(mac) = sender else { return };
        let at = usize::try_from((mac.0 ^ mac.0 >> 8) % RECENT as u64).unwrap_or(0);
        let Some(place) = self.recent.get_mut(at).filter(|place| **place != mac) else {
            return;
        };
        *place = mac;
        if self.senders < SENDERS && self.hosts.is_new_interface(mac) {
            self.senders += 1;
            self.told()
                .say(&Key::Mac(mac), Property::Mac, &mac.to_string());
        }
    }

    /// Counts a packet that could not be read.
    pub(super) fn skipped(&mut self, why: &'static str) {
        self.told().skipped(why);
    }

    /// Counts a packet of a link type that is not read: it may be another's, so that silence would look clean.
    pub(super) fn foreign(&mut self, link: u32) {
        if self.foreign.len() < TROUBLES || self.foreign.contains_key(&link) {
            self.foreign.entry(link).or_insert((self.packet, 0)).1 += 1;
        } else {
            self.skipped("a packet is of one more link type that is not read");
        }
    }

    /// Something wrong with the file behind the last packet.
    pub(super) fn trouble(&mut self, code: Code, message: &str) {
        if self.troubles.len() < TROUBLES {
            let at = if self.packet == 0 {
                At::File
            } else {
                At::Packet(self.packet)
            };
            self.troubles.push(Diagnostic::new(code, at, message));
        }
    }

    /// Where protocols put what they read of the present packet.
    pub(super) fn told(&mut self) -> Told<'_> {
        self.conversations().1
    }

    /// The conversations, and where their protocols put what they read.
    pub(super) fn conversations(&mut self) -> (&mut Streams, Told<'_>) {
        let told = Told {
            hosts: &mut self.hosts,
            agents: &mut self.agents,
            flights: &mut self.flights,
            plants: &mut self.plants,
            packet: self.packet,
            skipped: &mut self.skipped,
        };
        (&mut self.streams, told)
    }

    /// Ends all conversations and says what was heard.
    pub(super) fn end(mut self, sink: &mut dyn Sink) {
        let (streams, mut told) = self.conversations();
        streams.end(&mut told);
        let unfinished = self.fragments.unfinished();
        if unfinished > 0 {
            let message = format!(
                "{unfinished} packets in fragments were never whole; what came of them was not read"
            );
            sink.diagnose(Diagnostic::new(Code::Malformed, At::File, message));
        }
        for trouble in self.troubles.drain(..) {
            sink.diagnose(trouble);
        }
        for (why, (first, count)) in &self.skipped {
            let message = format!("{why} ({count} packets, this is the first)");
            sink.diagnose(Diagnostic::new(
                Code::Malformed,
                At::Packet(*first),
                message,
            ));
        }
        for (link, (first, count)) in &self.foreign {
            let message =
                format!("link type {link} is not read ({count} packets, this is the first)");
            let hint = "capture at an Ethernet interface; the types that are read stand in docs/formats.md";
            sink.diagnose(
                Diagnostic::new(Code::UnknownFormat, At::Packet(*first), message).hint(hint),
            );
        }
        if self.packet == 0 {
            sink.diagnose(Diagnostic::new(
                Code::Empty,
                At::File,
                "the capture holds no packets",
            ));
        }
        let agents = std::mem::take(&mut self.agents);
        let mut others = agents.slots();
        others.extend(self.plants.slots());
        let settled = settle::settle(&mut self.hosts, &others, sink);
        agents.tell(&settled, sink);
        self.plants.tell(&settled, sink);
        if self.hosts.full {
            let message = "more boxes or statements than are kept; the rest was not read";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, message));
        }
    }
}
