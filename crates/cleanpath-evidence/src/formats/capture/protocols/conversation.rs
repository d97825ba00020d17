//! The table of protocols over TCP: how each is told from what one side says first, and who reads it.

use super::super::stream::Speech;
use super::super::told::Told;
use super::{bgp, enip, ftp, http, lines, modbus, netconf, sip, smtp, socks, ssh, telnet, tls};

/// One protocol over conversations.
#[derive(Debug)]
pub(in super::super) struct Conversation {
    /// Whether this is how it begins: the octets, the port of the side that was called, whether that
    /// side speaks.
    tells: fn(&[u8], u16, bool) -> bool,
    /// Reads what it can; how many octets need not be seen again.
    pub(in super::super) read: fn(&mut Speech<'_>, &mut Told<'_>) -> usize,
    /// Whether it may begin in the midst of another (STARTTLS, RFC 3207).
    takes_over: bool,
    /// Whether it reads parts of what one side says in a row as well as all of it.
    pub(in super::super) eager: bool,
}

#[rustfmt::skip]
static CONVERSATIONS: &[Conversation] = &[
    Conversation { tells: tls::tells, read: tls::read, takes_over: true, eager: true },
    Conversation { tells: http::tells, read: http::read, takes_over: false, eager: true },
    Conversation { tells: sip::tells, read: sip::read, takes_over: false, eager: false },
    Conversation { tells: ssh::tells, read: ssh::read, takes_over: false, eager: false },
    Conversation { tells: ftp::tells, read: ftp::read, takes_over: false, eager: false },
    Conversation { tells: smtp::tells, read: smtp::read, takes_over: false, eager: false },
    Conversation { tells: telnet::tells, read: telnet::read, takes_over: false, eager: false },
    Conversation { tells: bgp::tells, read: bgp::read, takes_over: false, eager: false },
    Conversation { tells: netconf::tells, read: netconf::read, takes_over: false, eager: false },
    Conversation { tells: modbus::tells, read: modbus::read, takes_over: false, eager: false },
    Conversation { tells: enip::tells, read: enip::read, takes_over: false, eager: false },
    Conversation { tells: socks::tells, read: socks::read, takes_over: false, eager: false },
];

/// The protocol that begins so.
pub(in super::super) fn tell(
    octets: &[u8],
    port: u16,
    server: bool,
) -> Option<&'static Conversation> {
    CONVERSATIONS
        .iter()
        .find(|protocol| (protocol.tells)(octets, port, server))
}

/// The protocol that begins so in the midst of another, or of what nobody knows.
pub(in super::super) fn takes_over(
    octets: &[u8],
    port: u16,
    server: bool,
) -> Option<&'static Conversation> {
    CONVERSATIONS
        .iter()
        .find(|protocol| protocol.takes_over && (protocol.tells)(octets, port, server))
}

/// Whether octets begin as lines of text do.
pub(super) fn is_text(octets: &[u8]) -> bool {
    let head = octets
        .get(..lines::HEAD.min(octets.len()))
        .unwrap_or_default();
    !head.is_empty()
        && head
            .iter()
            .all(|octet| *octet >= 0x20 || matches!(octet, b'\t' | b'\n' | b'\r' | 0x1b))
}
