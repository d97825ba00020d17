//! Results of nmap's scripts that carry a device's own words.
//!
//! A script prints free text; what is read here is the output of nmap's own scripts (nselib of nmap 7). Results
//! that are an opinion of the script and no quotation (vulnerabilities, guessed systems) are left out.

use cleanpath_model::property::Property;

/// How a script prints what the device said.
enum Prints {
    /// Nothing else; the property is told by the service.
    Banner,
    /// Its first line.
    First(Property),
    /// Everything before the script's own line that begins so.
    Before(&'static str, Property),
    /// Each line.
    Lines(Property),
    /// Lines `key: value`.
    Keys(&'static [(&'static str, Property)]),
    /// Lines `Basic realm=…` below an HTTP status line.
    Challenges,
    /// Lines `Subject:` and `Issuer:` of a certificate.
    Certificate,
}

/// Scripts by id.
const SCRIPTS: &[(&str, Prints)] = &[
    ("banner", Prints::Banner),
    ("html-title", Prints::First(Property::HtmlTitle)),
    ("http-title", Prints::First(Property::HtmlTitle)),
    ("http-server-header", Prints::Lines(Property::HttpServer)),
    ("http-auth", Prints::Challenges),
    (
        "http-headers",
        Prints::Keys(&[
            ("server", Property::HttpServer),
            ("www-authenticate", Property::HttpAuthenticate),
            ("set-cookie", Property::HttpCookie),
        ]),
    ),
    (
        "http-favicon",
        Prints::Keys(&[("unknown favicon md5", Property::HttpFavicon)]),
    ),
    ("ssl-cert", Prints::Certificate),
    (
        "snmp-sysdescr",
        Prints::Before("System uptime:", Property::SnmpSysDescr),
    ),
    (
        "upnp-info",
        Prints::Keys(&[
            ("server", Property::UpnpServer),
            ("manufacturer", Property::UpnpManufacturer),
            ("model name", Property::Model),
        ]),
    ),
    (
        "hnap-info",
        Prints::Keys(&[
            ("vendor", Property::UpnpManufacturer),
            ("model", Property::Model),
        ]),
    ),
    ("rtsp-server", Prints::First(Property::RtspServer)),
    (
        "bacnet-info",
        Prints::Keys(&[
            ("vendor name", Property::Manufacturer),
            ("model name", Property::Model),
        ]),
    ),
    (
        "enip-info",
        Prints::Keys(&[
            ("vendor", Property::Manufacturer),
            ("product name", Property::Model),
        ]),
    ),
    (
        "modbus-discover",
        Prints::Keys(&[("device identification", Property::ModbusVendor)]),
    ),
    (
        "snmp-info",
        Prints::Keys(&[
            ("engineiddata", Property::Mac),
            ("enterprise", Property::ScannerOpinion),
        ]),
    ),
];

/// Statements of one script's output. `service` is the name that nmap gives the port's service.
pub(super) fn read(id: &str, output: &str, service: &str) -> Vec<(Property, String)> {
    let Some((_, prints)) = SCRIPTS.iter().find(|(name, _)| *name == id) else {
        return Vec::new();
    };
    let lines = output
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let said = |property: &Property, text: &str| (*property, text.to_owned());
    match prints {
        Prints::Banner => vec![said(&banner(service), output)],
        Prints::First(property) => lines
            .take(1)
            .filter_map(|line| first(*property, line))
            .collect(),
        Prints::Before(own, property) => {
            let quoted: Vec<&str> = lines.take_while(|line| !line.starts_with(own)).collect();
            vec![said(property, &quoted.join("\n"))]
        }
        Prints::Lines(property) => lines.map(|line| said(property, line)).collect(),
        Prints::Keys(keys) => lines.filter_map(|line| keyed(line, keys)).collect(),
        Prints::Challenges => lines
            .filter(|line| line.contains("realm="))
            .map(|line| said(&Property::HttpAuthenticate, line))
            .collect(),
        Prints::Certificate => lines.filter_map(certificate).collect(),
    }
}

/// Statements of a banner that masscan puts into `service/@banner`; its `name` is the kind of banner.
pub(super) fn masscan(name: &str, text: &str) -> Vec<(Property, String)> {
    match name {
        "title" => vec![(Property::HtmlTitle, text.to_owned())],
        "http.server" => vec![(Property::HttpServer, text.to_owned())],
        "http" => read("http-headers", text, name),
        _ if banner(name) != Property::Text => vec![(banner(name), text.to_owned())],
        // The rest is not the device's plain words: certificates in base64, counters, version numbers.
        _ => Vec::new(),
    }
}

