//! Traffic of an invented office network: conversations that overlap, most octets in downloads, and among them what
//! boxes say of themselves. The same file for the same size.
//!
//! Of ten conversations four are TLS, one is HTTP, one SSH, two QUIC, one a call (RTP) and one a name look-up with
//! nothing behind it; packets are about 780 octets on average. Addresses and makers are for documentation.

use crate::wire::{Mac, Route, Segment, Wire};
use std::collections::VecDeque;
use std::path::Path;

/// Conversations that are open at a time.
const OPEN: usize = 512;
/// Boxes of the office, and of the world outside.
const BOXES: u64 = 400;
const SERVERS: u64 = 3_000;
/// Packets between two at which a box speaks of itself.
const EVERY: u64 = 60;
const ROUTER: Mac = [0, 0, 0x5e, 0, 0x53, 1];

const SYN: u8 = 2;
const ACK: u8 = 16;
const PUSH: u8 = 24;
const FIN: u8 = 17;

/// One packet that a conversation has still to send: by the server or not, and what.
type Step = (bool, Content);

enum Content {
    Flags(u8),
    Text(Vec<u8>),
    /// Octets that mean nothing.
    Noise(usize),
}

struct Talk {
    route: Route,
    tcp: bool,
    sent: [u32; 2],
    steps: VecDeque<Step>,
}

struct Draw(u64);

impl Draw {
    fn next(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 20) % below
    }

    fn size(&mut self, least: u64, most: u64) -> usize {
        usize::try_from(least + self.next(most - least)).unwrap()
    }
}

/// Writes about so many octets.
pub(crate) fn generate(path: &Path, octets: u64) {
    let mut wire = Wire::new(path);
    let mut draw = Draw(0x2545_f491_4f6c_dd1d);
    // Above 0x80, so that no protocol begins in it by chance.
    let noise: Vec<u8> = (0..65_536)
        .map(|_| 0x80 | u8::try_from(draw.next(0x80)).unwrap())
        .collect();
    let mut talks: Vec<Talk> = (0..OPEN).map(|_| talk(&mut draw)).collect();
    let mut packet = 0;
    while wire.written < octets {
        packet += 1;
        if packet % EVERY == 0 {
            speak(&mut wire, &mut draw);
        }
        let at = draw.size(0, OPEN as u64);
        if !step(&mut talks[at], &mut wire, &noise) {
            talks[at] = talk(&mut draw);
        }
    }
    wire.end();
}

/// Sends the next packet; false where there is none.
fn step(talk: &mut Talk, wire: &mut Wire, noise: &[u8]) -> bool {
    let Some((server, content)) = talk.steps.pop_front() else {
        return false;
    };
    let route = if server {
        talk.route.back()
    } else {
        talk.route
    };
    let own = usize::from(server);
    let (flags, payload) = match &content {
        Content::Flags(flags) => (*flags, &[][..]),
        Content::Text(text) => (PUSH, text.as_slice()),
        Content::Noise(length) => {
            let from = talk.sent[own] as usize % 60_000;
            (ACK, &noise[from..from + length])
        }
    };
    if talk.tcp {
        let segment = Segment {
            sequence: talk.sent[own],
            acknowledged: talk.sent[1 - own],
            flags,
        };
        wire.tcp(route, segment, payload);
        let ends = u32::from(flags & 3 != 0);
        talk.sent[own] = talk.sent[own].wrapping_add(u32::try_from(payload.len()).unwrap() + ends);
    } else {
        talk.sent[own] = talk.sent[own].wrapping_add(97);
        wire.udp(route, payload);
    }
    true
}

/// The interface and address of a box.
fn office(number: u64) -> (Mac, [u8; 4]) {
    let [.., high, low] = number.to_be_bytes();
    ([0, 0, 0x5e, 0, 0x53 + high, low], [10, 0, 10 + high, low])
}

fn talk(draw: &mut Draw) -> Talk {
    let (mac, ip) = office(2 + draw.next(BOXES));
    let number = draw.next(SERVERS);
    let [.., high, low] = number.to_be_bytes();
    let kind = draw.next(10);
    let (port, tcp) = match kind {
        0..4 => (443, true),
        4 => (80, true),
        5 => (22, true),
        6..8 => (443, false),
        8 => (20_000, false),
        _ => (53, false),
    };
    let client = u16::try_from(32_768 + draw.next(28_000)).unwrap();
    let route = Route {
        from_mac: mac,
        to_mac: ROUTER,
        from: ip,
        to: [203, 0, 100 + high, low],
        from_port: client,
        to_port: port,
        ttl: if draw.next(2) == 0 { 64 } else { 57 },
    };
    let steps = match kind {
        0..4 => secure(draw, number),
        4 => web(draw, number),
        5 => shell(draw),
        6..8 => (0..draw.next(300))
            .map(|n| {
                (
                    n % 8 != 0,
                    Content::Noise(if n % 8 == 0 { 40 } else { 1_250 }),
                )
            })
            .collect(),
        8 => (0..draw.next(400))
            .map(|n| (n % 2 == 0, Content::Noise(172)))
            .collect(),
        _ => [(false, Content::Noise(38)), (true, Content::Noise(120))]
            .into_iter()
            .collect(),
    };
    Talk {
        route,
        tcp,
        sent: [u32::try_from(draw.next(1 << 32)).unwrap(), 7_000],
        steps,
    }
}

