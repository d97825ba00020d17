//! runZero assets, as a JSON array or JSON Lines (its export `assets.json`): what an active scan concluded of each
//! asset, and the raw strings that it read. Names of members follow runZero's export.
//!
//! What runZero concludes is its opinion; the makers of network interfaces (`mac_vendors`) are left out, because the
//! addresses themselves are read.

use crate::days::Order;
use crate::format::{Format, Input, Likelihood, Nature, Sink};
use crate::json;
use crate::lines::head_text;
use crate::statement::tell;
use crate::words;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;
use serde_json::Value;
use std::io;

/// Assets of runZero.
#[derive(Debug)]
pub struct RunZero;

impl Format for RunZero {
    fn name(&self) -> &'static str {
        "runzero"
    }

    fn spec(&self) -> &'static str {
        "runZero asset export, JSON and JSON Lines"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let names = [
            "\"hw_vendor\"",
            "\"hw_product\"",
            "\"mac_vendors\"",
            "\"newest_mac_vendor\"",
            "\"os_vendor\"",
        ];
        let named = names.iter().filter(|name| head.contains(**name)).count();
        match (head.trim_start().starts_with(['{', '[']), named) {
            (true, 2..) => Likelihood::Certain,
            (true, 1) => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        if json::is_lines(&json::head(input.bytes)?) {
            return json::lines(input.bytes, &mut |at, value| match value {
                Ok(value) => asset(&value, &at, sink),
                Err(diagnostic) => sink.diagnose(diagnostic),
            });
        }
        let end = json::elements(input.bytes, &["assets", "results"], &mut |at, value| {
            asset(&value, &At::Path(at.into()), sink);
        })?;
        for diagnostic in end {
            sink.diagnose(diagnostic);
        }
        Ok(())
    }
}

/// Members of an asset and what they say.
const MEMBERS: &[(&str, P)] = &[
    ("hw_vendor", P::Manufacturer),
    ("hw_product", P::Model),
    ("hw", P::ScannerOpinion),
    ("os", P::Software),
    ("macs", P::Mac),
    ("addresses", P::IpAddress),
    ("addresses_extra", P::IpAddress),
    ("site_name", P::Site),
    ("comments", P::Text),
];

/// Raw strings among the attributes of an asset and of its services, by their names in lower case.
const RAW: &[(&str, P)] = &[
    ("snmp.sysdescr", P::SnmpSysDescr),
    ("snmp.sysdesc", P::SnmpSysDescr),
    ("snmp.sysobjectid", P::SnmpSysObjectId),
    ("snmp.engineid.raw", P::SnmpEngineId),
    ("snmp.serialnumbers", P::Serial),
    ("http.head.server", P::HttpServer),
    ("http.head.wwwauthenticate", P::HttpAuthenticate),
    ("http.head.setcookie", P::HttpCookie),
    ("html.title", P::HtmlTitle),
    ("favicon.ico.image.md5", P::HttpFavicon),
    ("favicon.ico.image.mmh3", P::HttpFavicon),
    ("tls.subject", P::TlsSubject),
    ("tls.issuer", P::TlsIssuer),
    ("ssh.banner", P::SshBanner),
    ("telnet.banner", P::TelnetBanner),
    ("ftp.banner", P::FtpBanner),
    ("smtp.banner", P::SmtpBanner),
    ("sip.banner", P::SipBanner),
    ("rtsp.head.server", P::RtspServer),
    ("upnp.manufacturer", P::UpnpManufacturer),
    ("upnp.device.manufacturer", P::UpnpManufacturer),
    ("upnp.server", P::UpnpServer),
    ("lldp.sysdesc", P::LldpSysDescr),
    ("onvif.manufacturer", P::OnvifManufacturer),
    ("modbus.vendorname", P::ModbusVendor),
    ("cdp.platform", P::CdpPlatform),
    ("cdp.version", P::CdpVersion),
];

/// Protocols whose bare `banner` is the protocol's.
const BANNERS: &[(&str, P)] = &[
    ("ssh", P::SshBanner),
    ("telnet", P::TelnetBanner),
    ("ftp", P::FtpBanner),
    ("smtp", P::SmtpBanner),
    ("sip", P::SipBanner),
];

/// One asset.
fn asset(value: &Value, at: &At, sink: &mut dyn Sink) {
    let Some(members) = value.as_object() else {
        return;
    };
    let thing = sink.thing(About::Box, None);
    let mut say = |property, text: &str| tell(sink, thing, at, property, text, Order::Unknown);
    // The first name is the asset's; the others are what else it answers to.
    for (index, name) in texts(value.get("names")).into_iter().enumerate() {
        say(if index == 0 { P::Name } else { P::HostName }, &name);
    }
    for (member, property) in MEMBERS {
        for text in texts(value.get(member)) {
            say(*property, &text);
        }
    }
    let kind = json::text(value, "type");
    if words::term(&kind).is_some_and(|term| term.kind.is_some()) {
        say(P::Kind, &kind);
    }
    if let Some(attributes) = members.get("attributes") {
        raw(attributes, &mut say);
    }
    for service in services(members.get("services")) {
        raw(service, &mut say);
        let protocol =
            json::text(service, "protocol").into_owned() + &json::text(service, "service_protocol");
        if let Some((_, property)) = BANNERS.iter().find(|(name, _)| protocol.contains(name)) {
            for text in texts(service.get("banner")) {
                say(*property, &text);
            }
        }
    }
}

/// Services come as an array, or as an object by their address and port.
fn services(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(map)) => map.values().collect(),
        _ => Vec::new(),
    }
}

/// The raw strings of an object of attributes.
fn raw(attributes: &Value, say: &mut dyn FnMut(P, &str)) {
    for (name, value) in attributes.as_object().into_iter().flatten() {
        let name = name.to_lowercase();
        if let Some((_, property)) = RAW.iter().find(|(known, _)| *known == name) {
            for text in texts(Some(value)) {
                say(*property, &text);
            }
        }
    }
}

/// The texts of a member that is one or a list of them. Lists in attributes are joined by tabs.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text.split('\t').map(str::to_owned).collect(),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
