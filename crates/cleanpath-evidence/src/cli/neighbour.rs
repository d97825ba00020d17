//! Neighbours as commands list them, by LLDP (IEEE 802.1AB, with MED inventory of ANSI/TIA-1057), CDP and the like.
//!
//! The detailed forms of all platforms are keys and values in different orders; the brief ones are tables. Both are
//! read by the names of keys and titles. A neighbour is known by what it says of itself: its maker is not known here.

use super::columns::{self, Titles};
use super::pattern::{address, fit};
use super::{Line, Told, key};
use cleanpath_model::identifier::Mac;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// Titles of brief tables.
#[rustfmt::skip]
const TITLES: Titles = &[
    ("Device ID", Some(P::Name)), ("Device-ID", Some(P::Name)), ("DeviceID", Some(P::Name)), ("Neighbor Device ID", Some(P::Name)),
    ("Neighbor Device", Some(P::Name)), ("Neighbor Dev", Some(P::Name)), ("Neighbor Name", Some(P::Name)), ("System Name", Some(P::Name)),
    ("SysName", Some(P::Name)), ("Remote System Name", Some(P::Name)), ("RemoteSystemName", Some(P::Name)), ("Neighbor System Name", Some(P::Name)),
    ("Local Intf", Some(P::LocalInterface)), ("Local Intrfce", Some(P::LocalInterface)), ("Local Interface", Some(P::LocalInterface)),
    ("Local Port", Some(P::LocalInterface)), ("LocalPort", Some(P::LocalInterface)), ("Port", Some(P::LocalInterface)), ("Lcl Port", Some(P::LocalInterface)), ("Intf", Some(P::LocalInterface)), ("Local", Some(P::LocalInterface)), ("Interface", Some(P::LocalInterface)),
    ("Port ID", Some(P::PortId)), ("PortId", Some(P::PortId)), ("Port info", Some(P::PortId)), ("Neighbor Intf", Some(P::PortId)), ("Remote Port", Some(P::PortId)), ("Remote Port ID", Some(P::PortId)),
    ("Neighbor Interface", Some(P::PortId)), ("Neighbor Port ID", Some(P::PortId)), ("Neighbor Port", Some(P::PortId)),
    ("Chassis ID", Some(P::Mac)), ("ChassisId", Some(P::Mac)), ("Neighbor Chassis ID", Some(P::Mac)), ("Remote ID", Some(P::Mac)), ("Chassis", Some(P::Mac)),
    ("Platform", Some(P::CdpPlatform)), ("Port Description", Some(P::PortDescription)), ("PortDescr", Some(P::PortDescription)),
    ("Management Address", Some(P::IpAddress)), ("Mgmt IP", Some(P::IpAddress)),
    ("Parent Interface", None), ("Hold-time", None), ("Holdtme", None), ("Hldtme", None), ("Holdtime", None), ("Capability", None), ("Capabilities", None),
    ("LOCAL-PORT", Some(P::LocalInterface)), ("CHASSIS-ID", Some(P::Mac)), ("PORT-ID", Some(P::PortId)), ("PORT-DESC", Some(P::PortDescription)), ("SYS-NAME", Some(P::Name)),
    ("TTL", None), ("Exptime(s)", None), ("Exptime", None), ("Expire", None),
];

/// Reads brief tables, or keys and values where there is no table.
pub(super) fn read(lines: &[Line], told: &mut Told) {
    let chassis = |line: &Line| matches!(known(line.text.trim()), Some((Holds::Chassis | Holds::Device, value)) if !value.is_empty() && !value.contains("--"));
    if lines.iter().any(chassis) || !columns::read(TITLES, 2, About::Neighbour, lines, told) {
        details(lines, told);
    }
}

