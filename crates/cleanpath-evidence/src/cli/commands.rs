//! The one table of commands and their readers.
//!
//! A row says in whose family a command is at home, the words of the command, whether its output speaks of the box, and
//! the reader. Of all rows that a command fits, those of the platform named come first, then those with more words,
//! then the order here; the first whose reader finds its shape reads the output. Output without a command is read by
//! every row one of whose marks stands in it.

use super::command::{Scope, fits, normalised};
use super::pattern::fit;
use super::platforms::{access, cisco, computers, huawei, others};
use super::rules::{self, Keys, Rule};
use super::{Line, Output, Told, arp, config, neighbour};

/// How an output is read.
enum Reader {
    /// It says nothing of equipment, or only as text.
    Nothing,
    /// Rules, then keys.
    Lines(&'static [Rule], Keys),
    /// Code, where a shape needs memory.
    Code(fn(&[Line], &mut Told)),
}

/// A row of the table.
struct Row {
    /// The family: the beginning of platform names; empty where many have the command.
    platform: &'static str,
    command: &'static str,
    scope: Scope,
    reader: Reader,
    /// Patterns of lines by which the output is told without its command.
    marks: &'static [&'static str],
}

const fn own(
    platform: &'static str,
    command: &'static str,
    reader: Reader,
    marks: &'static [&'static str],
) -> Row {
    Row {
        platform,
        command,
        scope: Scope::Own,
        reader,
        marks,
    }
}

const fn others(
    platform: &'static str,
    command: &'static str,
    reader: Reader,
    marks: &'static [&'static str],
) -> Row {
    Row {
        platform,
        command,
        scope: Scope::Others,
        reader,
        marks,
    }
}

use Reader::{Code, Lines, Nothing};

const NEIGHBOURS: Reader = Code(neighbour::read);
const ARP: Reader = Code(arp::read);

