//! Whose a text, a number or a name is: what several send, what is software's, what speaks of somebody else's box.

use super::{one, thing};
use cleanpath_model::property::Property;
use cleanpath_model::word::Status;

#[test]
fn a_prompt_that_several_send_leads_and_a_name_behind_it_decides() {
    let bare = one("telnet.banner", "User Access Verification\n\nUsername: ");
    let led: Vec<&str> = bare.alternatives.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(bare.status, Status::Unknown, "{bare:#?}");
    assert_eq!(led, ["bdcom", "cisco", "ruijie"]);
    for (text, org) in [
        (
            "User Access Verification\n\nPassword: \n\nRuijie>enable",
            "ruijie",
        ),
        (
            "User Access Verification\n\nUsername: admin\nPassword:\n\n    Welcome to BDCOM P3310D EPON OLT\n",
            "bdcom",
        ),
    ] {
        let named = one("telnet.banner", text);
        assert_eq!(named.org(), Some(org), "{text}: {named:#?}");
    }
}

#[test]
fn a_number_of_software_names_no_maker_of_the_box() {
    for (number, text) in [
        ("30803", "Vyatta VyOS 1.1.8"),
        ("44641", "VyOS 1.4-rolling-202301"),
        ("4976.10.1.1.100", "Java SNMP4J Agent"),
        ("30155.23.1", "OpenBSD gate 7.2 GENERIC.MP#758 amd64"),
        ("25623.1", "OpenVAS scanner appliance"),
        ("23.1.6", "Novell NetWare 5.70.08"),
        ("22736.1", "Asterisk"),
        (
            "12325.1.1.2.1.1",
            "OPNsense fw.lan 22.7-amd64 FreeBSD 13.1-RELEASE",
        ),
    ] {
        let oid = format!("1.3.6.1.4.1.{number}");
        let verdict = thing(&[
            (Property::SnmpSysDescr, text),
            (Property::SnmpSysObjectId, &oid),
        ]);
        assert_eq!(verdict.status, Status::Unknown, "{text}: {verdict:#?}");
    }
    // Digium's own boxes lie beside its software.
    let own = one("snmp.sysobjectid", "1.3.6.1.4.1.22736.2");
    assert_eq!(own.org(), Some("sangoma"));
}
