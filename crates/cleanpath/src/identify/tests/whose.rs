//! Whose a text, a number or a name is: what several send, what is software's, what speaks of somebody else's box.

use super::{one, thing};
use cleanpath_model::property::Property;
use cleanpath_model::word::{Kind, Status};

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

#[test]
fn a_name_that_a_text_only_mentions_is_a_lead() {
    for (kind, text, maker) in [
        ("snmp.sysdescr", "Uplink to Huawei S5720", "huawei"),
        (
            "lldp.sysdescr",
            "Recorder gateway for Hikvision cameras",
            "hikvision",
        ),
        (
            "telnet.banner",
            "This router connects to the Huawei NE40E. Call the NOC.\nlogin:",
            "huawei",
        ),
        (
            "telnet.banner",
            "WARNING: port 3 is Hikvision camera VLAN\nPassword:",
            "hikvision",
        ),
        (
            "ftp.banner",
            "Welcome to Huawei config store (vsFTPd 3.0.3)",
            "huawei",
        ),
        (
            "http.www-authenticate",
            "Basic realm=\"Huawei router config backup\"",
            "huawei",
        ),
        (
            "http.www-authenticate",
            "Digest realm=\"TP-Link firmware archive\"",
            "tp-link",
        ),
        ("html.title", "Grafana - Huawei MA5800 OLT", "huawei"),
        ("html.title", "Index of /huawei/firmware", "huawei"),
        ("html.title", "Huawei - Wikipedia", "huawei"),
        ("html.title", "TP-Link Support Forum", "tp-link"),
        (
            "http.server",
            "Python/3.8 aiohttp/3.7.4 hikvision-proxy",
            "hikvision",
        ),
        (
            "sip.banner",
            "Huawei trunk gateway OpenSIPS (2.4.6)",
            "huawei",
        ),
    ] {
        let verdict = one(kind, text);
        let led = verdict.alternatives.iter().any(|m| m.id == maker);
        assert_eq!(
            (verdict.status, led),
            (Status::Unknown, true),
            "{text}: {verdict:#?}"
        );
    }
}

#[test]
fn a_name_that_stands_as_a_box_says_it_is_the_boxs_own() {
    for (kind, text, maker) in [
        (
            "ftp.banner",
            "220 ET0021718 Lexmark T654 FTP Server NR.APS.F368 ready.",
            "lexmark",
        ),
        (
            "telnet.banner",
            "*** Authorized users only ***\nWelcome to the Huawei Home Gateway\nLogin:",
            "huawei",
        ),
        (
            "telnet.banner",
            "Banner shortened for brevity. (c) 2010-2016 Redline Communications Inc.",
            "redline",
        ),
        (
            "http.server",
            "Linux UPnP/1.0 Sonos/31.3-22220 (ANVIL)",
            "sonos",
        ),
        ("snmp.sysdescr", "RG-S2928G-E By Ruijie Networks", "ruijie"),
        ("html.title", "NETGEAR Router R6100", "netgear"),
    ] {
        let verdict = one(kind, text);
        assert_eq!(verdict.org(), Some(maker), "{text}: {verdict:#?}");
    }
}

#[test]
fn what_the_operator_of_a_stock_agent_writes_counts_at_the_head_alone() {
    let said = |text: &str, oid: &str| {
        thing(&[
            (Property::SnmpSysDescr, text),
            (Property::SnmpSysObjectId, oid),
        ])
    };
    let (stock, own) = ("1.3.6.1.4.1.8072.3.2.10", "1.3.6.1.4.1.99999999.1");
    let text = "SmartDispatch server Hytera";
    assert_eq!(said(text, stock).status, Status::Unknown);
    assert_eq!(said(text, own).org(), Some("hytera"));
    assert_eq!(said("Synology DSM", stock).org(), Some("synology"));
    // A modem states its maker under a key, and a product's word is the firmware's own wherever it stands.
    let modem = "DOCSIS 3.0 Cable Modem Router <<HW_REV: 5.01; VENDOR: Compal Broadband Networks; MODEL: CH7465LG>>";
    assert_eq!(said(modem, stock).org(), Some("compal"));
    assert_eq!(
        said("NC-1-1 4280738515 Isilon OneFS v8.0.1.1", stock).org(),
        Some("emc")
    );
}

#[test]
fn a_wildcard_certificate_is_a_sites() {
    let site = one(
        "tls.subject",
        "CN=*.huaweicloud.com,O=Huawei Technologies Co.\\, Ltd,C=CN",
    );
    assert_eq!(site.status, Status::Unknown, "{site:#?}");
}

