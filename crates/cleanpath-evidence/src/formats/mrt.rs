//! Routing tables and updates in MRT (RFC 6396, with RFC 8050's additional paths): who speaks BGP, for which
//! autonomous system, and which paths of systems are in use. Packed by gzip or zstd, as collectors publish them, or not.
//!
//! Speakers are addresses and so hops. A table holds millions of paths: different ones are kept up to a bound, each
//! with one prefix that it leads to. Lengths are checked against the record that they stand in; a record that lies is
//! left out, the next one begins where the head of the bad one says.

mod attribute;
mod octets;

use crate::archive::is_damage;
use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::formats::capture::unpack;
use crate::limits;
use attribute::as_path;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;
use octets::Octets;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, Read as _};
use std::net::IpAddr;

/// Tables and updates of route collectors.
#[derive(Debug)]
pub struct Mrt;

/// Octets of a record's head: time, type, subtype, length.
const HEAD: usize = 12;
/// Records that a sniff follows.
const SNIFFED: usize = 4;
/// Different speakers and paths kept of one file.
const SPEAKERS: usize = 50_000;
const PATHS: usize = 200_000;

impl Format for Mrt {
    fn name(&self) -> &'static str {
        "mrt"
    }

    fn spec(&self) -> &'static str {
        "MRT (RFC 6396, RFC 8050): TABLE_DUMP, TABLE_DUMP_V2, BGP4MP; also packed by gzip or zstd"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let packed = head.starts_with(unpack::GZIP) || head.starts_with(unpack::ZSTD);
        let unpacked = if packed {
            unpack::head(head)
        } else {
            Vec::new()
        };
        let mut rest = Octets::new(if packed { &unpacked } else { head });
        let mut records = 0;
        while records < SNIFFED && !rest.is_empty() {
            let Some(record) = Record::head(&mut rest) else {
                break;
            };
            if !record.is_known() || record.length as usize > limits::RECORD_BYTES {
                return Likelihood::No;
            }
            records += 1;
            if rest.take(record.length as usize).is_none() {
                break;
            }
        }
        // Two heads in a row do not come about by chance; one is enough where nothing follows.
        match records {
            0 => Likelihood::No,
            1 if !rest.is_empty() => Likelihood::Likely,
            _ => Likelihood::Certain,
        }
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        let mut table = Table::default();
        let plain = unpack::plain(input.bytes)?;
        match table.read(&mut BufReader::new(plain), &mut sink) {
            Err(error) if is_damage(&error) => {
                let text = format!("what is packed cannot be unpacked to its end: {error}");
                sink.diagnose(Diagnostic::new(Code::Truncated, At::File, text));
            }
            read => read?,
        }
        table.end(&mut sink);
        sink.diagnose_empty("no speaker of BGP");
        Ok(())
    }
}

/// The head of a record.
#[derive(Debug, Clone, Copy)]
struct Record {
    kind: u16,
    subtype: u16,
    length: u32,
}

impl Record {
    fn head(octets: &mut Octets<'_>) -> Option<Self> {
        octets.u32()?;
        Some(Self {
            kind: octets.u16()?,
            subtype: octets.u16()?,
            length: octets.u32()?,
        })
    }

    /// BGP (of before 2001), TABLE_DUMP, TABLE_DUMP_V2, BGP4MP, BGP4MP_ET, and the subtypes that they have.
    fn is_known(self) -> bool {
        match self.kind {
            5 => self.subtype <= 7,
            12 => matches!(self.subtype, 1 | 2),
            13 => matches!(self.subtype, 1..=12),
            16 | 17 => self.subtype <= 11,
            _ => false,
        }
    }
}

/// What a file says, as far as it was read.
#[derive(Debug, Default)]
struct Table {
    /// Address and system of each peer of the index table, in its order.
    peers: Vec<(IpAddr, u32)>,
    speakers: BTreeMap<IpAddr, ThingId>,
    said: BTreeSet<(ThingId, u32)>,
    paths: BTreeSet<(ThingId, Vec<u32>)>,
    /// Paths for which there was no room.
    left_out: u64,
    number: u64,
}

