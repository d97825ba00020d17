//! HTTP/1 (RFC 9112) and RTSP (RFC 2326): what servers call themselves, what they ask of a visitor, the
//! titles of their pages and the descriptions that they serve.
//!
//! A client's User-Agent names its software and is kept apart. What a proxy passes on (a `Via` header,
//! a question for another host) is the origin's and never the proxy's.

use super::super::hosts::Key;
use super::super::stream::Speech;
use super::super::told::Told;
use super::lines::Head;
use super::{certificate, document};
use cleanpath_model::property::Property;
use flate2::read::{GzDecoder, ZlibDecoder};
use memchr::{memchr_iter, memmem};
use std::io::Read;

/// How much of a body is read, and unpacked.
const BODY: usize = 64 << 10;
/// Cookies of one answer that are told.
const COOKIES: usize = 16;
/// In the kind of an authority's answer about a certificate (RFC 6960).
const OCSP: &str = "ocsp-response";

#[rustfmt::skip]
const METHODS: &[&[u8]] = &[
    b"GET ", b"POST ", b"HEAD ", b"PUT ", b"DELETE ", b"OPTIONS ", b"CONNECT ", b"PROPFIND ", b"SUBSCRIBE ", b"NOTIFY ",
    b"DESCRIBE ", b"SETUP ", b"PLAY ", b"TEARDOWN ", b"ANNOUNCE ", b"M-SEARCH ", b"PATCH ", b"REPORT ", b"TRACE ",
    b"MSEARCH ", b"RPC_IN_DATA ", b"RPC_OUT_DATA ", b"SOURCE ", b"GET_PARAMETER ", b"RECORD ",
];

const ANSWERS: [&[u8]; 3] = [b"HTTP/1.", b"RTSP/1.", b"ICY "];

pub(super) fn tells(octets: &[u8], _: u16, _: bool) -> bool {
    begins(octets) && !super::sip::is_sip(octets)
}

fn begins(octets: &[u8]) -> bool {
    is_answer(octets) || METHODS.iter().any(|method| octets.starts_with(method))
}

fn is_answer(octets: &[u8]) -> bool {
    ANSWERS.iter().any(|answer| octets.starts_with(answer))
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut used = 0;
    while let Some(octets) = speech
        .octets
        .get(used..)
        .filter(|octets| !octets.is_empty())
    {
        if !begins(octets) {
            // The rest of a body, or what a gap left of one.
            let next = next(octets);
            match next {
                Some(at) => used += at,
                None => return speech.octets.len(),
            }
            continue;
        }
        let head = match Head::read(octets, speech.last) {
            Ok(head) => head,
            Err(true) => return used,
            Err(false) => return speech.octets.len(),
        };
        let rest = octets.get(head.length..).unwrap_or_default();
        let connected = is_answer(octets)
            && speech.shared.connects
            && head
                .start
                .split(' ')
                .nth(1)
                .is_some_and(|s| s.starts_with('2'));
        let body = if connected {
            Some(Body::none())
        } else {
            Body::of(&head, rest, speech.last)
        };
        let Some(body) = body else { return used };
        told.packet = speech.packet(used);
        if let Some(why) = lie(&head, rest, speech.closed) {
            told.skipped(why);
        }
        if is_answer(octets) {
            answer(&head, &body, used, speech, told);
        } else {
            question(&head, &body, speech, told);
        }
        let end = (used + head.length).saturating_add(body.length);
        if connected {
            // What another says begins here (RFC 9110 section 9.3.6).
            speech.shared.tunnel = true;
            speech.turn();
            return end;
        }
        speech.skip = end.saturating_sub(speech.octets.len()) as u64;
        used = end.min(speech.octets.len());
    }
    used
}

/// Where the next message may begin: at a line's start, or an answer anywhere.
fn next(octets: &[u8]) -> Option<usize> {
    let line = memchr_iter(b'\n', octets)
        .map(|at| at + 1)
        .find(|at| octets.get(*at..).is_some_and(begins));
    let before = octets
        .get(..line.unwrap_or(octets.len()))
        .unwrap_or_default();
    let answers = ANSWERS
        .iter()
        .filter_map(|answer| memmem::find(before.get(1..)?, answer));
    answers.min().map(|at| at + 1).or(line)
}

/// What is wrong with the length that a message states. An answer about a page's head alone states the length of a
/// page that does not follow.
fn lie(head: &Head, rest: &[u8], closed: bool) -> Option<&'static str> {
    let stated = head
        .get("content-length")
        .filter(|_| head.get("transfer-encoding").is_none())?;
    match stated.trim().parse::<usize>() {
        Err(_) => Some(
            "an HTTP message states a length that cannot be; it was read to the end of what was said",
        ),
        Ok(length) if closed && length > rest.len() && !rest.is_empty() && !begins(rest) => {
            Some("an HTTP message is shorter than its length says; what came of it was used")
        }
        Ok(_) => None,
    }
}

/// A message's body, as far as it is wanted.
struct Body {
    /// Octets that it takes in the stream.
    length: usize,
    content: Vec<u8>,
}

impl Body {
    const fn none() -> Self {
        Self {
            length: 0,
            content: Vec::new(),
        }
    }

