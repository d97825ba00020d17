//! Names of objects to numbers, for the few MIB objects that this reader acts on.
//!
//! Numbers are those of RFC 3418 (system), RFC 2863 (IF-MIB), RFC 4188 (BRIDGE-MIB), RFC 6933 (ENTITY-MIB),
//! RFC 3411 (SNMP-FRAMEWORK-MIB), IEEE 802.1AB (LLDP-MIB), ANSI/TIA-1057 (LLDP-EXT-MED-MIB), CISCO-CDP-MIB and
//! HUAWEI-ENTITY-EXTENT-MIB. Every other name is known to be a name and nothing more: no MIB is compiled here.

/// What the name in front of a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// An object whose number is known.
    Known(Vec<u32>),
    /// An object by its shape, of a MIB that is not in the table.
    Foreign,
}

/// Arcs of one identifier that are read; RFC 2578 allows no more.
const ARCS: usize = 128;

/// Name and number, sorted by name.
const NAMES: &[(&str, &str)] = &[
    ("cdpCacheAddress", "1.3.6.1.4.1.9.9.23.1.2.1.1.4"),
    ("cdpCacheAddressType", "1.3.6.1.4.1.9.9.23.1.2.1.1.3"),
    ("cdpCacheDeviceId", "1.3.6.1.4.1.9.9.23.1.2.1.1.6"),
    ("cdpCachePlatform", "1.3.6.1.4.1.9.9.23.1.2.1.1.8"),
    ("cdpCacheVersion", "1.3.6.1.4.1.9.9.23.1.2.1.1.5"),
    ("ciscoProducts", "1.3.6.1.4.1.9.1"),
    ("docsDevSerialNumber", "1.3.6.1.2.1.69.1.1.4"),
    ("dot1dBaseBridgeAddress", "1.3.6.1.2.1.17.1.1"),
    ("entPhysicalAssetID", "1.3.6.1.2.1.47.1.1.1.1.15"),
    ("entPhysicalClass", "1.3.6.1.2.1.47.1.1.1.1.5"),
    ("entPhysicalContainedIn", "1.3.6.1.2.1.47.1.1.1.1.4"),
    ("entPhysicalDescr", "1.3.6.1.2.1.47.1.1.1.1.2"),
    ("entPhysicalMfgDate", "1.3.6.1.2.1.47.1.1.1.1.17"),
    ("entPhysicalMfgName", "1.3.6.1.2.1.47.1.1.1.1.12"),
    ("entPhysicalModelName", "1.3.6.1.2.1.47.1.1.1.1.13"),
    ("entPhysicalName", "1.3.6.1.2.1.47.1.1.1.1.7"),
    ("entPhysicalSerialNum", "1.3.6.1.2.1.47.1.1.1.1.11"),
    ("entPhysicalSoftwareRev", "1.3.6.1.2.1.47.1.1.1.1.10"),
    ("entPhysicalVendorType", "1.3.6.1.2.1.47.1.1.1.1.3"),
    ("enterprises", "1.3.6.1.4.1"),
    ("hwEntityBomEnDesc", "1.3.6.1.4.1.2011.5.25.31.1.1.2.1.2"),
    ("hwEntityBomId", "1.3.6.1.4.1.2011.5.25.31.1.1.2.1.1"),
    ("hwEntityModelName", "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.60"),
    ("hwEntitySystemModel", "1.3.6.1.4.1.2011.5.25.31.6.5"),
    ("hwGponDeviceOntSn", "1.3.6.1.4.1.2011.6.128.1.1.2.43.1.3"),
    ("ifPhysAddress", "1.3.6.1.2.1.2.2.1.6"),
    ("internet", "1.3.6.1"),
    ("ipAdEntAddr", "1.3.6.1.2.1.4.20.1.1"),
    ("iso", "1"),
    ("lldpLocChassisId", "1.0.8802.1.1.2.1.3.2"),
    ("lldpLocChassisIdSubtype", "1.0.8802.1.1.2.1.3.1"),
    ("lldpLocSysDesc", "1.0.8802.1.1.2.1.3.4"),
    ("lldpRemChassisId", "1.0.8802.1.1.2.1.4.1.1.5"),
    ("lldpRemChassisIdSubtype", "1.0.8802.1.1.2.1.4.1.1.4"),
    ("lldpRemManAddrIfSubtype", "1.0.8802.1.1.2.1.4.2.1.3"),
    ("lldpRemSysDesc", "1.0.8802.1.1.2.1.4.1.1.10"),
    ("lldpRemSysName", "1.0.8802.1.1.2.1.4.1.1.9"),
    ("lldpXMedRemMfgName", "1.0.8802.1.1.2.1.5.4795.1.3.3.1.5"),
    ("lldpXMedRemModelName", "1.0.8802.1.1.2.1.5.4795.1.3.3.1.6"),
    ("lldpXMedRemSerialNum", "1.0.8802.1.1.2.1.5.4795.1.3.3.1.4"),
    ("mib-2", "1.3.6.1.2.1"),
    ("mib_2", "1.3.6.1.2.1"),
    ("netSnmpAgentOIDs", "1.3.6.1.4.1.8072.3.2"),
    ("private", "1.3.6.1.4"),
    ("snmpEngineID", "1.3.6.1.6.3.10.2.1.1"),
    ("snmpModules", "1.3.6.1.6.3"),
    ("sysContact", "1.3.6.1.2.1.1.4"),
    ("sysDescr", "1.3.6.1.2.1.1.1"),
    ("sysLocation", "1.3.6.1.2.1.1.6"),
    ("sysName", "1.3.6.1.2.1.1.5"),
    ("sysObjectID", "1.3.6.1.2.1.1.2"),
    ("system", "1.3.6.1.2.1.1"),
    ("upsIdentManufacturer", "1.3.6.1.2.1.33.1.1.1"),
    ("upsIdentModel", "1.3.6.1.2.1.33.1.1.2"),
];