/// What a banner is, by the service that sent it.
fn banner(service: &str) -> Property {
    match service {
        "ssh" => Property::SshBanner,
        "telnet" => Property::TelnetBanner,
        "ftp" => Property::FtpBanner,
        "smtp" | "submission" | "smtps" => Property::SmtpBanner,
        "sip" | "sip-tls" => Property::SipBanner,
        _ => Property::Text,
    }
}

/// The first line, unless it is the script's own word for "nothing".
fn first(property: Property, line: &str) -> Option<(Property, String)> {
    let nothing = [
        "Site doesn't have a title",
        "Did not follow redirect to",
        "Requested resource was",
    ];
    (!nothing.iter().any(|words| line.starts_with(words))).then(|| (property, line.to_owned()))
}

fn keyed(line: &str, keys: &[(&str, Property)]) -> Option<(Property, String)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_ascii_lowercase();
    let (_, property) = keys.iter().find(|(name, _)| *name == key)?;
    // An engine id is only an address in one of its forms.
    let fits =
        *property != Property::Mac || cleanpath_model::identifier::Mac::parse(value).is_some();
    fits.then(|| (*property, value.trim().to_owned()))
}

/// `Subject: commonName=a/organizationName=b` as `CN=a, O=b`, the way of RFC 4514's short names.
fn certificate(line: &str) -> Option<(Property, String)> {
    let (key, value) = line.split_once(": ")?;
    let property = match key {
        "Subject" => Property::TlsSubject,
        "Issuer" => Property::TlsIssuer,
        _ => return None,
    };
    let mut parts: Vec<String> = Vec::new();
    for part in value.split('/') {
        let short = part
            .split_once('=')
            .and_then(|(long, text)| Some((short_name(long)?, text)));
        match (short, parts.last_mut()) {
            (Some((short, text)), _) => parts.push(format!("{short}={text}")),
            // A slash inside a name is no separator.
            (None, Some(last)) if !part.contains('=') => {
                last.push('/');
                last.push_str(part);
            }
            (None, _) => parts.push(part.to_owned()),
        }
    }
    Some((property, parts.join(", ")))
}

fn short_name(long: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 7] = [
        ("commonName", "CN"),
        ("organizationName", "O"),
        ("organizationalUnitName", "OU"),
        ("countryName", "C"),
        ("stateOrProvinceName", "ST"),
        ("localityName", "L"),
        ("emailAddress", "emailAddress"),
    ];
    NAMES
        .iter()
        .find(|(name, _)| *name == long)
        .map(|(_, short)| *short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_devices_own_words_and_nothing_else() {
        let told = |id, output, service| {
            read(id, output, service)
                .into_iter()
                .map(|(p, t)| format!("{p}={t}"))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(
                "ssl-cert",
                "Subject: commonName=a/b/organizationName=Acme Co.,Ltd\nIssuer: commonName=root\nNot valid before: 2020",
                ""
            ),
            ["tls.subject=CN=a/b, O=Acme Co.,Ltd", "tls.issuer=CN=root"]
        );
        assert_eq!(
            told(
                "http-auth",
                "\nHTTP/1.1 401 Unauthorized\n  Basic realm=HG8245",
                ""
            ),
            ["http.www-authenticate=Basic realm=HG8245"]
        );
        assert_eq!(
            told("banner", "SSH-2.0-HUAWEI-1.5", "ssh"),
            ["ssh.banner=SSH-2.0-HUAWEI-1.5"]
        );
        assert_eq!(
            told("snmp-sysdescr", "ZXR10 ROS\n  System uptime: 1s", ""),
            ["snmp.sysdescr=ZXR10 ROS"]
        );
        assert_eq!(
            told(
                "snmp-info",
                "\n enterprise: Acme\n engineIDFormat: mac\n engineIDData: 00:1a:2b:3c:4d:5e",
                ""
            ),
            ["scanner.opinion=Acme", "mac=00:1a:2b:3c:4d:5e"]
        );
        assert!(told("http-title", "Site doesn't have a title (text/html).", "").is_empty());
        assert!(told("vulners", "Huawei", "").is_empty());
    }
}