    /// `None` where it is wanted and has not come yet.
    fn of(head: &Head, rest: &[u8], last: bool) -> Option<Self> {
        let kind = head
            .get("content-type")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let wanted = ["html", "xml", "soap", "json", OCSP]
            .iter()
            .any(|word| kind.contains(word))
            || kind.is_empty();
        let status = head.start.split(' ').nth(1).unwrap_or_default();
        if status.starts_with('1')
            || matches!(status, "204" | "304") && head.start.starts_with("HTTP")
        {
            return Some(Self::none());
        }
        let chunked = head
            .get("transfer-encoding")
            .is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        let stated = head
            .get("content-length")
            .and_then(|length| length.parse::<usize>().ok());
        let (content, length, whole) = match stated {
            _ if chunked => chunks(rest),
            Some(length) => {
                let here = rest.get(..length.min(rest.len())).unwrap_or_default();
                (here.to_vec(), length, rest.len() >= length)
            }
            // An answer without a length goes on to the end of the conversation.
            None if head.start.starts_with("HTTP") => (rest.to_vec(), rest.len(), false),
            None => return Some(Self::none()),
        };
        let enough = whole || last || rest.len() >= BODY || !wanted;
        let content = if wanted {
            unpacked(head, content)
        } else {
            Vec::new()
        };
        enough.then_some(Self { length, content })
    }
}

/// The octets of chunks, how many they take, and whether the last was there.
fn chunks(rest: &[u8]) -> (Vec<u8>, usize, bool) {
    let mut content = Vec::new();
    let mut at = 0;
    loop {
        let Some(octets) = rest.get(at..) else {
            return (content, rest.len(), false);
        };
        let Some(end) = octets.iter().position(|octet| *octet == b'\n') else {
            return (content, rest.len(), false);
        };
        let digits = String::from_utf8_lossy(octets.get(..end).unwrap_or_default()).into_owned();
        let size = digits
            .split(';')
            .next()
            .and_then(|digits| usize::from_str_radix(digits.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size <= rest.len() || *size < 1 << 31) else {
            return (content, at + end + 1, true);
        };
        at += end + 1;
        if size == 0 {
            return (content, (at + 2).min(rest.len()), true);
        }
        let chunk = rest
            .get(at..(at + size).min(rest.len()))
            .unwrap_or_default();
        content.extend_from_slice(chunk);
        at += size + 2;
        if at > rest.len() {
            return (content, at, false);
        }
    }
}

fn unpacked(head: &Head, content: Vec<u8>) -> Vec<u8> {
    let packed = content.as_slice();
    let mut plain = Vec::new();
    // What was unpacked before an error is what there is.
    let _ = match head.get("content-encoding").map(str::trim) {
        Some("gzip" | "x-gzip") => GzDecoder::new(packed)
            .take(BODY as u64)
            .read_to_end(&mut plain),
        Some("deflate") => ZlibDecoder::new(packed)
            .take(BODY as u64)
            .read_to_end(&mut plain),
        _ => return content,
    };
    plain
}

/// What an answer says of the server.
fn answer(head: &Head, body: &Body, offset: usize, speech: &Speech<'_>, told: &mut Told<'_>) {
    let who = if speech.shared.proxied || speech.shared.tunnel || head.get("via").is_some() {
        let server = head.get("server").unwrap_or_default();
        Key::Named("http", format!("{} {server}", speech.from.ip).into())
    } else {
        speech.sender()
    };
    let media = head.start.starts_with("RTSP");
    for (value, at) in head.all("server") {
        told.packet = speech.packet(offset + at);
        told.say(
            &who,
            if media {
                Property::RtspServer
            } else {
                Property::HttpServer
            },
            value,
        );
    }
    for (value, at) in head.all("www-authenticate") {
        told.packet = speech.packet(offset + at);
        if media {
            told.say_if(&who, Property::RtspRealm, realm(value));
        }
        told.say(&who, Property::HttpAuthenticate, value);
    }
    for (value, at) in head.all("set-cookie").take(COOKIES) {
        told.packet = speech.packet(offset + at);
        told.say_if(&who, Property::HttpCookie, value.split(';').next());
    }
    told.packet = speech.packet(offset + head.length);
    if head
        .get("content-type")
        .is_some_and(|kind| kind.contains(OCSP))
    {
        _ = certificate::status(&body.content, &who, told);
    } else {
        document::tell(&body.content, &who, told);
    }
}

/// The realm of a challenge.
fn realm(challenge: &str) -> Option<&str> {
    let (_, rest) = challenge.split_once("realm=")?;
    rest.strip_prefix('"')
        .map_or(rest.split(',').next(), |quoted| quoted.split('"').next())
}

/// What a question says of the client, and what it calls the server.
fn question(head: &Head, body: &Body, speech: &mut Speech<'_>, told: &mut Told<'_>) {
    let target = head.start.split(' ').nth(1).unwrap_or_default();
    speech.shared.connects = head.start.starts_with("CONNECT ");
    let elsewhere = target.starts_with("http://") || speech.shared.connects;
    speech.shared.proxied = elsewhere;
    let passed_on = ["via", "x-forwarded-for", "forwarded"]
        .iter()
        .any(|name| head.get(name).is_some());
    let who = if passed_on {
        Key::Named("http", format!("client of {}", speech.from.ip).into())
    } else {
        speech.sender()
    };
    for (value, _) in head.all("user-agent") {
        told.say(&who, Property::HttpUserAgent, value);
    }
    if let Some(host) = head
        .get("host")
        .filter(|_| !elsewhere && !speech.shared.tunnel)
    {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        if name.parse::<std::net::IpAddr>().is_err() {
            told.say(&speech.receiver(), Property::ServerName, name);
        }
    }
    // A device that reports to its manager does so in a question (TR-069).
    document::tell(&body.content, &who, told);
}
