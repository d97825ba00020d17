//! Modbus TCP (MODBUS Application Protocol V1.1b3): device identification and holding registers, which are
//! read as a list of registers is (formats/modbus_registers): SunSpec, SUN2000 and others' maps.
//!
//! An answer does not repeat which registers were asked for: the question is remembered. Units behind
//! one gateway are told apart by their unit number.

use super::super::hosts::{Hosts, Key};
use super::super::octets::{self, Octets};
use super::super::settle::Settled;
use super::super::stream::Speech;
use super::super::told::Told;
use crate::format::Sink;
use crate::formats::modbus_registers::{self, Unit};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use std::collections::BTreeMap;

/// Questions of one conversation that wait for an answer.
const ASKED: usize = 1_024;
/// Least and most octets behind the length of a message: unit and function, and the 253 of a protocol data unit with
/// the unit (MODBUS Messaging on TCP/IP section 4.1).
const LEAST: usize = 2;
const MOST: usize = 254;

pub(super) fn tells(octets: &[u8], port: u16, _: bool) -> bool {
    matches!(port, 502 | 1502 | 6607 | 802) && matches!(octets, [_, _, 0, 0, ..])
}

pub(super) fn read(speech: &mut Speech<'_>, told: &mut Told<'_>) -> usize {
    let mut rest = Octets(speech.octets);
    loop {
        let used = speech.octets.len() - rest.0.len();
        let mut ahead = rest;
        let (Some(number), Some(protocol), Some(length)) = (ahead.u16(), ahead.u16(), ahead.u16())
        else {
            return used;
        };
        if protocol != 0 {
            speech.end();
            return speech.octets.len();
        }
        let length = usize::from(length);
        if !(LEAST..=MOST).contains(&length) {
            told.packet = speech.packet(used);
            told.skipped("a Modbus message states a length that cannot be; what it holds was used, what follows was not read");
            let held = ahead.0.get(..MOST).unwrap_or(ahead.0);
            _ = message(number, Octets(held), speech, told);
            speech.end();
            return speech.octets.len();
        }
        let Some(unit) = ahead.take(length) else {
            if speech.closed {
                told.packet = speech.packet(used);
                told.skipped(
                    "a Modbus message is shorter than its length says; what came of it was used",
                );
                _ = message(number, ahead, speech, told);
            }
            return used;
        };
        told.packet = speech.packet(used);
        _ = message(number, Octets(unit), speech, told);
        rest = ahead;
    }
}

fn message(
    number: u16,
    mut octets: Octets<'_>,
    speech: &mut Speech<'_>,
    told: &mut Told<'_>,
) -> Option<()> {
    let [unit, function] = octets.array()?;
    let who = match unit {
        0 | 255 => speech.sender(),
        _ => Key::Behind(
            speech.path.space,
            speech.from.ip,
            "modbus",
            format!("unit {unit}").into(),
        ),
    };
    match (function, speech.server) {
        (3 | 4, false) if speech.shared.asked.len() < ASKED => {
            speech
                .shared
                .asked
                .insert(number, (function, octets.u16()?, octets.u16()?));
        }
        (3 | 4, true) => {
            let (asked, first, _) = speech
                .shared
                .asked
                .remove(&number)
                .filter(|asked| asked.0 == function)?;
            let length = usize::from(octets.u8()?);
            let values = octets.take(length)?;
            if asked == 3 {
                told.plants
                    .take(told.hosts, &who, first, values, told.packet);
            }
        }
        (0x2b, true) => identification(octets, &who, told)?,
        _ => {}
    }
    Some(())
}

/// Objects of function 43/14: 0 maker, 1 product code, 2 revision, 4 product, 5 model.
fn identification(mut octets: Octets<'_>, who: &Key, told: &mut Told<'_>) -> Option<()> {
    if octets.u8()? != 14 {
        return Some(());
    }
    octets.skip(4)?;
    let count = octets.u8()?;
    for _ in 0..count {
        let [object, length] = octets.array()?;
        let text = octets::text(octets.take(usize::from(length))?);
        if let (0x87..=0xff, Some(text)) = (object, &text) {
            // Lists of the devices behind a logger.
            told.say(
                who,
                Property::ModbusRegister,
                &format!("object 0x{object:02X} = {text}"),
            );
        }
        let property = match object {
            0 => Property::ModbusVendor,
            1 | 5 => Property::Model,
            2 => Property::Software,
            4 => Property::Description,
            _ => continue,
        };
        told.say_if(who, property, text);
    }
    Some(())
}

/// Registers that are kept of a capture.
const REGISTERS: usize = 100_000;

/// What devices answered, by the name that they answered under: registers with their packets.
#[derive(Debug, Default)]
pub(in super::super) struct Plants {
    units: BTreeMap<u32, Unit>,
    count: usize,
}

impl Plants {
    fn take(&mut self, hosts: &mut Hosts, who: &Key, first: u16, values: &[u8], packet: u64) {
        let Some(slot) = hosts.speak(who) else { return };
        let unit = self.units.entry(slot).or_default();
        for (at, word) in (u32::from(first)..).zip(values.chunks_exact(2)) {
            let Ok(word) = <[u8; 2]>::try_from(word) else {
                continue;
            };
            if self.count >= REGISTERS {
                hosts.full = true;
                return;
            }
            // The first answer counts: readings change, names do not.
            self.count += 1;
            unit.words
                .entry(at)
                .or_insert((u16::from_be_bytes(word), packet));
        }
    }

    /// The names of all devices, each with the packet of its first answer.
    pub(in super::super) fn slots(&self) -> Vec<(u32, u64)> {
        let first = |unit: &Unit| unit.words.values().map(|(_, packet)| *packet).min();
        self.units
            .iter()
            .filter_map(|(slot, unit)| Some((*slot, first(unit)?)))
            .collect()
    }

    /// Says what the registers say, as of a list of registers.
    pub(in super::super) fn tell(&self, settled: &Settled, sink: &mut dyn Sink) {
        for (slot, unit) in &self.units {
            if let Some(thing) = settled.thing(*slot) {
                modbus_registers::tell(unit, &mut OfThing { sink, thing });
            }
        }
    }
}

/// A sink in which a list of registers speaks of a thing that is known, and its lines are packets.
struct OfThing<'a> {
    sink: &'a mut dyn Sink,
    thing: ThingId,
}

impl Sink for OfThing<'_> {
    fn thing(&mut self, _: About, _: Option<ThingId>) -> ThingId {
        self.thing
    }

    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At) {
        self.sink.observe(thing, property, value, packet(at));
    }

    fn diagnose(&mut self, mut diagnostic: Diagnostic) {
        diagnostic.at = packet(diagnostic.at);
        self.sink.diagnose(diagnostic);
    }
}

fn packet(at: At) -> At {
    match at {
        At::Line(number) => At::Packet(number),
        other => other,
    }
}
