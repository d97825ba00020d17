//! The table of protocols: what each is carried by, and who reads it.

mod arp;
mod bacnet;
mod bgp;
mod cdp;
mod certificate;
pub(super) mod conversation;
mod dhcp;
mod dhcpv6;
mod discovery;
mod document;
mod enip;
mod ftp;
mod http;
mod lines;
mod lldp;
mod mdns;
mod mobile;
pub(super) mod modbus;
mod nd;
mod netbios;
mod netconf;
mod routing;
mod sip;
mod smtp;
pub(super) mod snmp;
mod socks;
mod ssdp;
mod ssh;
mod telnet;
mod tls;

use super::network::Network;
use super::told::{Message, Told};
use super::tunnel;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What carries a protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Carried {
    /// An EtherType.
    Ether(u16),
    /// Organisation and protocol of SNAP.
    Snap(u32, u16),
    /// ISO's network layer protocols behind 802.2 or PPP.
    Osi,
    /// A protocol number of the internet layer.
    Ip(u8),
    /// A port of UDP, at either end.
    Udp(u16),
    /// A payload protocol of SCTP.
    Sctp(u32),
}

/// Reads one message. `None` where it does not hold what it must; what was told before stands.
type Reader = fn(&Message<'_>, &mut Told<'_>) -> Option<()>;

/// One protocol over packets.
struct Protocol {
    /// What is said where a message of it cannot be read.
    broken: &'static str,
    carried: &'static [Carried],
    read: Reader,
}

use Carried::{Ether, Ip, Osi, Sctp, Snap, Udp};

#[rustfmt::skip]
const PROTOCOLS: &[Protocol] = &[
    Protocol { broken: "an LLDP message could not be read", carried: &[Ether(0x88cc)], read: lldp::read },
    Protocol { broken: "a CDP message could not be read", carried: &[Snap(0x0c, 0x2000)], read: cdp::read },
    Protocol { broken: "an ARP message could not be read", carried: &[Ether(0x0806)], read: arp::read },
    Protocol { broken: "a neighbour discovery message could not be read", carried: &[Ip(58)], read: nd::read },
    Protocol { broken: "a DHCP message could not be read", carried: &[Udp(67), Udp(68), Udp(4011)], read: dhcp::read },
    Protocol { broken: "a DHCPv6 message could not be read", carried: &[Udp(546), Udp(547)], read: dhcpv6::read },
    Protocol { broken: "an SNMP message could not be read", carried: &[Udp(161), Udp(162)], read: snmp::read },
    Protocol { broken: "a SIP message could not be read", carried: &[Udp(5060), Udp(5061)], read: sip::datagram },
    Protocol { broken: "an SSDP message could not be read", carried: &[Udp(1900)], read: ssdp::read },
    Protocol { broken: "a multicast DNS message could not be read", carried: &[Udp(5353)], read: mdns::read },
    Protocol { broken: "a NetBIOS name message could not be read", carried: &[Udp(137)], read: netbios::names },
    Protocol { broken: "a NetBIOS datagram could not be read", carried: &[Udp(138)], read: netbios::datagram },
    Protocol { broken: "a discovery message in XML could not be read", carried: &[Udp(3702), Udp(37020)], read: discovery::xml },
    Protocol { broken: "a DHIP message could not be read", carried: &[Udp(37810)], read: discovery::dhip },
    Protocol { broken: "a discovery message of Ubiquiti's form could not be read", carried: &[Udp(10001)], read: discovery::ubiquiti },
    Protocol { broken: "a discovery message of MikroTik's form could not be read", carried: &[Udp(5678)], read: discovery::mikrotik },
    Protocol { broken: "a logger's reply could not be read", carried: &[Udp(48899)], read: discovery::logger },
    Protocol { broken: "an NDP message of Huawei's and H3C's could not be read", carried: &[Ether(0x88a7)], read: discovery::ndp },
    Protocol { broken: "a PPPoE discovery message could not be read", carried: &[Ether(0x8863)], read: discovery::pppoe },
    Protocol { broken: "a BACnet message could not be read", carried: &[Udp(47808)], read: bacnet::read },
    Protocol { broken: "an OSPF packet could not be read", carried: &[Ip(89)], read: routing::ospf },
    Protocol { broken: "an IS-IS packet could not be read", carried: &[Osi], read: routing::isis },
    Protocol { broken: "an NGAP message could not be read", carried: &[Sctp(60), Sctp(0x3c00_0000)], read: mobile::ngap },
    Protocol { broken: "an S1AP message could not be read", carried: &[Sctp(18), Sctp(0x1200_0000)], read: mobile::s1ap },
    Protocol { broken: "a PFCP message could not be read", carried: &[Udp(8805)], read: mobile::pfcp },
    Protocol { broken: "a GTP message could not be read", carried: &[Udp(2123)], read: mobile::gtp },
    Protocol { broken: "a DTLS message could not be read", carried: &[Udp(4433)], read: tls::datagram },
    Protocol { broken: "an EtherNet/IP message could not be read", carried: &[Udp(44818)], read: enip::datagram },
];

static BY_CARRIER: LazyLock<BTreeMap<Carried, &'static Protocol>> = LazyLock::new(|| {
    let pairs = PROTOCOLS
        .iter()
        .flat_map(|p| p.carried.iter().map(move |carried| (*carried, p)));
    pairs.collect()
});

/// Hands a message to the protocol that it is carried as, if there is one.
pub(super) fn message(network: &mut Network, carried: Carried, message: Message<'_>) {
    let protocol = match carried {
        Udp(port) => of_port(port),
        _ => BY_CARRIER.get(&carried).copied(),
    };
    if let Some(protocol) = protocol {
        network
            .hosts
            .listen(&message.path, message.ends.map(|(from, _)| from.ip));
        if (protocol.read)(&message, &mut network.told()).is_none() {
            network.skipped(protocol.broken);
        }
    }
}

/// Number from 1 of the protocol of each port of UDP: asked for every datagram, most of which are none's.
static BY_PORT: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut ports = vec![0; 1 << 16];
    for (number, protocol) in (1..).zip(PROTOCOLS) {
        for carried in protocol.carried {
            if let Udp(port) = carried
                && let Some(place) = ports.get_mut(usize::from(*port))
            {
                *place = number;
            }
        }
    }
    ports.into()
});

fn of_port(port: u16) -> Option<&'static Protocol> {
    let number = BY_PORT.get(usize::from(port)).copied().unwrap_or(0);
    PROTOCOLS.get(usize::from(number).checked_sub(1)?)
}

/// Hands a datagram on: to a tunnel, or to the protocol of either port, the sender's first.
pub(super) fn datagram(network: &mut Network, datagram: Message<'_>) -> Option<()> {
    let (from, to) = datagram.ends?;
    match to.port {
        4789 | 8472 => return tunnel::vxlan(network, datagram),
        6081 => return tunnel::geneve(network, datagram),
        2152 => return tunnel::gtp_user(network, datagram),
        _ => {}
    }
    let port = [from.port, to.port]
        .into_iter()
        .find(|port| of_port(*port).is_some());
    // Texts that say by themselves what they are, on ports of the user's choice.
    let port = port.or_else(|| match datagram.octets {
        [b'A'..=b'Z', ..] if ssdp::is_ssdp(datagram.octets) => Some(1900),
        [b'A'..=b'Z', ..] if sip::is_sip(datagram.octets) => Some(5060),
        [22, 0xfe, 0xfd | 0xff, ..] => Some(4433),
        _ => None,
    });
    if let Some(port) = port {
        message(network, Udp(port), datagram);
    }
    Some(())
}