/// CDP in brief, whose last columns run into each other, and in detail.
pub(super) fn cdp(lines: &[Line], told: &mut Told) {
    let mut rows = lines.iter();
    let brief = rows.find(|line| {
        let title = key::folded(&line.text);
        title.starts_with("deviceidlocalint")
            || title.contains("hldtme")
            || title.contains("holdtmecap")
    });
    if brief.is_none() {
        return read(lines, told);
    }
    let mut long: Option<&str> = None;
    let mut rows = rows.peekable();
    while let Some(line) = rows.next() {
        // The port of a row that is too wide stands alone, far to the right on the next line.
        let wide = |next: &&Line| {
            let port = next.text.trim_start();
            next.text.len() - port.len() >= FAR && !port.contains(' ') && !port.is_empty()
        };
        let port = rows.next_if(wide).map(|next| next.text.trim());
        let text = match port {
            Some(port) => format!("{} {port}", line.text.trim()),
            None => line.text.trim().to_owned(),
        };
        if row(&text, long.take(), line.number, told) {
            continue;
        }
        let text = line.text.trim();
        long = (!text.is_empty() && !text.contains(' ')).then_some(text);
    }
}

/// Blanks before a port that stands on the line after its row.
const FAR: usize = 40;

/// A row of CDP: name, own port, seconds, letters of capabilities, platform, the other port. A port is one word, or a
/// type and numbers: `Gig 0/1`.
fn row(text: &str, long: Option<&str>, line: u64, told: &mut Told) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &&str| word.bytes().all(|b| b.is_ascii_digit());
    let numbered = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let from = if long.is_some() { 1 } else { 2 };
    let Some(hold) = (from..words.len().saturating_sub(1)).find(|at| {
        let before = words
            .get(at - 1)
            .is_some_and(|w| w.contains(|c: char| c.is_ascii_digit()));
        before
            && words.get(*at).is_some_and(number)
            && words.get(at + 1).is_some_and(|w| !w.contains('/'))
    }) else {
        return false;
    };
    let two = words.get(hold - 1).is_some_and(|w| numbered(w)) && hold > 1;
    let local = words
        .get(hold - 1 - usize::from(two)..hold)
        .unwrap_or_default()
        .join(" ");
    let name = words
        .get(..hold - 1 - usize::from(two))
        .unwrap_or_default()
        .join(" ");
    let letter = |w: &&&str| {
        w.len() == 1 && w.bytes().all(|b| b.is_ascii_alphabetic())
            || w.split(',').all(|c| c.len() == 1) && w.contains(',')
    };
    let behind = words.get(hold + 1..).unwrap_or_default();
    let letters = behind.iter().take_while(letter).count();
    let rest = behind.get(letters..).unwrap_or_default();
    let typed = rest.len() > 1
        && rest.last().is_some_and(|w| numbered(w))
        && rest.get(rest.len() - 2).is_some_and(|w| {
            w.bytes().all(|b| b.is_ascii_alphabetic())
                && (w.len() < 5 || rest.last().is_some_and(|p| p.contains('/')))
        });
    let cut = rest.len().saturating_sub(1 + usize::from(typed));
    told.open(About::Neighbour);
    told.say(P::LocalInterface, &local, line);
    let (platform, port) = rest.split_at_checked(cut).unwrap_or((rest, &[]));
    let name = if name.is_empty() {
        long.unwrap_or_default()
    } else {
        &name
    };
    device(name, line, told);
    told.say(P::CdpPlatform, &platform.join(" "), line);
    told.say(P::PortId, &port.join(" "), line);
    true
}

/// Extreme's discovery: own port, name, identity, the other port. The identity is two octets of priority and a MAC.
pub(super) fn edp(lines: &[Line], told: &mut Told) {
    for line in lines {
        let words: Vec<&str> = line.text.split_whitespace().collect();
        let &[local, name, identity, port, _, _] = words.as_slice() else {
            continue;
        };
        let mac = identity.get(6..).and_then(Mac::parse);
        let Some(mac) = mac.filter(|_| identity.split(':').count() == 8) else {
            continue;
        };
        told.open(About::Neighbour);
        told.say(P::LocalInterface, local, line.number);
        told.say(P::Name, name, line.number);
        told.say(P::Mac, &mac.to_string(), line.number);
        told.say(P::PortId, port, line.number);
    }
}

/// The name in a CDP device id; switches put the serial number behind it in brackets.
fn device(value: &str, line: u64, told: &mut Told) {
    let parted = value.strip_suffix(')').and_then(|v| v.split_once('('));
    if let Some((name, serial)) = parted.filter(|(name, _)| !name.is_empty()) {
        told.say(P::Name, name, line);
        told.say(P::Serial, serial, line);
    } else if Mac::parse(value).is_some() {
        told.say(P::Mac, value, line);
    } else {
        told.say(P::Name, value, line);
    }
}