/// Reads `1.3.6…`, `.1.3.6…`, `iso.3.6…`, `.iso.org.dod…`, `MODULE::name.0`, `name[3]` and `name.0`.
/// `None` where the text cannot name an object.
pub(super) fn resolve(text: &str) -> Option<Name> {
    let (module, path) = text.split_once("::").unwrap_or(("", text));
    let upper = module.starts_with(|c: char| c.is_ascii_uppercase());
    // A name without its module has an instance behind a dot: most lines of a long value stop here.
    let plain = module.is_empty() && !path.contains(['.', '[']);
    if plain || path.is_empty() || path.len() > 2048 || !(module.is_empty() || upper) {
        return None;
    }
    let path = path.replace("][", ".").replace('[', ".").replace(']', "");
    let parts: Vec<&str> = path
        .trim_start_matches('.')
        .split('.')
        .take(ARCS + 1)
        .collect();
    let word = parts
        .iter()
        .rposition(|part| !part.bytes().all(|b| b.is_ascii_digit()));
    let tail = parts.get(word.map_or(0, |at| at + 1)..).unwrap_or_default();
    let Some(word) = word.and_then(|at| parts.get(at)) else {
        return numeric(&[], tail)
            .filter(|oid| is_rooted(oid, path.starts_with('.')))
            .map(Name::Known);
    };
    if let Ok(at) = NAMES.binary_search_by_key(word, |(name, _)| *name) {
        let base: Vec<&str> = NAMES
            .get(at)
            .map(|(_, oid)| oid.split('.').collect())
            .unwrap_or_default();
        return numeric(&base, tail).map(Name::Known);
    }
    let foreign = !module.is_empty() || path.starts_with(".iso.");
    foreign.then_some(Name::Foreign)
}

/// The numbers of an identifier in dotted text, or `None` where it holds anything else.
pub(super) fn dotted(text: &str) -> Option<Vec<u32>> {
    let parts: Vec<&str> = text
        .trim_start_matches('.')
        .split('.')
        .take(ARCS + 1)
        .collect();
    numeric(&[], &parts)
}

fn numeric(base: &[&str], tail: &[&str]) -> Option<Vec<u32>> {
    let arcs: Option<Vec<u32>> = base
        .iter()
        .chain(tail)
        .map(|arc| arc.parse().ok())
        .collect();
    arcs.filter(|arcs| arcs.len() > 1 && arcs.len() <= ARCS)
}

/// Whether a number without a name is an object's and not a version or an address.
fn is_rooted(oid: &[u32], dot: bool) -> bool {
    match oid {
        [1, 3, 6, 1, ..] | [1, 0, 8802, ..] | [1, 2, 840, ..] => true,
        [0..=2, ..] => dot && oid.len() > 2,
        _ => false,
    }
}

/// Arcs as dotted text, without a leading dot.
pub(super) fn text(arcs: &[u32]) -> String {
    let mut text = String::with_capacity(arcs.len() * 3);
    for arc in arcs {
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(&arc.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_search() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn every_spelling_of_one_object() {
        for name in [
            ".1.3.6.1.2.1.1.1.0",
            "1.3.6.1.2.1.1.1.0",
            "iso.3.6.1.2.1.1.1.0",
            "SNMPv2-MIB::sysDescr.0",
            "sysDescr.0",
            "system.sysDescr.0",
            ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0",
        ] {
            let found = resolve(name);
            assert_eq!(
                found,
                Some(Name::Known(vec![1, 3, 6, 1, 2, 1, 1, 1, 0])),
                "{name}"
            );
        }
        assert_eq!(
            resolve("IF-MIB::ifPhysAddress[3]"),
            Some(Name::Known(vec![1, 3, 6, 1, 2, 1, 2, 2, 1, 6, 3]))
        );
        assert_eq!(resolve("FOO-MIB::bar.1"), Some(Name::Foreign));
        for name in [
            "10.0.0.1",
            "server.port",
            "std::io",
            "",
            "1.3.6.1.99999999999",
        ] {
            assert_eq!(resolve(name), None, "{name}");
        }
    }
}
