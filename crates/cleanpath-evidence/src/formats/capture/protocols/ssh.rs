//! The identification line of SSH (RFC 4253 section 4.2), of either side.

use super::super::octets;
use super::super::stream::Speech;
use super::super::told::Told;
use super::lines;
use cleanpath_model::property::Property;

/// Lines that a server may send before its identification.
const BEFORE: usize = 32;

pub(super) fn tells(octets: &[u8], port: u16, _: bool) -> bool {
    octets.starts_with(b"SSH-") || port == 22 && super::conversation::is_text(octets)
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    for (at, line) in lines::whole(speech).into_iter().take(BEFORE) {
        if line.starts_with(b"SSH-") {
            let property = if speech.server {
                Property::SshBanner
            } else {
                Property::SshClient
            };
            told.packet = speech.packet(at);
            told.say_if(
                &speech.sender(),
                property,
                octets::text(line.trim_ascii_end()),
            );
            speech.end();
        }
    }
    lines::used(speech)
}
