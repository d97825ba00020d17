//! The table of formats. A new format is one file, one line here, one case folder.

use crate::format::{Format, Likelihood};

/// Declares the modules and the table from one list.
macro_rules! formats {
    ($($module:ident :: $format:ident),+ $(,)?) => {
        $(pub mod $module;)+
        /// Every format, in the order in which ties are decided.
        pub const FORMATS: &[&dyn Format] = &[$(&$module::$format),+];
    };
}

formats! {
    capture::Capture,
    snmp_walk::SnmpWalk,
    spreadsheet::Spreadsheet,
    cyclonedx::CycloneDx,
    netbox_json::NetboxJson,
    runzero::RunZero,
    nmap_xml::NmapXml,
    yang_hardware::YangHardware,
    nrm::Nrm,
    pm_file::PmFile,
    nokia_raml::NokiaRaml,
    nf_profile::NfProfile,
    tmf639::Tmf639,
    sunspec::SunSpec,
    modbus_registers::ModbusRegisters,
    scamper::Scamper,
    ripe_atlas::RipeAtlas,
    traceroute::Traceroute,
    mrt::Mrt,
    graphml::GraphMl,
    topology_json::TopologyJson,
    as_relationships::AsRelationships,
    links::Links,
    table::Table,
    cli_session::CliSession,
    config::Config,
    text::Text,
}

/// The format that is surest of `head`; the earlier one of the table where two are as sure.
pub fn sniff(head: &[u8]) -> Option<&'static dyn Format> {
    let mut best: Option<(Likelihood, &'static dyn Format)> = None;
    for format in FORMATS {
        let likelihood = format.sniff(head);
        if likelihood > best.map_or(Likelihood::No, |(l, _)| l) {
            best = Some((likelihood, *format));
        }
        // Nothing can be surer: the others need not look.
        if likelihood == Likelihood::Certain {
            break;
        }
    }
    best.map(|(_, format)| format)
}
