//! SSDP (UPnP Device Architecture 2.0, section 1): what a device calls itself when it announces itself
//! or answers a search.

use super::super::told::{Message, Told};
use super::lines::Head;
use cleanpath_model::property::Property;

/// Reads one datagram.
pub(super) fn read(message: &Message<'_>, told: &mut Told<'_>) -> Option<()> {
    let octets = message.octets;
    if !is_ssdp(octets) {
        return Some(());
    }
    let head = Head::read(octets, true).ok()?;
    let who = message.sender()?;
    told.say_if(&who, Property::UpnpServer, head.get("server"));
    told.say_if(&who, Property::HttpUserAgent, head.get("user-agent"));
    Some(())
}

/// Whether a datagram begins so; others use the port too.
pub(super) fn is_ssdp(octets: &[u8]) -> bool {
    [
        &b"NOTIFY * HTTP/1."[..],
        b"HTTP/1.1 200 ",
        b"M-SEARCH * HTTP/1.",
    ]
    .iter()
    .any(|start| octets.starts_with(start))
}