impl Table {
    fn read(&mut self, bytes: &mut impl io::Read, sink: &mut dyn Sink) -> io::Result<()> {
        let mut head = [0u8; HEAD];
        let mut body = Vec::new();
        loop {
            let filled = fill(bytes, &mut head)?;
            if filled == 0 {
                return Ok(());
            }
            self.number += 1;
            let at = At::Path(format!("record[{}]", self.number).into());
            let record = Record::head(&mut Octets::new(head.get(..filled).unwrap_or_default()));
            let Some(record) = record else {
                let text = "the file ends inside the head of a record";
                sink.diagnose(Diagnostic::new(Code::Truncated, at, text));
                return Ok(());
            };
            if record.length as usize > limits::RECORD_BYTES {
                let text = "a record longer than is read; what follows cannot be found";
                sink.diagnose(Diagnostic::new(Code::Limit, at, text));
                return Ok(());
            }
            body.clear();
            let length = u64::from(record.length);
            if bytes.take(length).read_to_end(&mut body)? as u64 != length {
                let text = "the file ends inside a record";
                sink.diagnose(Diagnostic::new(Code::Truncated, at, text));
                return Ok(());
            }
            if self.record(record, &body, &at, sink).is_none() {
                let text = "a length inside the record does not fit it; left out";
                sink.diagnose(Diagnostic::new(Code::Malformed, at, text));
            }
        }
    }

    /// One record; `None` where it lies about its lengths. Other types say nothing here.
    fn record(&mut self, record: Record, body: &[u8], at: &At, sink: &mut dyn Sink) -> Option<()> {
        let mut octets = Octets::new(body);
        match (record.kind, record.subtype) {
            (13, 1) => self.index(&mut octets, at, sink),
            (13, 2 | 3 | 8 | 9) => self.routes(&mut octets, false, record.subtype > 6, at, sink),
            (13, 4 | 5 | 10 | 11) => self.routes(&mut octets, true, record.subtype > 6, at, sink),
            (12, 1 | 2) => self.old_route(&mut octets, record.subtype == 2, at, sink),
            (5, 1 | 3) => self.old_message(&mut octets, record.subtype == 1, at, sink),
            (16, subtype) => self.message(&mut octets, subtype, at, sink),
            (17, subtype) => {
                // The extended form begins with microseconds.
                octets.u32()?;
                self.message(&mut octets, subtype, at, sink)
            }
            _ => Some(()),
        }
    }

    /// The index of peers, to which the routes behind it refer by number.
    fn index(&mut self, octets: &mut Octets<'_>, at: &At, sink: &mut dyn Sink) -> Option<()> {
        octets.u32()?;
        let name = octets.u16()?;
        octets.take(usize::from(name))?;
        let count = octets.u16()?;
        self.peers.clear();
        for _ in 0..count {
            let kind = octets.u8()?;
            octets.u32()?;
            let address = octets.address(kind & 1 != 0)?;
            let system = if kind & 2 != 0 {
                octets.u32()?
            } else {
                octets.u16()?.into()
            };
            self.peers.push((address, system));
            self.speaker(address, system, at, sink);
        }
        Some(())
    }

    /// The routes to one prefix. `many` where each has a path identifier (RFC 8050).
    fn routes(
        &mut self,
        octets: &mut Octets<'_>,
        six: bool,
        many: bool,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        octets.u32()?;
        let prefix = octets.prefix(six)?;
        let count = octets.u16()?;
        for _ in 0..count {
            let peer = octets.u16()?;
            octets.u32()?;
            if many {
                octets.u32()?;
            }
            let length = octets.u16()?;
            let attributes = octets.take(usize::from(length))?;
            let path = as_path(attributes, true)?;
            if let Some((address, system)) = self.peers.get(usize::from(peer)).copied() {
                self.path((address, system), path, &prefix, at, sink);
            }
        }
        Some(())
    }

    /// One route of the table's first version, whose systems have two octets.
    fn old_route(
        &mut self,
        octets: &mut Octets<'_>,
        six: bool,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        octets.u32()?;
        let network = octets.address(six)?;
        let bits = octets.u8()?;
        octets.take(5)?;
        let peer = (octets.address(six)?, octets.u16()?.into());
        let length = octets.u16()?;
        let path = as_path(octets.take(usize::from(length))?, false)?;
        self.path(peer, path, &format!("{network}/{bits}"), at, sink);
        Some(())
    }