/// A conversation of TCP: opened, what is said, a download of so many segments, closed.
fn conversation(said: Vec<Step>, segments: u64) -> VecDeque<Step> {
    let mut steps: VecDeque<Step> = [
        (false, Content::Flags(SYN)),
        (true, Content::Flags(SYN | ACK)),
        (false, Content::Flags(ACK)),
    ]
    .into();
    steps.extend(said);
    for number in 0..segments {
        steps.push_back((true, Content::Noise(1_448)));
        if number % 2 == 1 {
            steps.push_back((false, Content::Flags(ACK)));
        }
    }
    steps.extend([
        (true, Content::Flags(FIN)),
        (false, Content::Flags(FIN)),
        (true, Content::Flags(ACK)),
    ]);
    steps
}

fn web(draw: &mut Draw, number: u64) -> VecDeque<Step> {
    let segments = draw.next(200);
    let question = format!(
        "GET /{number} HTTP/1.1\r\nHost: w{number}.example\r\nUser-Agent: Browser/5.0\r\n\r\n"
    );
    let answer = format!(
        "HTTP/1.1 200 OK\r\nServer: httpd/2.{}\r\nContent-Type: image/png\r\nContent-Length: {}\r\n\r\n",
        number % 50,
        segments * 1_448
    );
    conversation(
        vec![
            (false, Content::Text(question.into())),
            (true, Content::Text(answer.into())),
        ],
        segments,
    )
}

fn shell(draw: &mut Draw) -> VecDeque<Step> {
    let mut said = vec![
        (
            true,
            Content::Text(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n".to_vec()),
        ),
        (false, Content::Text(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec())),
    ];
    for _ in 0..draw.next(150) {
        said.push((false, Content::Noise(36)));
        said.push((true, Content::Noise(draw.size(36, 400))));
    }
    conversation(said, 0)
}

fn secure(draw: &mut Draw, number: u64) -> VecDeque<Step> {
    let name = format!("w{number}.example");
    let hello = record(22, &handshake(1, &client_hello(&name)));
    let mut flight = handshake(2, &server_hello());
    flight.extend(handshake(11, &chain(&name)));
    flight.extend(handshake(14, &[]));
    let flight = record(22, &flight);
    let mut said = vec![(false, Content::Text(hello))];
    said.extend(
        flight
            .chunks(1_448)
            .map(|part| (true, Content::Text(part.to_vec()))),
    );
    // Later records hold what is encrypted, in pieces of 16 KiB: eleven segments and a part.
    said.push((false, Content::Text(record(20, &[1]))));
    said.push((true, Content::Text(record(20, &[1]))));
    let mut rest = Vec::from([23, 3, 3, 0x40, 0]);
    rest.resize(900, 0xaa);
    said.push((true, Content::Text(rest)));
    let segments = draw.next(250);
    conversation(said, segments)
}

fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut record = vec![kind, 3, 3];
    record.extend(u16::try_from(body.len()).unwrap().to_be_bytes());
    record.extend_from_slice(body);
    record
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut message = vec![kind];
    message.extend(&u32::try_from(body.len()).unwrap().to_be_bytes()[1..]);
    message.extend_from_slice(body);
    message
}

fn client_hello(name: &str) -> Vec<u8> {
    let mut hello = vec![3, 3];
    hello.extend([7; 32]);
    hello.extend([0, 0, 4, 0x13, 1, 0xc0, 0x2f, 1, 0]);
    let length = u16::try_from(name.len()).unwrap();
    for number in [length + 9, 0, length + 5, length + 3] {
        hello.extend(number.to_be_bytes());
    }
    hello.push(0);
    hello.extend(length.to_be_bytes());
    hello.extend(name.as_bytes());
    hello
}

fn server_hello() -> Vec<u8> {
    let mut hello = vec![3, 3];
    hello.extend([9; 32]);
    hello.extend([0, 0xc0, 0x2f, 0]);
    hello
}

/// A certificate and that of its authority, signatures left out of sense.
fn chain(name: &str) -> Vec<u8> {
    let mut list = Vec::new();
    for subject in [name, "Example Authority"] {
        let certificate = certificate(subject);
        list.extend(&u32::try_from(certificate.len()).unwrap().to_be_bytes()[1..]);
        list.extend(certificate);
    }
    let mut body = u32::try_from(list.len()).unwrap().to_be_bytes()[1..].to_vec();
    body.extend(list);
    body
}

fn certificate(subject: &str) -> Vec<u8> {
    let algorithm = der(
        0x30,
        &[&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11, 5, 0]],
    );
    let dates = der(
        0x30,
        &[
            &der(0x17, &[b"250101000000Z"]),
            &der(0x17, &[b"270101000000Z"]),
        ],
    );
    let key = der(0x30, &[&algorithm, &der(3, &[&[0; 271]])]);
    let inner = der(
        0x30,
        &[
            &[0xa0, 3, 2, 1, 2],
            &[2, 1, 9],
            &algorithm,
            &names("Example Authority"),
            &dates,
            &names(subject),
            &key,
        ],
    );
    der(0x30, &[&inner, &algorithm, &der(3, &[&[0; 257]])])
}