/// What a key of the detailed forms holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// The box's own port.
    Local,
    /// The number of that port, where its name is not given.
    LocalId,
    /// The neighbour's name, which begins it (CDP).
    Device,
    /// The neighbour's chassis id.
    Chassis,
    /// A value of one line.
    Says(P),
    /// A text that goes on over the next lines.
    Text(P),
    /// The sign that a neighbour begins.
    Begins,
    /// Ends a text, says nothing.
    Ends,
}

#[rustfmt::skip]
const KEYS: &[(&str, Holds)] = &[
    ("localintf", Holds::Local), ("localinterface", Holds::Local), ("localport", Holds::Local), ("localportid", Holds::LocalId),
    ("interface", Holds::Local), ("port", Holds::Local), ("porttxt", Holds::Local), ("intf", Holds::Local),
    ("deviceid", Holds::Device), ("neighborindex", Holds::Begins), ("lldpneighborindex", Holds::Begins), ("neighbor", Holds::Begins),
    ("chassisid", Holds::Chassis), ("chassisidmacaddress", Holds::Chassis), ("remotechassisid", Holds::Chassis), ("chassisdata", Holds::Chassis),
    ("chassisidnetworkaddress", Holds::Chassis), ("chassisidlocallyassigned", Holds::Chassis), ("chassisidinterfacename", Holds::Chassis),
    ("portid", Holds::Says(P::PortId)), ("portidoutgoingport", Holds::Says(P::PortId)), ("portidinterfacename", Holds::Says(P::PortId)), ("portidinterfacealias", Holds::Says(P::PortId)),
    ("portidmacaddress", Holds::Says(P::PortId)), ("portidlocallyassigned", Holds::Says(P::PortId)), ("portiddata", Holds::Says(P::PortId)),
    ("remoteportid", Holds::Says(P::PortId)), ("deviceport", Holds::Says(P::PortId)), ("remoteport", Holds::Says(P::PortId)), ("portinfo", Holds::Says(P::PortId)),
    ("portdescription", Holds::Says(P::PortDescription)), ("portdescr", Holds::Says(P::PortDescription)), ("portdesc", Holds::Says(P::PortDescription)), ("portdescdata", Holds::Says(P::PortDescription)),
    ("systemname", Holds::Says(P::Name)), ("sysname", Holds::Says(P::Name)), ("systemnamedata", Holds::Says(P::Name)), ("remotesystemname", Holds::Says(P::Name)), ("identity", Holds::Says(P::Name)),
    ("systemdescription", Holds::Text(P::LldpSysDescr)), ("systemdescr", Holds::Text(P::LldpSysDescr)), ("sysdescr", Holds::Text(P::LldpSysDescr)),
    ("systemdescdata", Holds::Text(P::LldpSysDescr)), ("remotesystemdescription", Holds::Text(P::LldpSysDescr)), ("systemdesc", Holds::Text(P::LldpSysDescr)),
    ("version", Holds::Text(P::CdpVersion)), ("platform", Holds::Says(P::CdpPlatform)),
    ("ipaddress", Holds::Says(P::IpAddress)), ("ipv4address", Holds::Says(P::IpAddress)), ("ipv6address", Holds::Says(P::IpAddress)), ("ip", Holds::Says(P::IpAddress)), ("ipv6", Holds::Says(P::IpAddress)),
    ("address", Holds::Says(P::IpAddress)), ("managementaddress", Holds::Says(P::IpAddress)), ("managementaddressvalue", Holds::Says(P::IpAddress)),
    ("mgmtaddress", Holds::Says(P::IpAddress)), ("managementipaddress", Holds::Says(P::IpAddress)), ("managementaddressipv4", Holds::Says(P::IpAddress)), ("managementaddressipv6", Holds::Says(P::IpAddress)), ("managementaddresses", Holds::Says(P::IpAddress)),
    ("remotemgmtaddr", Holds::Says(P::IpAddress)), ("ipv4", Holds::Says(P::IpAddress)), ("remoteaddr", Holds::Says(P::IpAddress)), ("addrdata", Holds::Says(P::IpAddress)),
    ("modelname", Holds::Says(P::LldpModel)), ("model", Holds::Says(P::LldpModel)), ("inventorymodelname", Holds::Says(P::LldpModel)), ("board", Holds::Says(P::LldpModel)),
    ("manufacturername", Holds::Says(P::LldpManufacturer)), ("manufacturer", Holds::Says(P::LldpManufacturer)), ("mfgname", Holds::Says(P::LldpManufacturer)),
    ("serialnumber", Holds::Says(P::Serial)), ("serialnum", Holds::Says(P::Serial)), ("swrevision", Holds::Says(P::Software)), ("sserialnumber", Holds::Says(P::Serial)),
    ("softwarerevision", Holds::Says(P::Software)), ("softwarerev", Holds::Says(P::Software)), ("assetid", Holds::Says(P::AssetTag)),
    ("assettrackingidentifier", Holds::Says(P::AssetTag)), ("mac", Holds::Says(P::Mac)), ("macaddress", Holds::Says(P::Mac)),
    // ArubaOS-CX names the neighbour first.
    ("neighborchassisname", Holds::Device), ("neighborchassisdescription", Holds::Text(P::LldpSysDescr)), ("neighborchassisid", Holds::Chassis), ("neighbormanagementaddress", Holds::Says(P::IpAddress)),
    ("neighborportid", Holds::Says(P::PortId)), ("neighborportdesc", Holds::Says(P::PortDescription)), ("chassiscapabilitiesavailable", Holds::Ends), ("chassiscapabilitiesenabled", Holds::Ends),
    ("mgmtip", Holds::Says(P::IpAddress)),
    ("timeremaining", Holds::Ends), ("timetolive", Holds::Ends), ("systemcapabilities", Holds::Ends), ("systemcapabilitiessupported", Holds::Ends),
    ("systemcapabilitiesenabled", Holds::Ends), ("enabledcapabilities", Holds::Ends), ("managementaddresstype", Holds::Ends), ("holdtime", Holds::Ends),
    ("expiredtime", Holds::Ends), ("advertisementversion", Holds::Ends), ("portpvid", Holds::Ends), ("systemcapabilitiesenabledbridge", Holds::Ends), ("capability", Holds::Ends),
    ("portidtype", Holds::Ends), ("chassisidtype", Holds::Ends), ("chassistype", Holds::Ends), ("remoteportidsubtype", Holds::Ends), ("pvid", Holds::Ends),
];

