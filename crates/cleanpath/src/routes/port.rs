//! Names of ports, as inventories write them where the name of an element is looked for: "Gi0/1", "xe-0/0/1", "uplink1".
//!
//! Spellings of Cisco IOS and NX-OS, Junos, Huawei VRP, Nokia SR OS, Arista EOS, MikroTik RouterOS and Linux. Refuses
//! what could as well be the name of an element: only a known word before a number, or numbers between slashes.

/// Words before the numbers of a port, folded, that need at least one slash behind them: alone they are names too.
const WITH_SLASHES: &[&str] = &[
    "fa",
    "gi",
    "ge",
    "te",
    "tw",
    "twe",
    "fo",
    "fif",
    "hu",
    "fi",
    "et",
    "eth",
    "xe",
    "fe",
    "so",
    "at",
    "mg",
    "xge",
    "10ge",
    "25ge",
    "40ge",
    "50ge",
    "100ge",
    "200ge",
    "400ge",
    "xgei",
    "gei",
    "pos",
    "se",
    "serial",
    "ser",
    "gpon",
    "epon",
    "xgspon",
    "slot",
    "p",
    "interface",
    "if",
];

/// Words before the number of a port that nobody calls an element by.
const ALONE: &[&str] = &[
    "ethernet",
    "fastethernet",
    "gigabitethernet",
    "twogigabitethernet",
    "fivegigabitethernet",
    "tengigabitethernet",
    "tengige",
    "twentyfivegige",
    "twentyfivegigabitethernet",
    "fortygigabitethernet",
    "fortygige",
    "hundredgigabitethernet",
    "hundredgige",
    "fourhundredgige",
    "xgigabitethernet",
    "ethtrunk",
    "bridgeaggregation",
    "portchannel",
    "bundleether",
    "port",
    "uplink",
    "uplinkport",
    "ether",
    "sfp",
    "sfpplus",
    "sfpsfpplus",
    "qsfp",
    "xfp",
    "combo",
    "wan",
    "lan",
    "eth",
    "bond",
    "lag",
    "ae",
    "po",
    "gi",
    "te",
    "fa",
];

/// Whether a text is the name of a port and of nothing else.
pub fn is_port(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let Some(split) = text.find(|c: char| c.is_ascii_digit()) else {
        return matches!(text.as_str(), "uplink" | "wan" | "lan" | "port");
    };
    // "10GE1/0/1": the number of the speed belongs to the word.
    let (word, numbers) = match text.find("ge") {
        Some(end) if split == 0 => text.split_at(end + 2),
        _ => text.split_at(split),
    };
    let word: String = word.chars().filter(|c| !" -_+".contains(*c)).collect();
    let parts: Vec<&str> = numbers
        .trim_start_matches([' ', '-'])
        .split(['/', '.', ':'])
        .collect();
    let is_number =
        |part: &&str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !parts.iter().all(is_number) {
        return false;
    }
    let slashes = numbers.matches('/').count();
    match word.as_str() {
        "" => slashes > 0 && parts.len() <= 5,
        word if slashes > 0 => WITH_SLASHES.contains(&word) || ALONE.contains(&word),
        word => ALONE.contains(&word) && parts.len() <= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::is_port;

    #[test]
    fn spellings_of_makers_are_ports() {
        for text in [
            "Gi0/1",
            "GigabitEthernet0/0/1",
            "xe-0/0/1",
            "et-0/0/0:1",
            "ge-1/0/3.100",
            "uplink1",
            "Uplink 2",
            "uplink",
            "Te1/1/4",
            "TenGigE0/0/0/1",
            "Ethernet49/1",
            "Eth1/49",
            "eth0",
            "sfp-sfpplus1",
            "ether1",
            "10GE1/0/1",
            "XGigabitEthernet0/0/1",
            "Eth-Trunk1",
            "port-channel 10",
            "Port-channel10",
            "Po10",
            "ae0",
            "lag-1",
            "1/1/1",
            "0/0/1",
            "Port 24",
            "WAN1",
            "100GE2/0/0",
        ] {
            assert!(is_port(text), "{text}");
        }
    }

    #[test]
    fn names_of_elements_are_none() {
        for text in [
            "core-1",
            "agg-ridge",
            "ge-1",
            "xe-core",
            "nt-core-capital",
            "gi-fw-2",
            "router1",
            "sw-1/2",
            "AS64500",
            "192.0.2.1",
            "2026-10-01",
            "lan-switch-1",
            "portsmouth",
            "port-louis-1",
            "10",
            "et-1",
            "se1",
            "p1",
            "",
            "uplink-router-3",
        ] {
            assert!(!is_port(text), "{text}");
        }
    }
}
