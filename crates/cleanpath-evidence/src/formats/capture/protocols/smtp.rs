//! The greeting of a mail server: SMTP (RFC 5321), and IMAP (RFC 9051) and POP3 (RFC 1939) before TLS.

use super::super::octets;
use super::super::stream::Speech;
use super::super::told::Told;
use super::lines;
use cleanpath_model::property::Property;

pub(super) fn tells(octets: &[u8], port: u16, server: bool) -> bool {
    let mail = matches!(port, 25 | 465 | 587 | 2525) && super::conversation::is_text(octets);
    let boxes = matches!(port, 110 | 143) && super::conversation::is_text(octets);
    mail || boxes || server && octets.starts_with(b"220") && lines::says(octets, "SMTP")
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    for (at, line) in lines::whole(speech).into_iter().filter(|_| speech.server) {
        if let Some((220, text)) = lines::reply(line.trim_ascii())
            // The answer to STARTTLS has the greeting's number.
            && !text.to_ascii_lowercase().contains("tls")
        {
            told.packet = speech.packet(at);
            told.say(&speech.sender(), Property::SmtpBanner, &text);
        } else if at == 0 && (line.starts_with(b"* OK") || line.starts_with(b"+OK")) {
            told.packet = speech.packet(at);
            told.say_if(
                &speech.sender(),
                Property::MailBanner,
                octets::text(line.trim_ascii()),
            );
        }
    }
    lines::used(speech)
}
