//! Pages and descriptions that carry a device's identity: titles of HTML, and XML of UPnP (UDA 2.0),
//! ONVIF, WS-Discovery, ISAPI, HNAP, CWMP (TR-069), SADP.
//!
//! XML is read as hostile text: no entity beyond XML's own, no DTD, bounded. A document is known by an
//! element that only its kind has; of what it holds the first value of each name counts.

use super::super::hosts::Key;
use super::super::told::Told;
use cleanpath_model::property::Property;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use std::collections::BTreeSet;

/// How much of a document is read, and how many elements of it.
const DOCUMENT: usize = 64 << 10;
const ELEMENTS: usize = 4_096;
/// Longest title.
const TITLE: usize = 512;

/// A kind of document: the element that marks it, and what its leaves say.
struct Kind {
    mark: &'static str,
    leaves: &'static [(&'static str, Property)],
}

use Property as P;

const KINDS: &[Kind] = &[
    // UPnP Device Architecture 2.0, section 2.3.
    Kind {
        mark: "device",
        leaves: &[
            ("manufacturer", P::UpnpManufacturer),
            ("modelName", P::Model),
            ("modelNumber", P::PartNumber),
            ("modelDescription", P::Description),
            ("friendlyName", P::FriendlyName),
            ("serialNumber", P::Serial),
        ],
    },
    // ONVIF Core Specification, GetDeviceInformation.
    Kind {
        mark: "GetDeviceInformationResponse",
        leaves: &[
            ("Manufacturer", P::OnvifManufacturer),
            ("Model", P::Model),
            ("FirmwareVersion", P::Software),
            ("SerialNumber", P::Serial),
            ("HardwareId", P::PartNumber),
        ],
    },
    // ISAPI, /ISAPI/System/deviceInfo.
    Kind {
        mark: "DeviceInfo",
        leaves: &[
            ("manufacturer", P::UpnpManufacturer),
            ("model", P::Model),
            ("serialNumber", P::Serial),
            ("macAddress", P::Mac),
            ("firmwareVersion", P::Software),
            ("deviceName", P::FriendlyName),
        ],
    },
    // HNAP 1.2, GetDeviceSettings.
    Kind {
        mark: "GetDeviceSettingsResponse",
        leaves: &[
            ("VendorName", P::UpnpManufacturer),
            ("ModelName", P::Model),
            ("FirmwareVersion", P::Software),
            ("DeviceName", P::FriendlyName),
        ],
    },
    // TR-069, Inform's DeviceIdStruct.
    Kind {
        mark: "DeviceId",
        leaves: &[
            ("Manufacturer", P::CwmpManufacturer),
            ("OUI", P::CwmpOui),
            ("ProductClass", P::Model),
            ("SerialNumber", P::Serial),
        ],
    },
    // SADP, the answer to an inquiry.
    Kind {
        mark: "ProbeMatch",
        leaves: &[
            ("DeviceDescription", P::Model),
            ("DeviceSN", P::Serial),
            ("MAC", P::Mac),
            ("SoftwareVersion", P::Software),
            ("Scopes", P::OnvifScopes),
        ],
    },
    // WS-Discovery of devices that greet instead of answering.
    Kind {
        mark: "Hello",
        leaves: &[("Scopes", P::OnvifScopes)],
    },
    // Devices Profile for Web Services, ThisModel.
    Kind {
        mark: "ThisModel",
        leaves: &[
            ("Manufacturer", P::UpnpManufacturer),
            ("ModelName", P::Model),
            ("ModelNumber", P::PartNumber),
        ],
    },
    Kind {
        mark: "ThisDevice",
        leaves: &[
            ("FriendlyName", P::FriendlyName),
            ("FirmwareVersion", P::Software),
            ("SerialNumber", P::Serial),
        ],
    },
];

/// Says what a document says of the box that it describes.
pub(super) fn tell(content: &[u8], who: &Key, told: &mut Told<'_>) {
    let content = content
        .get(..content.len().min(DOCUMENT))
        .unwrap_or_default();
    let text = crate::lines::decode(content);
    let start = text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    if start.starts_with('<') {
        told.say_if(who, Property::HtmlTitle, title(start));
        xml(start, who, told);
    }
}

/// The title of a page.
fn title(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find("<title")?;
    let begun = at + lower.get(at..)?.find('>')? + 1;
    let end = begun + lower.get(begun..)?.find("</title")?;
    let title: String = text
        .get(begun..end)?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let title = unescape(&title).map_or(title.clone(), std::borrow::Cow::into_owned);
    let cut = title.floor_char_boundary(TITLE);
    title.get(..cut).map(str::to_owned)
}

/// Leaves of documents whose mark is met.
pub(super) fn xml(text: &str, who: &Key, told: &mut Told<'_>) {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    let mut kind: Option<&Kind> = None;
    let mut leaf = String::new();
    let mut said = BTreeSet::new();
    for _ in 0..ELEMENTS {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let name = start.local_name();
                if let Some(found) = KINDS.iter().find(|kind| kind.mark == name.as_ref()) {
                    // A device inside a device is described by its own leaves, which are no longer the first.
                    kind = Some(found);
                }
                name.as_ref().clone_into(&mut leaf);
            }
            Ok(Event::Text(value)) => {
                let found =
                    kind.and_then(|kind| kind.leaves.iter().find(|(name, _)| *name == leaf));
                if let Some((name, property)) = found.filter(|(name, _)| !said.contains(name)) {
                    let value = unescape(&value).unwrap_or_else(|_| (&*value).into());
                    if !value.trim().is_empty() {
                        said.insert(*name);
                        leaf_said(*property, value.trim(), who, told);
                    }
                }
            }
            Ok(Event::End(_)) => leaf.clear(),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// ONVIF's scopes carry hardware and name in their paths (ONVIF Core Specification, section 7.3.3.2).
fn leaf_said(property: Property, value: &str, who: &Key, told: &mut Told<'_>) {
    told.say(who, property, value);
    if property != Property::OnvifScopes {
        return;
    }
    for scope in value.split_whitespace() {
        let Some((_, path)) = scope.split_once("www.onvif.org/") else {
            continue;
        };
        let property = match path.split_once('/') {
            Some(("hardware", _)) => Property::Model,
            Some(("name", _)) => Property::FriendlyName,
            _ => continue,
        };
        let value = path.split_once('/').map_or("", |(_, value)| value);
        told.say(who, property, &percent(value));
    }
}

/// A part of a URI with its percent signs decoded (RFC 3986).
fn percent(text: &str) -> String {
    let mut octets = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((octet, behind)) = rest.split_first() {
        let digits = behind
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits
            .filter(|_| *octet == b'%')
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        octets.push(decoded.unwrap_or(*octet));
        rest = if decoded.is_some() {
            behind.get(2..).unwrap_or_default()
        } else {
            behind
        };
    }
    String::from_utf8_lossy(&octets).into_owned()
}
