//! Packet captures: pcap, pcapng, and either of them under gzip or zstd.
//!
//! What a network itself says: each packet is unwrapped down to a protocol of one table, and what a box
//! says of itself there becomes an observation with the packet's number. Whose words they are is settled
//! at the end, when all that ties addresses together was seen. Damaged packets are skipped and counted,
//! one diagnostic a kind.
//! Link types that are read: Ethernet (1), BSD loopback (0, 108), PPP and Cisco HDLC (9, 50, 104), PPPoE (51), IP alone
//! (12, 14, 101, 228, 229), ATM (11, 123), frame relay (107), 802.11 (105, 119, 127, 163), Linux cooked (113, 276),
//! pflog (117), IP over IPsec's interface (109), NFLOG (239), PPI (192), PKTAP (258).
//! Specifications: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng, RFC 1952, RFC 8878.

mod ber;
mod container;
mod fragments;
mod hosts;
mod internet;
mod link;
mod network;
mod octets;
mod protocols;
mod settle;
mod stream;
mod told;
mod tunnel;
pub(crate) mod unpack;
mod wireless;

use crate::format::{Format, Input, Likelihood, Nature, Sink};
use network::Network;
use std::io;

/// One capture of any number of packets.
#[derive(Debug)]
pub struct Capture;

impl Format for Capture {
    fn name(&self) -> &'static str {
        "capture"
    }

    fn spec(&self) -> &'static str {
        "pcap and pcapng packet captures, plain, gzip or zstd"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let plain = unpack::head(head);
        if container::is_capture(&plain) {
            Likelihood::Certain
        } else {
            Likelihood::No
        }
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut network = Network::new();
        let plain = unpack::plain(input.bytes)?;
        container::read(plain, &mut network)?;
        network.end(sink);
        Ok(())
    }
}
