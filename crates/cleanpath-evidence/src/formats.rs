//! The table of formats. A new format is one file, its module and one line here, one case folder.

use crate::format::{Format, Likelihood};

pub mod as_relationships;
pub mod capture;
pub mod cli_session;
pub mod config;
pub mod cyclonedx;
pub mod graphml;
pub mod links;
pub mod modbus_registers;
pub mod mrt;
pub mod netbox_json;
pub mod nf_profile;
pub mod nmap_xml;
pub mod nokia_raml;
pub mod nrm;
pub mod pm_file;
pub mod ripe_atlas;
pub mod runzero;
pub mod scamper;
pub mod snmp_walk;
pub mod spreadsheet;
pub mod sunspec;
pub mod table;
pub mod text;
pub mod tmf639;
pub mod topology_json;
pub mod traceroute;
pub mod yang_hardware;

/// Every format, in the order in which ties are decided.
pub const FORMATS: &[&dyn Format] = &[
    &capture::Capture,
    &snmp_walk::SnmpWalk,
    &spreadsheet::Spreadsheet,
    &cyclonedx::CycloneDx,
    &netbox_json::NetboxJson,
    &runzero::RunZero,
    &nmap_xml::NmapXml,
    &yang_hardware::YangHardware,
    &nrm::Nrm,
    &pm_file::PmFile,
    &nokia_raml::NokiaRaml,
    &nf_profile::NfProfile,
    &tmf639::Tmf639,
    &sunspec::SunSpec,
    &modbus_registers::ModbusRegisters,
    &scamper::Scamper,
    &ripe_atlas::RipeAtlas,
    &traceroute::Traceroute,
    &mrt::Mrt,
    &graphml::GraphMl,
    &topology_json::TopologyJson,
    &as_relationships::AsRelationships,
    &links::Links,
    &table::Table,
    &cli_session::CliSession,
    &config::Config,
    &text::Text,
];

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