/// Every command. A new one is a line here.
#[rustfmt::skip]
const COMMANDS: &[Row] = &[
    // Huawei VRP, YunShan OS
    own("huawei", "display version", Lines(huawei::VERSION, &[]), &["VRP (R) software, Version {w}", "Huawei Versatile Routing Platform", "Huawei YunShan OS"]),
    own("huawei", "display device", Code(huawei::device), &["{w}'s Device status:", "Slot Card Type Online Power Register"]),
    own("huawei", "display elabel", Code(huawei::elabel), &["[Board Properties]"]),
    own("huawei", "display device elabel", Code(huawei::elabel), &[]),
    own("huawei", "display device manufacture-info", Lines(huawei::NUMBERS, &[]), &[]),
    own("huawei", "display esn", Lines(huawei::NUMBERS, &[]), &["ESN of {_} : {w}"]),
    own("huawei", "display sn", Lines(huawei::NUMBERS, &[]), &[]),
    others("huawei", "display transceiver", Code(huawei::transceivers), &["{w} transceiver information :"]),
    others("huawei", "display transceiver verbose", Code(huawei::transceivers), &[]),
    others("huawei", "display lldp neighbor", NEIGHBOURS, &["{w} has {n} neighbor"]),
    others("huawei", "display arp", ARP, &["IP ADDRESS MAC ADDRESS EXPIRE"]),
    others("huawei", "display ipv6 neighbors", ARP, &[]),
    // H3C and HPE Comware
    own("hp_comware", "display version", Lines(huawei::VERSION, &[]), &["{_} Comware Software, Version {w}", "{_} Comware Platform Software"]),
    own("hp_comware", "display device manuinfo", Code(huawei::manuinfo), &["DEVICE_SERIAL_NUMBER : {w}"]),
    own("hp_comware", "display device", Lines(huawei::COMWARE_DEVICE, &[]), &[]),
    others("hp_comware", "display transceiver manuinfo", Code(huawei::transceivers), &[]),
    others("hp_comware", "display lldp neighbor-information", NEIGHBOURS, &["LLDP neighbor-information of port"]),
    // Huawei SmartAX and ONT
    own("huawei_smartax", "display version", Lines(access::VERSION, &[]), &["PRODUCT : MA5", "PRODUCT : EA5"]),
    own("huawei_smartax", "display board", Lines(access::BOARDS, &[]), &["SlotID BoardName Status"]),
    others("huawei_smartax", "display ont info", Code(access::units), &["F/S/P ONT SN Control", "ONT-ID : {n}", "In port {w} , the total of ONTs"]),
    others("huawei_smartax", "display ont version", Code(access::units), &[]),
    others("huawei_smartax", "display ont autofind", Code(access::units), &[]),
    others("huawei_smartax", "display ont capability", Code(access::units), &[]),
    own("huawei_ont", "display deviceInfo", Code(access::ont), &["ManufactureInfo ="]),
    own("huawei_ont", "display version", Code(access::ont), &["main software version ="]),
    own("huawei_ont", "display sn", Code(access::ont), &[]),
    own("huawei_ont", "display machineItem", Code(access::ont), &["machine item ="]),
    own("huawei_ont", "display boardItem", Code(access::ont), &["board item ="]),
    own("huawei_ont", "display log info", Code(access::ont), &["ProductClass:"]),
    own("huawei_ont", "display productmac", Code(access::ont), &["llid mac ="]),
    own("huawei_ont", "display lanmac", Code(access::ont), &[]),
    own("huawei_ont", "display wanmac", Code(access::ont), &[]),
    // ZTE ZXROS, ZXR10, ZXA10
    own("zte", "show version", Code(others::version), &["ZXR10 ROS Version", "ZXROS{_}Version", "ZXR10{_}Software, Version"]),
    own("zte", "show card", Lines(access::CARDS, &[]), &["Rack Shelf Slot CfgType RealType"]),
    others("zte", "show gpon onu", Code(access::zxa_units), &["gpon-onu_{w}", "gpon_onu-{w}", "ONU interface : gpon"]),
    others("zte", "show pon onu", Code(access::zxa_units), &[]),
    others("zte", "show gpon onu uncfg", Code(access::zxa_waiting), &[]),
    others("zte", "show pon onu uncfg", Code(access::zxa_waiting), &[]),
    others("zte", "show epon onu", Code(access::zxa_units), &[]),
    others("zte", "show gpon remote-onu equip", Code(access::zxa_units), &[]),
    // Cisco
    own("cisco", "show version", Code(others::version), &["Cisco IOS Software", "Cisco Nexus Operating System", "Cisco IOS XR Software", "Cisco Adaptive Security Appliance Software", "Cisco Internetwork Operating System"]),
    own("cisco", "show inventory", Code(cisco::inventory), &["PID : {_}VID : {_}SN :", "NAME : {_}, DESCR :"]),
    own("cisco", "show fex", Lines(cisco::EXTENDERS, &[]), &[]),
    others("cisco", "show controllers", Code(cisco::transceivers), &[]),
    others("cisco", "show interface transceiver", Code(cisco::transceivers), &[]),
    // Many
    others("", "show lldp neighbor", NEIGHBOURS, &["Chassis id : {w}", "Interface {w} detected {n} LLDP neighbor", "Local Interface Parent Interface Chassis Id", "Device ID Local Intf", "Port Neighbor Device ID Neighbor Port ID", "System Name Local Interface Chassis ID", "Local Interface Chassis ID"]),
    others("", "show lldp neighbor-info", NEIGHBOURS, &["Neighbor Chassis-ID : {w}", "LOCAL-PORT CHASSIS-ID PORT-ID"]),
    others("", "show lldp entry", NEIGHBOURS, &[]),
    others("", "show lldp remote", NEIGHBOURS, &[]),
    others("", "show lldp info remote-device", NEIGHBOURS, &["LLDP Remote Device"]),
    others("", "show lldp remote-device", NEIGHBOURS, &[]),
    others("", "show edp ports", Code(neighbour::edp), &["Port Neighbor Neighbor-ID Remote Age"]),
    others("", "show system lldp neighbor", NEIGHBOURS, &[]),
    others("", "lldp show neighbors", NEIGHBOURS, &[]),
    others("", "show isdp neighbors", NEIGHBOURS, &[]),
    others("", "diagnose lldprx neighbor", NEIGHBOURS, &["{n} chassis.type.txt : {w}"]),
    others("", "ip neighbor print", Code(others::routeros_neighbours), &[]),
    others("", "show cdp neighbors", Code(neighbour::cdp), &["Device ID : {w}", "Device ID Local Intrfce", "Device-ID Local Intrfce"]),
    others("", "show cdp entry", NEIGHBOURS, &[]),
    others("", "show ip arp", ARP, &["Protocol Address Age (min) Hardware Addr"]),
    others("", "show iparp", ARP, &[]),
    others("", "show arp", ARP, &["IP Address MAC Address Type"]),
    others("", "get system arp", ARP, &[]),
    others("", "ip arp print", ARP, &[]),
    others("", "arp", ARP, &[]),
    others("", "show ipv6 neighbors", ARP, &[]),
    others("", "display current-configuration", Code(config::read), &[]),
    others("", "display saved-configuration", Code(config::read), &[]),
    others("", "show running-config", Code(config::read), &[]),
    others("", "show configuration", Nothing, &[]),
    own("", "show version", Code(others::version), &["Junos : {w}", "Arista {w}", "Software image version :", "Ericsson IPOS Version {w}", "ArubaOS (MODEL: {}), Version {w}", "Product version Check Point {w}", "HW model : EdgeRouter", "Image stamp : {w}"]),
    own("", "show inventory", Code(others::parts), &["SC Model# : {w}"]),
    own("", "show chassis hardware", Code(others::parts), &["Item Version Part number Serial number"]),
    own("", "show chassis", Code(others::parts), &[]),
    own("", "show slot", Code(others::slots), &["Slots Type Configured State Ports"]),
    own("", "show module", Code(others::parts), &["Mod Ports Card Type", "Mod Ports Module-Type"]),
    others("", "show ap", Code(others::access_points), &[]),
    own("", "show power", Code(others::parts), &[]),
    own("", "get system ha status", Code(others::cluster), &[]),
    own("", "show system", Code(others::parts), &["System Information for device {} S/N {w}", "Status and Counters - General System Information"]),
    own("", "show switch", Code(others::version), &[]),
    own("", "show card detail", Code(others::version), &[]),
    own("", "info", Code(others::version), &[]),
    own("", "show sys-info", Code(others::version), &[]),
    own("", "show sysinfo", Code(others::version), &["Manufacturer's Name....{w}"]),
    own("", "show system-info", Code(others::version), &[]),
    own("", "get system", Code(others::version), &["Serial Number : {w} Control Number : {w}"]),
    own("", "software show", Nothing, &["| Installed Package : saos-{w}"]),
    own("", "show platform", Code(others::parts), &[]),
    own("", "show asset", Code(others::version), &[]),
    own("", "show environment", Code(others::parts), &[]),
    own("", "show product-info-area", Code(others::version), &["| Product Info Area |"]),
    own("", "show reboot counters", Code(others::version), &[]),
    own("", "show vsf detail", Code(others::version), &[]),
    own("", "get system status", Code(others::version), &["Version : FortiGate-"]),
    own("", "get hardware status", Code(others::version), &[]),
    own("", "system routerboard print", Code(others::version), &["routerboard : yes"]),
    own("", "system resource print", Code(others::version), &[]),
    own("zte", "show system-group", Code(others::parts), &[]),
    own("", "cat etc board.info", Code(others::version), &["board.hwaddr = {w}"]),
    own("", "sys atsh", Code(others::version), &[]),
    // Computers and modems
    own("", "dmidecode", Code(computers::system), &["System Information"]),
    own("", "ipmitool fru", Code(computers::units), &["FRU Device Description : {}"]),
    own("", "ipmitool mc info", Code(computers::controller), &["Manufacturer ID : {n}"]),
    own("", "ipmitool bmc info", Code(computers::controller), &[]),
    own("", "ati", Code(computers::modem), &[]),
    // Outputs that speak of others, or of no equipment at all
    others("", "show interface", Nothing, &[]),
    others("", "display interface", Nothing, &[]),
    others("", "show vlan", Nothing, &[]),
    others("", "show mac", Nothing, &[]),
    others("", "display mac-address", Nothing, &[]),
    others("", "show log", Nothing, &[]),
    others("", "display log", Nothing, &[]),
];