/// Lines that begin the neighbours of a port, and the port.
const PORTS: &[&str] = &[
    "{w} has {_n} neighbor",
    "LLDP neighbor-information of port {_}[{}]",
    "Interface {w} detected {_n} LLDP neighbor",
    "LLDP Neighbor Information: Port {w}",
];

/// FASTPATH's line below `Management Address:`.
const TYPED: &str = "Type : {_w} Address : {ip}";

/// The state of reading the detailed form.
struct Details<'t> {
    told: &'t mut Told,
    local: Option<(String, u64)>,
    /// The current neighbour's chassis id.
    chassis: Option<(String, u64)>,
    open: bool,
    /// A text that goes on.
    text: Option<(P, String, u64)>,
}

fn details(lines: &[Line], told: &mut Told) {
    let text = None;
    let mut details = Details {
        told,
        local: None,
        chassis: None,
        open: false,
        text,
    };
    for line in lines {
        details.line(line);
    }
    details.end_text();
    details.end_neighbour();
}

impl Details<'_> {
    fn line(&mut self, line: &Line) {
        let text = line.text.trim();
        if let Some(port) = PORTS.iter().find_map(|pattern| fit(pattern, text)) {
            self.end_text();
            self.end_neighbour();
            self.local = port.first().map(|port| ((*port).to_owned(), line.number));
            return;
        }
        if text.len() >= 8 && text.chars().all(|c| "-=*".contains(c)) {
            self.end_text();
            self.end_neighbour();
            return;
        }
        let mut known: Vec<(Holds, &str)> = segments(text).collect();
        if let Some([address]) = fit(TYPED, text).as_deref() {
            known = vec![(Holds::Says(P::IpAddress), *address)];
        }
        if known.is_empty() {
            self.go_on(line);
            return;
        }
        self.end_text();
        for (holds, value) in known {
            self.key(holds, value, line.number);
        }
    }

    fn key(&mut self, holds: Holds, value: &str, line: u64) {
        match holds {
            Holds::Ends => {}
            Holds::Begins => self.end_neighbour(),
            Holds::LocalId if !self.open && self.local.is_some() => {}
            Holds::Local | Holds::LocalId => self.local(value, line),
            Holds::Device => {
                self.end_neighbour();
                self.enter();
                device(value, line, self.told);
            }
            Holds::Chassis => {
                if self.chassis.is_some() {
                    self.end_neighbour();
                }
                self.enter();
                let value = untyped(value.trim_matches('"'));
                self.chassis = Some((value.to_owned(), line));
                if Mac::parse(value).is_some() {
                    self.told.say(P::Mac, value, line);
                } else if address(value).is_some() {
                    self.told.say(P::IpAddress, value, line);
                }
            }
            Holds::Says(P::IpAddress) => {
                let host = value.split_whitespace().find_map(address);
                if let Some(host) = host {
                    self.enter();
                    self.told.say(P::IpAddress, &host.to_string(), line);
                }
            }
            Holds::Says(property) => {
                self.enter();
                let value = if property == P::PortId {
                    untyped(value)
                } else {
                    value
                };
                self.told.say(property, value, line);
            }
            Holds::Text(property) => {
                self.enter();
                let value = value.trim_start_matches('"').to_owned();
                self.text = Some((property, value, line));
            }
        }
    }

    /// A port stands before or behind what is seen at it.
    fn local(&mut self, value: &str, line: u64) {
        let value = value.trim_end_matches(',');
        if value.is_empty() {
            // lldpd's heading over what the neighbour says of its own port.
            return;
        }
        let placed = self
            .told
            .value(self.told.current(), P::LocalInterface)
            .is_some();
        if self.open
            && !placed
            && (self.chassis.is_some() || self.told.speaks_of(self.told.current()))
        {
            self.told.say(P::LocalInterface, value, line);
        } else {
            self.end_neighbour();
            self.local = Some((value.to_owned(), line));
        }
    }

    /// Begins a neighbour where none is open.
    fn enter(&mut self) {
        if !std::mem::replace(&mut self.open, true) {
            self.told.open(About::Neighbour);
            if let Some((port, line)) = &self.local {
                self.told.say(P::LocalInterface, port, *line);
            }
        }
    }

    /// Ends a neighbour; a chassis id that is no address is kept as what it is.
    fn end_neighbour(&mut self) {
        if let Some((chassis, line)) = self.chassis.take()
            && Mac::parse(&chassis).is_none()
            && address(&chassis).is_none()
        {
            self.told.say(P::LldpChassis, &chassis, line);
        }
        self.open = false;
    }

    /// A line without a key goes on with a text; a blank one ends it.
    fn go_on(&mut self, line: &Line) {
        let Some((_, text, _)) = &mut self.text else {
            return;
        };
        let more = line.text.trim();
        if more.is_empty() {
            if !text.is_empty() {
                self.end_text();
            }
            return;
        }
        // Comware cuts a text at the width of the screen and sets the rest under its beginning.
        let cut = line.text.starts_with("                    ") && !text.is_empty();
        if !cut && !text.is_empty() {
            text.push('\n');
        }
        if text.len() < TEXT {
            text.push_str(more.trim_end_matches('"'));
        }
    }

    fn end_text(&mut self) {
        if let Some((property, text, line)) = self.text.take() {
            self.told.say(property, &text, line);
        }
    }
}