fn names(common: &str) -> Vec<u8> {
    let pair = |number: u8, text: &str| {
        der(
            0x31,
            &[&der(
                0x30,
                &[&[6, 3, 0x55, 4, number], &der(0x0c, &[text.as_bytes()])],
            )],
        )
    };
    der(0x30, &[&pair(10, "Example Works"), &pair(3, common)])
}

/// An element of ASN.1.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut element = vec![tag];
    if let Ok(short @ 0..0x80) = u8::try_from(length) {
        element.push(short);
    } else {
        element.push(0x82);
        element.extend(u16::try_from(length).unwrap().to_be_bytes());
    }
    for part in parts {
        element.extend_from_slice(part);
    }
    element
}

/// One box speaks of itself.
fn speak(wire: &mut Wire, draw: &mut Draw) {
    let number = 2 + draw.next(BOXES);
    let (mac, ip) = office(number);
    let everybody = [0xff; 6];
    let route = |to: [u8; 4], from_port, to_port| Route {
        from_mac: mac,
        to_mac: everybody,
        from: ip,
        to,
        from_port,
        to_port,
        ttl: 64,
    };
    match draw.next(6) {
        0 => wire.ethernet(everybody, mac, 0x0806, &arp(mac, ip)),
        1 => wire.ethernet(
            [1, 0x80, 0xc2, 0, 0, 0x0e],
            mac,
            0x88cc,
            &neighbour(mac, number),
        ),
        2 => {
            let description = format!(
                "Example Works switch EW-{}, release 4.{}",
                number % 9,
                number % 7
            );
            wire.udp(route([10, 0, 10, 1], 161, 40_000), &agent(&description));
        }
        3 => wire.udp(
            Route {
                from: [0; 4],
                ..route([255; 4], 68, 67)
            },
            &lease(mac, number),
        ),
        4 => {
            let notice = format!(
                "NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nSERVER: Linux UPnP/1.0 Example/{}\r\n\r\n",
                number % 20
            );
            wire.udp(route([239, 255, 255, 250], 1900, 1900), notice.as_bytes());
        }
        _ => {
            let mut message = vec![2, 0xb4, 0, 0];
            for (kind, text) in [
                (1, format!("box{number}.example")),
                (5, "Example OS 9".into()),
                (6, "EW-9".into()),
            ] {
                message.extend(u16::to_be_bytes(kind));
                message.extend(u16::try_from(text.len() + 4).unwrap().to_be_bytes());
                message.extend(text.as_bytes());
            }
            wire.snap(
                [1, 0, 0x0c, 0xcc, 0xcc, 0xcc],
                mac,
                [0, 0, 0x0c, 0x20, 0],
                &message,
            );
        }
    }
}

fn arp(mac: Mac, ip: [u8; 4]) -> Vec<u8> {
    let mut message = vec![0, 1, 8, 0, 6, 4, 0, 2];
    message.extend(mac);
    message.extend(ip);
    message.extend(mac);
    message.extend(ip);
    message
}

/// An LLDP message.
fn neighbour(mac: Mac, number: u64) -> Vec<u8> {
    let mut message = vec![2, 7, 4];
    message.extend(mac);
    message.extend([4, 3, 5, b'g', b'1', 6, 2, 0, 120]);
    for (kind, text) in [
        (5, format!("switch-{number}")),
        (6, format!("Example Works EW-{} 4.1", number % 9)),
    ] {
        message.extend([kind << 1, u8::try_from(text.len()).unwrap()]);
        message.extend(text.as_bytes());
    }
    message.extend([0, 0]);
    message
}

/// An agent's answer to a question for sysDescr.
fn agent(description: &str) -> Vec<u8> {
    let binding = der(
        0x30,
        &[
            &[6, 8, 0x2b, 6, 1, 2, 1, 1, 1, 0],
            &der(4, &[description.as_bytes()]),
        ],
    );
    let unit = der(
        0xa2,
        &[&[2, 1, 5], &[2, 1, 0], &[2, 1, 0], &der(0x30, &[&binding])],
    );
    der(0x30, &[&[2, 1, 1], &der(4, &[b"public"]), &unit])
}

/// A client's request for a lease.
fn lease(mac: Mac, number: u64) -> Vec<u8> {
    let mut message = vec![1, 1, 6, 0, 1, 2, 3, 4];
    message.resize(28, 0);
    message.extend(mac);
    message.resize(236, 0);
    message.extend([
        0x63, 0x82, 0x53, 0x63, 53, 1, 3, 55, 6, 1, 3, 6, 15, 119, 252,
    ]);
    for (kind, text) in [
        (12, format!("box{number}")),
        (60, format!("example:EW-{}", number % 9)),
    ] {
        message.extend([kind, u8::try_from(text.len()).unwrap()]);
        message.extend(text.as_bytes());
    }
    message.push(255);
    message
}