/// Whether any row knows a command.
pub(super) fn knows(command: &str) -> bool {
    let typed = normalised(command);
    !typed.is_empty()
        && COMMANDS
            .iter()
            .any(|row| fits(&row.command.to_lowercase(), &typed).is_some())
}

/// Reads an output by the rows that know it.
pub(super) fn read(output: &Output<'_>) -> (Scope, Told) {
    let typed = normalised(output.command);
    if typed.is_empty() {
        return by_shape(output.lines);
    }
    let platform = output.platform.to_lowercase();
    let rows = COMMANDS.iter().enumerate();
    let mut fitting: Vec<(u8, usize, usize, &Row)> = rows
        .filter_map(|(number, row)| {
            let words = fits(&row.command.to_lowercase(), &typed)?;
            let distance = match row.platform {
                "" => 1,
                home if platform.starts_with(home) => 0,
                // Where nobody names a platform, all are as near.
                _ => 1 + u8::from(!platform.is_empty()),
            };
            Some((distance, usize::MAX - words, number, row))
        })
        .collect();
    fitting.sort_by_key(|(distance, words, number, _)| (*distance, *words, *number));
    for (.., row) in &fitting {
        let mut told = Told::default();
        row.read(output.lines, &mut told);
        if !told.is_empty() {
            return (row.scope, told);
        }
    }
    let scope = fitting
        .first()
        .map_or(Scope::Unknown, |(.., row)| row.scope);
    (scope, Told::default())
}

