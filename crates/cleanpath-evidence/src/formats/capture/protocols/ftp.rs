//! Replies of an FTP server (RFC 959): its greeting, its system, and what it answers before a login.

use super::super::octets;
use super::super::stream::Speech;
use super::super::told::Told;
use super::lines;
use cleanpath_model::property::Property;

/// Replies of one reading that are told.
const REPLIES: usize = 64;
pub(super) fn tells(octets: &[u8], port: u16, server: bool) -> bool {
    let control = matches!(port, 21 | 2121) && super::conversation::is_text(octets);
    control || server && octets.starts_with(b"220") && lines::says(octets, "FTP")
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut number = 0;
    for (at, line) in lines::whole(speech)
        .into_iter()
        .filter(|_| speech.server)
        .take(REPLIES)
    {
        let line = line.trim_ascii();
        // Lines between the first and the last of a reply carry no number.
        let text = match lines::reply(line) {
            Some((found, text)) => {
                number = found;
                Some(text)
            }
            None => octets::text(line),
        };
        if number < 100 {
            continue;
        }
        let property = if number == 220 {
            Property::FtpBanner
        } else {
            Property::FtpReply
        };
        told.packet = speech.packet(at);
        told.say_if(&speech.sender(), property, text);
    }
    lines::used(speech)
}