/// An id without its subtype, which lldpd (EdgeOS, VyOS, Linux) sets before it: `mac 00:00:5e:00:53:01`.
fn untyped(value: &str) -> &str {
    let subtypes = ["mac ", "local ", "ifname ", "ifalias ", "ip "];
    let id = subtypes.iter().find_map(|kind| value.strip_prefix(kind));
    id.map_or(value, str::trim)
}

/// Longest text of a neighbour.
const TEXT: usize = 8 << 10;

/// Known keys of a line with their values: `Platform: x,  Capabilities: y` holds two. A comma before no known key is a
/// part of the value.
fn segments(text: &str) -> impl Iterator<Item = (Holds, &str)> {
    let whole = known(text).filter(|(holds, _)| matches!(holds, Holds::Text(_)));
    let mut rest = if whole.is_some() { "" } else { text };
    let next = move || {
        let text = std::mem::take(&mut rest);
        if text.is_empty() {
            return None;
        }
        let mut commas = text.match_indices(", ").map(|(at, _)| at);
        let cut = commas.find(|at| {
            text.get(at + 2..)
                .is_some_and(|behind| key::split(behind).is_some())
        });
        let (head, behind) = cut
            .and_then(|at| text.split_at_checked(at))
            .unwrap_or((text, ""));
        rest = behind.get(2..).unwrap_or_default();
        Some(known(head))
    };
    whole.into_iter().chain(std::iter::from_fn(next).flatten())
}

