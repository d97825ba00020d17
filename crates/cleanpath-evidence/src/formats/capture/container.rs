//! The file around the packets: pcap (every byte order and resolution, Kuznetzov's variant) and pcapng
//! (several sections and interfaces, all kinds of packet blocks).
//!
//! Own and not a crate's, because a length that lies must not cost the packets behind it: the reader
//! looks for the next record that is followed by another and goes on there. It knows no link layer.

use super::network::{Frame, Network};
use super::octets::Octets;
use cleanpath_model::diagnostic::Code;
use std::io::{self, Read};

/// Longest packet; capturing programs cut at 262,144 octets.
const PACKET: usize = 512 << 10;
/// Longest block of pcapng: a packet with options, or tables of names and secrets.
const BLOCK: usize = 4 << 20;
/// How far a record is looked for behind a damaged one.
const SEARCHED: usize = 4 << 20;
/// Interfaces of one section that are told apart.
const INTERFACES: usize = 65_536;

const SECTION: u32 = 0x0a0d_0d0a;

/// Whether these first octets are those of a capture.
pub(super) fn is_capture(head: &[u8]) -> bool {
    match head {
        [0x0a, 0x0d, 0x0d, 0x0a, _, _, _, _, order @ ..] => {
            order.starts_with(&[0x1a, 0x2b, 0x3c, 0x4d])
                || order.starts_with(&[0x4d, 0x3c, 0x2b, 0x1a])
        }
        _ => Layout::of(head).is_some(),
    }
}

/// Reads all packets. `Err` only where the stream itself failed.
pub(super) fn read<'a>(stream: Box<dyn Read + 'a>, network: &mut Network) -> io::Result<()> {
    let mut window = Window::new(stream);
    let read = records(&mut window, network);
    match read {
        Err(error) if crate::archive::is_damage(&error) => {
            network.trouble(
                Code::Truncated,
                &format!("what is packed cannot be unpacked from here on: {error}"),
            );
            Ok(())
        }
        read => read,
    }
}

fn records(window: &mut Window<'_>, network: &mut Network) -> io::Result<()> {
    if Layout::of(window.see(24)?).is_some() {
        packets(window, network)
    } else {
        blocks(window, network)
    }
}

/// What is read of the stream at a time: small enough to stay in a core's cache.
const AT_A_TIME: usize = 256 << 10;

/// A stretch of the stream.
struct Window<'a> {
    stream: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    /// Where what was read ends; behind it is room.
    end: usize,
    ended: bool,
}

impl<'a> Window<'a> {
    fn new(stream: Box<dyn Read + 'a>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            ended: false,
        }
    }

    /// At least `count` octets, or as many as are left.
    fn see(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.end - self.start < count && !self.ended {
            self.fill(count)?;
        }
        Ok(self.rest())
    }

    #[cold]
    fn fill(&mut self, count: usize) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        if self.buffer.len() < count.max(AT_A_TIME) {
            self.buffer.resize(count.max(AT_A_TIME), 0);
        }
        while self.end < count {
            let room = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.stream.read(room) {
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..self.end).unwrap_or_default()
    }

    fn pass(&mut self, count: usize) {
        self.start = (self.start + count).min(self.end);
    }
}

/// How a pcap file is laid out.
#[derive(Debug, Clone, Copy)]
struct Layout {
    big: bool,
    /// Octets of a record's header.
    header: usize,
    /// Parts of a second.
    parts: u32,
    /// LINKTYPE_ number.
    link: u32,
}

impl Layout {
    fn of(head: &[u8]) -> Option<Self> {
        let magic: [u8; 4] = head.get(..4)?.try_into().ok()?;
        let (big, magic) = match u32::from_be_bytes(magic) {
            magic @ (0xa1b2_c3d4 | 0xa1b2_3c4d | 0xa1b2_cd34) => (true, magic),
            _ => (false, u32::from_le_bytes(magic)),
        };
        let (header, parts) = match magic {
            0xa1b2_c3d4 => (16, 1_000_000),
            0xa1b2_3c4d => (16, 1_000_000_000),
            0xa1b2_cd34 => (24, 1_000_000),
            _ => return None,
        };
        let mut layout = Self {
            big,
            header,
            parts,
            link: 0,
        };
        // The upper bits hold the length of a frame check sequence.
        layout.link = layout.number(head.get(20..24)?)? & 0x03ff_ffff;
        Some(layout)
    }

    fn number(self, octets: &[u8]) -> Option<u32> {
        let octets: [u8; 4] = octets.get(..4)?.try_into().ok()?;
        Some(if self.big {
            u32::from_be_bytes(octets)
        } else {
            u32::from_le_bytes(octets)
        })
    }