/// Keys that stand in outputs of many platforms and in few other texts; asked where no row has a mark.
const KEYED: Row = own(
    "",
    "",
    Code(others::version),
    &[
        "Serial Number : {w}",
        "Serial No. : {w}",
        "System Serial Number : {w}",
        "Chassis Serial Number : {w}",
        "Serial Number....{w}",
        "Serial # : {w}",
    ],
);

/// The rows that have a mark in the lines.
fn marked(lines: &[Line]) -> impl Iterator<Item = &'static Row> {
    let mut rows = COMMANDS
        .iter()
        .filter(|row| row.mark_in(lines).is_some())
        .peekable();
    let keyed = rows.peek().is_none().then_some(&KEYED);
    rows.chain(keyed.filter(|row| row.mark_in(lines).is_some()))
}

/// Reads an output without its command: every row that has a mark in it. It speaks of what is marked first: a table of
/// neighbours repeats what each of them prints of itself.
fn by_shape(lines: &[Line]) -> (Scope, Told) {
    let mut told = Told::default();
    let mut first: Option<(usize, Scope)> = None;
    for row in marked(lines) {
        told.back(0);
        row.read(lines, &mut told);
        let at = row.mark_in(lines).unwrap_or(usize::MAX);
        if first.is_none_or(|(before, _)| at < before) {
            first = Some((at, row.scope));
        }
    }
    (first.map_or(Scope::Unknown, |(_, scope)| scope), told)
}

/// Whether any row has a mark in the lines.
pub(super) fn has_shape(lines: &[Line]) -> bool {
    marked(lines).next().is_some()
}

/// Lines that are searched for marks.
const MARKED: usize = 400;

impl Row {
    fn read(&self, lines: &[Line], told: &mut Told) {
        match self.reader {
            Nothing => {}
            Lines(rules, keys) => rules::read(rules, keys, lines, told),
            Code(read) => read(lines, told),
        }
    }

    /// The line with the first mark of the row, counted from the first.
    fn mark_in(&self, lines: &[Line]) -> Option<usize> {
        lines.iter().take(MARKED).position(|line| {
            self.marks
                .iter()
                .any(|mark| fit(mark, &line.text).is_some())
        })
    }
}