    /// A message of BGP, or a change of state, between a peer and the collector.
    fn message(
        &mut self,
        octets: &mut Octets<'_>,
        subtype: u16,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        let wide = matches!(subtype, 4 | 5 | 7 | 9 | 11);
        let system = if wide {
            octets.u32()?
        } else {
            octets.u16()?.into()
        };
        octets.take(if wide { 4 } else { 2 } + 2)?;
        let six = match octets.u16()? {
            1 => false,
            2 => true,
            _ => return Some(()),
        };
        let peer = octets.address(six)?;
        octets.address(six)?;
        self.speaker(peer, system, at, sink);
        if matches!(subtype, 0 | 5) {
            return Some(());
        }
        // RFC 4271: marker, length, type; an update has withdrawn routes and attributes before its prefixes.
        octets.take(18)?;
        if octets.u8()? != 2 {
            return Some(());
        }
        self.update(octets, (peer, system), wide, at, sink)
    }

    /// A message as collectors kept it before 2001 (RFC 6396 appendix B): addresses of version 4, and no head of BGP.
    fn old_message(
        &mut self,
        octets: &mut Octets<'_>,
        is_update: bool,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        let system = octets.u16()?.into();
        let peer = octets.address(false)?;
        octets.take(6)?;
        self.speaker(peer, system, at, sink);
        if is_update {
            self.update(octets, (peer, system), false, at, sink)
        } else {
            Some(())
        }
    }

    /// The body of an update: withdrawn routes, attributes, prefixes.
    fn update(
        &mut self,
        octets: &mut Octets<'_>,
        peer: (IpAddr, u32),
        wide: bool,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<()> {
        let withdrawn = octets.u16()?;
        octets.take(usize::from(withdrawn))?;
        let length = octets.u16()?;
        let path = as_path(octets.take(usize::from(length))?, wide)?;
        if !path.is_empty() {
            let prefix = if octets.is_empty() {
                "-".to_owned()
            } else {
                octets.prefix(false)?
            };
            self.path(peer, path, &prefix, at, sink);
        }
        Some(())
    }

    /// The thing that speaks from an address; `None` where there is no room for one more.
    fn speaker(
        &mut self,
        address: IpAddr,
        system: u32,
        at: &At,
        sink: &mut dyn Sink,
    ) -> Option<ThingId> {
        let thing = match self.speakers.get(&address) {
            Some(thing) => *thing,
            None if self.speakers.len() >= SPEAKERS => return None,
            None => {
                let thing = sink.thing(About::Hop, None);
                if !address.is_unspecified() {
                    sink.observe(thing, P::IpAddress, &address.to_string(), at.clone());
                }
                self.speakers.insert(address, thing);
                thing
            }
        };
        if self.said.insert((thing, system)) {
            sink.observe(thing, P::AsNumber, &system.to_string(), at.clone());
        }
        Some(thing)
    }

    fn path(
        &mut self,
        (address, system): (IpAddr, u32),
        path: Vec<u32>,
        prefix: &str,
        at: &At,
        sink: &mut dyn Sink,
    ) {
        let Some(thing) = self.speaker(address, system, at, sink) else {
            return;
        };
        if path.is_empty() || self.paths.contains(&(thing, path.clone())) {
            return;
        }
        if self.paths.len() >= PATHS {
            self.left_out += 1;
            return;
        }
        let systems: Vec<String> = path.iter().map(u32::to_string).collect();
        let text = format!("{prefix}: {}", systems.join(" "));
        sink.observe(thing, P::AsPath, &text, at.clone());
        self.paths.insert((thing, path));
    }

    fn end(&self, sink: &mut dyn Sink) {
        if self.left_out > 0 {
            let text = format!(
                "{PATHS} different paths are kept; {} routes over others were not",
                self.left_out
            );
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, text));
        }
    }
}

/// Fills the buffer as far as the stream goes.
fn fill(bytes: &mut impl io::Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match bytes.read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