    /// Second and captured length of a record that can be one.
    fn record(self, header: &[u8]) -> Option<(u32, usize)> {
        let second = self.number(header)?;
        let length = usize::try_from(self.number(header.get(8..)?)?).ok()?;
        (length <= PACKET).then_some((second, length))
    }

    /// Whether a record stands here, with another or the end of the file behind it.
    fn is_at(self, octets: &[u8], ended: bool) -> bool {
        let Some((second, length)) = self.record(octets).filter(|(_, length)| *length >= 14) else {
            return false;
        };
        // Only a search is strict: some writers put odd fractions of a second into good records.
        let fraction = octets.get(4..).and_then(|octets| self.number(octets));
        if fraction.is_none_or(|fraction| fraction >= self.parts) {
            return false;
        }
        let original = octets.get(12..).and_then(|octets| self.number(octets));
        let fits = original
            .and_then(|n| usize::try_from(n).ok())
            .is_some_and(|n| n >= length && n <= PACKET);
        let near = |other: u32| second.abs_diff(other) < 86_400;
        fits && match octets.get(self.header + length..) {
            Some([]) => ended,
            Some(behind) => self.record(behind).is_some_and(|(other, _)| near(other)),
            None => false,
        }
    }
}

/// Packets of a pcap file.
fn packets(window: &mut Window<'_>, network: &mut Network) -> io::Result<()> {
    let Some(layout) = Layout::of(window.see(24)?) else {
        return Ok(());
    };
    window.pass(24);
    loop {
        let head = window.see(layout.header)?;
        if head.is_empty() {
            return Ok(());
        }
        if head.len() < layout.header {
            network.trouble(Code::Truncated, "the file ends inside a packet");
            return Ok(());
        }
        let Some((second, length)) = layout.record(head) else {
            network.trouble(
                Code::Malformed,
                "a packet's header cannot be one; looked for the next",
            );
            window.pass(1);
            search(window, |octets, ended| layout.is_at(octets, ended))?;
            continue;
        };
        let whole = layout.header + length;
        let octets = window.see(whole)?;
        let data = octets
            .get(layout.header..whole.min(octets.len()))
            .unwrap_or_default();
        let cut = octets.len() < whole;
        let second = Some(u64::from(second));
        network.frame(&Frame {
            link: layout.link,
            interface: 0,
            second,
            octets: data,
        });
        if cut {
            network.trouble(Code::Truncated, "the file ends inside a packet");
        }
        window.pass(whole);
    }
}

/// Moves on to where `is_at` finds something, or to the end of what is searched.
fn search(window: &mut Window<'_>, is_at: impl Fn(&[u8], bool) -> bool) -> io::Result<()> {
    let mut searched = 0;
    while searched < SEARCHED {
        let octets = window.see(PACKET + 64)?.len();
        let ended = window.ended;
        let rest = window.rest();
        // Near the window's end a record would not be seen whole.
        let most = if ended {
            octets
        } else {
            octets.saturating_sub(PACKET)
        };
        let found = (0..most).find(|at| rest.get(*at..).is_some_and(|octets| is_at(octets, ended)));
        window.pass(found.unwrap_or(most));
        searched += most;
        if found.is_some() || ended || most == 0 {
            return Ok(());
        }
    }
    Ok(())
}

/// An interface at which was captured.
#[derive(Debug, Clone, Copy)]
struct Interface {
    link: u32,
    /// Parts of a second that its clock counts.
    parts: u64,
}

/// What a section of pcapng has said so far.
#[derive(Debug, Default)]
struct Section {
    big: bool,
    interfaces: Vec<Interface>,
    /// Number of the first of them in the file.
    first: u32,
}

impl Section {
    fn number(&self, octets: &mut Octets<'_>) -> Option<u32> {
        if self.big {
            octets.u32()
        } else {
            octets.u32_little()
        }
    }

    fn short(&self, octets: &mut Octets<'_>) -> Option<u16> {
        if self.big {
            octets.u16()
        } else {
            octets.u16_little()
        }
    }

    /// A time stamp: its upper half stands first in either byte order.
    fn ticks(&self, octets: &mut Octets<'_>) -> Option<u64> {
        let upper = u64::from(self.number(octets)?);
        Some(upper << 32 | u64::from(self.number(octets)?))
    }