fn known(text: &str) -> Option<(Holds, &str)> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let (key, value) = key::split(text).or_else(|| {
        let heading = text.trim();
        let only = heading.eq_ignore_ascii_case("Version")
            || heading.eq_ignore_ascii_case("System Description");
        only.then(|| (key::folded(heading), ""))
    })?;
    let holds = KEYS
        .iter()
        .find(|(wanted, _)| *wanted == key)
        .map(|(_, holds)| *holds)?;
    Some((holds, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbours(text: &str) -> Vec<String> {
        let lines = super::super::screen::lines(text);
        let mut told = Told::default();
        cdp(&lines, &mut told);
        let properties = [
            P::LocalInterface,
            P::Name,
            P::Mac,
            P::PortId,
            P::IpAddress,
            P::LldpSysDescr,
            P::CdpPlatform,
            P::CdpVersion,
        ];
        (1..64)
            .take_while(|part| told.speaks_of(*part))
            .map(|part| {
                properties
                    .iter()
                    .filter_map(|p| told.value(part, *p))
                    .collect::<Vec<_>>()
                    .join(" | ")
            })
            .collect()
    }

    #[test]
    fn vrp_and_comware() {
        let vrp = "GigabitEthernet0/0/1 has 1 neighbor(s):\n\nNeighbor index :1\nChassis type   :MAC address\n\
                   Chassis ID     :00e0-fc12-3456\nPort ID        :GigabitEthernet0/0/2\nSystem name         :agg-1\n\
                   System description  :S5735-L24T4X-A\nHuawei Versatile Routing Platform Software\n\n\
                   Management address value :192.0.2.9\nExpired time   :98s\n";
        assert_eq!(
            neighbours(vrp),
            [
                "GigabitEthernet0/0/1 | agg-1 | 00e0-fc12-3456 | GigabitEthernet0/0/2 | 192.0.2.9 | S5735-L24T4X-A\nHuawei Versatile Routing Platform Software"
            ]
        );
        let comware = "LLDP neighbor-information of port 1[GigabitEthernet1/0/1]:\n Chassis ID          : 000f-e212-3456\n\
                       \x20System description  : H3C Comware software. H3C S5130 Product Version S5130-C\n\
                       \x20                      MW710. Copyright\n System capabilities supported : Bridge\n";
        assert_eq!(
            neighbours(comware),
            [
                "GigabitEthernet1/0/1 | 000f-e212-3456 | H3C Comware software. H3C S5130 Product Version S5130-CMW710. Copyright"
            ]
        );
    }

    #[test]
    fn cdp_of_two() {
        let text = "-------------------------\nDevice ID: edge-1\nEntry address(es):\n  IP address: 192.0.2.1\n\
                    Platform: cisco WS-C2960-8TC-L,  Capabilities: Switch IGMP\n\
                    Interface: GigabitEthernet1/0/16,  Port ID (outgoing port): GigabitEthernet0/1\n\nVersion :\nIOS Software\nTwo\n\n\
                    -------------------------\nDevice ID: edge-2(FOC1)\nPlatform: N77-C7706,  Capabilities: Router\n";
        assert_eq!(
            neighbours(text),
            [
                "GigabitEthernet1/0/16 | edge-1 | GigabitEthernet0/1 | 192.0.2.1 | cisco WS-C2960-8TC-L | IOS Software\nTwo",
                "edge-2 | N77-C7706"
            ]
        );
    }
}