#[test]
fn network_gear_that_says_hp_is_hewlett_packard_enterprises() {
    let branch = (Property::SnmpSysObjectId, "1.3.6.1.4.1.25506.11.1.25");
    for text in [
        "HP Comware Platform Software, Software Version 5.20.99 Release 2221P05\r\nHP A5120-24G EI Switch with 2 Interface Slots",
        "HP Comware Software. HP 5500-48G EI",
    ] {
        let description = (Property::SnmpSysDescr, text);
        for said in [&[description][..], &[description, branch][..]] {
            let verdict = thing(said);
            assert_eq!(verdict.org(), Some("hpe"), "{text}: {verdict:#?}");
        }
    }
    assert_eq!(one("model", "HP J9729A 2920").org(), Some("hpe"));
    // Whose the goods under the label are stays open without a number, and H3C's own branch is H3C's.
    let bare = thing(&[branch]);
    assert_eq!(bare.status, Status::Conflicting, "{bare:#?}");
    let own = one("snmp.sysobjectid", "1.3.6.1.4.1.25506.1.107");
    assert_eq!(own.org(), Some("h3c"));
}

#[test]
fn the_model_of_a_comware_box_is_the_line_behind_its_version() {
    for release in ["Release 3102P05", ""] {
        let text = format!(
            "H3C Comware Platform Software, Software Version 5.20, {release}\r\nH3C SecPath F1000-E\r\nCopyright (c)"
        );
        let verdict = one("snmp.sysdescr", &text);
        assert_eq!(verdict.model.as_deref(), Some("SecPath F1000-E"));
        assert_eq!(verdict.traits.kind, Some(Kind::Firewall), "{verdict:#?}");
    }
    let named = one("model", "H3C SecPath F1000-E");
    assert_eq!(named.traits.kind, Some(Kind::Firewall), "{named:#?}");
}

#[test]
fn numbers_of_builders_name_them() {
    for (number, org) in [
        (4249, "nateks"),
        (7064, "utstarcom"),
        (8596, "neusoft"),
        (14331, "topsec"),
        (15227, "venustech"),
        (19707, "micran"),
        (20873, "protei"),
        (29094, "aquarius"),
        (31258, "3onedata"),
        (36153, "inhand"),
        (36816, "abloomy"),
        (38111, "dinstar"),
        (39699, "robustel"),
        (44782, "kehua"),
        (50224, "hsgq"),
        (51172, "depo"),
        (53610, "b4com"),
        (54928, "aquarius"),
        (59176, "powerleader"),
        (59336, "maiwe"),
        (59423, "kehua"),
    ] {
        let verdict = one("snmp.sysobjectid", &format!("1.3.6.1.4.1.{number}.1.1"));
        assert_eq!(verdict.org(), Some(org), "{number}");
    }
    // A host may be called so; the firm's name counts at the head alone.
    let host = one("ftp.banner", "220 ftp2 aquarius FTP server ready");
    assert_eq!(host.status, Status::Unknown, "{host:#?}");
}

#[test]
fn a_makers_number_at_the_head_of_a_text_carries() {
    for (kind, text, maker) in [
        (
            "snmp.sysdescr",
            "TL-SG2424 24-Port Gigabit Smart Switch with 4 SFP Slots",
            "tp-link",
        ),
        (
            "lldp.sysdescr",
            "MES2324F AC 28-port 1G/10G Managed Switch",
            "eltex",
        ),
        (
            "snmp.sysdescr",
            "DGS-3420-28TC Gigabit Ethernet Switch",
            "d-link",
        ),
        ("snmp.sysdescr", "ZXR10 ROS Version V4.08.24", "zte"),
        (
            "telnet.banner",
            "*** Welcome to ZXR10 5960 Switch ***",
            "zte",
        ),
    ] {
        let verdict = one(kind, text);
        assert_eq!(
            (verdict.status, verdict.org()),
            (Status::Known, Some(maker)),
            "{text}"
        );
    }
    for text in [
        "DGS-3420-28TC uplink",
        "Port to DGS-3420-28TC",
        "MES2324F backup for Zabbix",
    ] {
        let verdict = one("snmp.sysdescr", text);
        assert_eq!(verdict.status, Status::Unknown, "{text}: {verdict:#?}");
    }
    // What stands before "login:" is the name that somebody gave the host.
    assert_eq!(
        one("telnet.banner", "MES2324F login:").status,
        Status::Unknown
    );
    // An agent that answers a number of its own is held against it.
    let other = thing(&[
        (Property::SnmpSysDescr, "ICS-G24S4X Core Switch"),
        (Property::SnmpSysObjectId, "1.3.6.1.4.1.4756.0"),
    ]);
    assert_eq!(other.org(), Some("ctc-union"), "{other:#?}");
}
