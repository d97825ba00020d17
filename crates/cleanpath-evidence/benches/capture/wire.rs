//! Packets as they go into a pcap file: headers around a payload. Checksums of TCP and UDP are left 0, as captures
//! from a sending machine have them.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

pub(crate) type Mac = [u8; 6];

/// The file as it is written, and a clock that goes forward with each packet.
pub(crate) struct Wire {
    out: BufWriter<File>,
    pub(crate) written: u64,
    clock: u64,
    frame: Vec<u8>,
}

/// Who sends to whom, on the link and above it.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) from_mac: Mac,
    pub(crate) to_mac: Mac,
    pub(crate) from: [u8; 4],
    pub(crate) to: [u8; 4],
    pub(crate) from_port: u16,
    pub(crate) to_port: u16,
    pub(crate) ttl: u8,
}

impl Route {
    /// The way back.
    pub(crate) fn back(self) -> Self {
        Self {
            from_mac: self.to_mac,
            to_mac: self.from_mac,
            from: self.to,
            to: self.from,
            from_port: self.to_port,
            to_port: self.from_port,
            ttl: self.ttl,
        }
    }
}

/// What a segment of TCP says beside its payload.
#[derive(Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) sequence: u32,
    pub(crate) acknowledged: u32,
    pub(crate) flags: u8,
}

impl Wire {
    pub(crate) fn new(path: &Path) -> Self {
        let mut out = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
        let mut header = 0xa1b2_c3d4_u32.to_le_bytes().to_vec();
        header.extend([2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        header.extend(262_144_u32.to_le_bytes());
        header.extend(1_u32.to_le_bytes());
        out.write_all(&header).unwrap();
        Self {
            out,
            written: 24,
            clock: 1_760_000_000_000_000,
            frame: Vec::new(),
        }
    }

    /// A frame of any kind.
    pub(crate) fn ethernet(&mut self, to: Mac, from: Mac, kind: u16, payload: &[u8]) {
        self.frame.clear();
        self.frame.extend(to);
        self.frame.extend(from);
        self.frame.extend(kind.to_be_bytes());
        self.frame.extend_from_slice(payload);
        self.put();
    }

    /// IEEE 802.3 with SNAP.
    pub(crate) fn snap(&mut self, to: Mac, from: Mac, protocol: [u8; 5], payload: &[u8]) {
        let mut body = vec![0xaa, 0xaa, 3];
        body.extend(protocol);
        body.extend_from_slice(payload);
        self.ethernet(to, from, u16::try_from(body.len()).unwrap(), &body);
    }

    pub(crate) fn udp(&mut self, route: Route, payload: &[u8]) {
        self.internet(route, 17, 8 + payload.len());
        self.frame.extend(route.from_port.to_be_bytes());
        self.frame.extend(route.to_port.to_be_bytes());
        self.frame
            .extend(u16::try_from(8 + payload.len()).unwrap().to_be_bytes());
        self.frame.extend([0, 0]);
        self.frame.extend_from_slice(payload);
        self.put();
    }

    pub(crate) fn tcp(&mut self, route: Route, segment: Segment, payload: &[u8]) {
        self.internet(route, 6, 32 + payload.len());
        self.frame.extend(route.from_port.to_be_bytes());
        self.frame.extend(route.to_port.to_be_bytes());
        self.frame.extend(segment.sequence.to_be_bytes());
        self.frame.extend(segment.acknowledged.to_be_bytes());
        self.frame
            .extend([0x80, segment.flags, 0xff, 0xff, 0, 0, 0, 0]);
        let stamp = u32::try_from((self.clock / 1_000) & 0xffff_ffff).unwrap();
        self.frame.extend([1, 1, 8, 10]);
        self.frame.extend(stamp.to_be_bytes());
        self.frame.extend(stamp.wrapping_sub(20).to_be_bytes());
        self.frame.extend_from_slice(payload);
        self.put();
    }

    fn internet(&mut self, route: Route, protocol: u8, length: usize) {
        self.frame.clear();
        self.frame.extend(route.to_mac);
        self.frame.extend(route.from_mac);
        self.frame.extend([8, 0, 0x45, 0]);
        self.frame
            .extend(u16::try_from(20 + length).unwrap().to_be_bytes());
        self.frame
            .extend([0, 0, 0x40, 0, route.ttl, protocol, 0, 0]);
        self.frame.extend(route.from);
        self.frame.extend(route.to);
        let words = self.frame[14..].chunks_exact(2);
        let mut sum: u32 = words
            .map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]])))
            .sum();
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        let check = u16::try_from(!sum & 0xffff).unwrap();
        self.frame[24..26].copy_from_slice(&check.to_be_bytes());
    }

    fn put(&mut self) {
        self.clock += 7;
        let length = u32::try_from(self.frame.len()).unwrap().to_le_bytes();
        self.out
            .write_all(&u32::try_from(self.clock / 1_000_000).unwrap().to_le_bytes())
            .unwrap();
        self.out
            .write_all(&u32::try_from(self.clock % 1_000_000).unwrap().to_le_bytes())
            .unwrap();
        self.out.write_all(&length).unwrap();
        self.out.write_all(&length).unwrap();
        self.out.write_all(&self.frame).unwrap();
        self.written += 16 + self.frame.len() as u64;
    }

    pub(crate) fn end(mut self) {
        self.out.flush().unwrap();
    }
}