    /// Parts of a second among an interface's options (`if_tsresol`): a power of ten, or of two.
    fn parts(&self, mut options: Octets<'_>) -> Option<u64> {
        loop {
            let (kind, length) = (
                self.short(&mut options)?,
                usize::from(self.short(&mut options)?),
            );
            let value = options.take(length)?;
            if let (9, [resolution, ..]) = (kind, value) {
                let power = u32::from(*resolution & 0x7f);
                return if resolution & 0x80 == 0 {
                    10u64.checked_pow(power)
                } else {
                    1u64.checked_shl(power)
                };
            }
            options.skip((length.next_multiple_of(4) - length).min(options.0.len()))?;
        }
    }

    /// Type and whole length of the block that begins here, as far as it can be one.
    fn block(&self, octets: &[u8]) -> Option<(u32, usize)> {
        let mut octets = Octets(octets);
        let kind = self.number(&mut octets)?;
        let length = usize::try_from(self.number(&mut octets)?).ok()?;
        (length >= 12 && length % 4 == 0 && length <= BLOCK).then_some((kind, length))
    }

    /// Whether a block of a known kind stands here whole, with its length at both ends.
    fn is_at(&self, octets: &[u8]) -> bool {
        let Some((1..=6 | SECTION, length)) = self.block(octets) else {
            return false;
        };
        let end = octets.get(length - 4..length);
        end.is_some() && end == octets.get(4..8)
    }
}

/// Blocks of a pcapng file.
fn blocks(window: &mut Window<'_>, network: &mut Network) -> io::Result<()> {
    let mut section = Section::default();
    loop {
        let head = window.see(12)?;
        if head.is_empty() {
            return Ok(());
        }
        if head.starts_with(&SECTION.to_be_bytes()) {
            section.first += u32::try_from(section.interfaces.len()).unwrap_or(0);
            section.interfaces.clear();
            section.big = head.get(8..12) == Some(&[0x1a, 0x2b, 0x3c, 0x4d]);
        }
        let Some((kind, length)) = section.block(head) else {
            let cut = head.len() < 12;
            let (code, message) = if cut {
                (Code::Truncated, "the file ends inside a block")
            } else {
                (
                    Code::Malformed,
                    "a block's length cannot be one; looked for the next",
                )
            };
            network.trouble(code, message);
            window.pass(if cut { 12 } else { 1 });
            search(window, |octets, _| section.is_at(octets))?;
            continue;
        };
        let octets = window.see(length)?;
        let cut = octets.len() < length;
        // Behind the body its length stands again; a block that is cut has no such end.
        let end = if cut { octets.len() } else { length - 4 };
        let body = octets.get(8..end).unwrap_or_default();
        if block(kind, body, &mut section, network).is_none() && !cut {
            network.trouble(
                Code::Malformed,
                "a block does not hold what it must; skipped",
            );
        }
        if cut {
            network.trouble(Code::Truncated, "the file ends inside a block");
        }
        window.pass(length);
    }
}

/// Reads one block's body; `None` where it is too short for what it says.
fn block(kind: u32, body: &[u8], section: &mut Section, network: &mut Network) -> Option<()> {
    let mut octets = Octets(body);
    let mut ticks = None;
    let (interface, length) = match kind {
        1 => {
            let link = section.short(&mut octets)?;
            if section.interfaces.len() < INTERFACES {
                octets.skip(6)?;
                let parts = section.parts(octets).unwrap_or(1_000_000);
                section.interfaces.push(Interface {
                    link: u32::from(link),
                    parts,
                });
            }
            return Some(());
        }
        2 => {
            let interface = u32::from(section.short(&mut octets)?);
            octets.skip(2)?;
            ticks = Some(section.ticks(&mut octets)?);
            (interface, section.number(&mut octets)?)
        }
        3 => (0, section.number(&mut octets)?),
        6 => {
            let interface = section.number(&mut octets)?;
            ticks = Some(section.ticks(&mut octets)?);
            (interface, section.number(&mut octets)?)
        }
        _ => return Some(()),
    };
    if kind != 3 {
        octets.skip(4)?;
    }
    // A simple packet does not say how much of it was captured: it is cut at the block's end.
    let length = usize::try_from(length).ok()?.min(octets.0.len());
    let data = octets.take(length)?;
    let Some(described) = section.interfaces.get(usize::try_from(interface).ok()?) else {
        network.skipped("a packet of an interface that was never described");
        return Some(());
    };
    let interface = section.first.saturating_add(interface);
    let second = ticks.map(|ticks| ticks / described.parts);
    network.frame(&Frame {
        link: described.link,
        interface,
        second,
        octets: data,
    });
    Some(())
}
