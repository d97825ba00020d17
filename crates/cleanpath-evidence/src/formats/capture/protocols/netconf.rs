//! The hello of NETCONF (RFC 6241 section 8.1), where it is not encrypted: the capabilities of a server.

use super::super::stream::Speech;
use super::super::told::Told;
use cleanpath_model::property::Property;

/// Capabilities that are told.
const CAPABILITIES: usize = 256;
const END: &[u8] = b"]]>]]>";

pub(super) fn tells(octets: &[u8], port: u16, _: bool) -> bool {
    let start = octets
        .strip_prefix(&[0xef, 0xbb, 0xbf])
        .unwrap_or(octets)
        .trim_ascii_start();
    let named = || crate::lines::decode(octets).contains("urn:ietf:params:xml:ns:netconf:base");
    start.starts_with(b"<") && (port == 830 || named())
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let ended = speech.octets.windows(END.len()).any(|part| part == END);
    if !(ended || speech.last) {
        return 0;
    }
    let text = crate::lines::decode(speech.octets);
    told.packet = speech.packet(0);
    let session = text.contains("session-id>");
    for part in text
        .split("capability>")
        .skip(1)
        .step_by(2)
        .filter(|_| session || speech.server)
        .take(CAPABILITIES)
    {
        if let Some((capability, _)) = part.split_once("</") {
            told.say(&speech.sender(), Property::NetconfCapability, capability);
        }
    }
    speech.end();
    speech.octets.len()
}
