//! Whole-room tests: traps, pairs, order of claims, and every example of the tables.

use super::*;
use crate::registry::{Maker, Registry};
use cleanpath_model::word::{Basis, Status};
use std::sync::LazyLock;

mod whose;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::embedded);

fn one(kind: &str, text: &str) -> Verdict {
    identify_one(kind.parse().unwrap(), text, "", "", &REGISTRY)
}

fn thing(said: &[(Property, &str)]) -> Verdict {
    let observations: Vec<Observation> = said
        .iter()
        .map(|(property, text)| Observation {
            thing: ThingId(0),
            property: *property,
            value: (*text).into(),
            at: At::File,
        })
        .collect();
    identify_thing(&observations, &REGISTRY)
}

#[test]
fn strong_self_reports_name_the_maker() {
    for (kind, text, org) in [
        (
            "snmp.sysdescr",
            "S5720-52X-LI-AC\r\nHuawei Versatile Routing Platform Software\r\nVRP (R) software,Version 5.170 (S5720 V200R010C00SPC600)",
            "huawei",
        ),
        (
            "snmp.sysdescr",
            "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE",
            "cisco",
        ),
        ("snmp.sysobjectid", "1.3.6.1.4.1.2011.2.23.325", "huawei"),
        ("snmp.sysobjectid", "1.3.6.1.4.1.2011.10.1.44", "h3c"),
        ("snmp.sysobjectid", "1.3.6.1.4.1.25506.1.297", "h3c"),
        ("snmp.sysobjectid", ".1.3.6.1.4.1.9.1.1208", "cisco"),
        ("model", "S5720-28P-SI-AC", "huawei"),
        ("model", "DS-2CD2143G2-IS", "hikvision"),
        ("model", "Huawei S5720-28P-SI", "huawei"),
        ("pon.vendor-id", "HWTC", "huawei"),
        ("pon.vendor-id", "5A544547", "zte"),
        ("enip.vendor-id", "1", "rockwell"),
        ("enip.vendor-id", "47", "omron"),
        ("onvif.manufacturer", "HIKVISION", "hikvision"),
        ("ssh.banner", "SSH-2.0-Cisco-1.25", "cisco"),
        ("manufacturer", "ZHEJIANG DAHUA TECH CO LTD", "dahua"),
        (
            "manufacturer",
            "Huawei Technologies Co Ltd (Shenzhen)",
            "huawei",
        ),
        (
            "tls.subject",
            "C=CN, O=Huawei Technologies Co., Ltd, CN=Huawei IT Product CA",
            "huawei",
        ),
        ("html.title", "NETGEAR Router R6100", "netgear"),
        ("mdns.txt", "model=MacBookPro14,3", "apple"),
    ] {
        let verdict = one(kind, text);
        assert_eq!(
            (verdict.status, verdict.org()),
            (Status::Known, Some(org)),
            "{kind} {text}: {verdict:#?}"
        );
        assert!(
            !verdict.because.is_empty() && verdict.basis.is_some(),
            "{text}"
        );
    }
}

#[test]
fn a_vrp_description_gives_the_model() {
    let text = "S5720-52X-LI-AC\r\nHuawei Versatile Routing Platform Software\r\nVRP (R) software,Version 5.170 (S5720 V200R010C00SPC600)";
    assert_eq!(
        one("snmp.sysdescr", text).model.as_deref(),
        Some("S5720-52X-LI-AC")
    );
}

#[test]
fn traps_name_nobody() {
    for (kind, text) in [
        ("snmp.sysobjectid", "1.3.6.1.4.1.8072.3.2.10"),
        ("snmp.sysobjectid", "1.3.6.1.4.1.2021.250.10"),
        ("snmp.sysobjectid", "1.3.6.1.4.1.50001.1"),
        ("snmp.sysobjectid", "1.3.6.1.4.1.4413.1"),
        ("snmp.sysdescr", "Linux nokia-gw 5.4.0 #1 SMP x86_64"),
        ("ssh.banner", "SSH-2.0-OpenSSH_8.2p1 Ubuntu-4"),
        ("http.server", "Apache/2.4.6 (Red Hat)"),
        ("http.server", "IBM_HTTP_Server/6.1 Apache/2.0.47"),
        ("http.server", "nginx/1.18"),
        ("mac", "00:e0:fc:12:34:56"),
        ("manufacturer", "unknown"),
        ("manufacturer", "N/A"),
        ("text", "Shanghai Dahua Scale Factory"),
        ("text", "Switch by Aztech"),
        ("model", "S5500"),
        ("model", "MX80"),
        ("dhcp.vendor-class", "MSFT 5.0"),
    ] {
        let verdict = one(kind, text);
        assert_ne!(verdict.status, Status::Known, "{kind} {text}: {verdict:#?}");
    }
    for (text, listed) in [("Aztech", "zte"), ("Shanghai Dahua Scale Factory", "dahua")] {
        assert_ne!(one("manufacturer", text).org(), Some(listed), "{text}");
    }
}

#[test]
fn pairs_conflict_until_something_parts_them() {
    let ssh = (Property::SshBanner, "SSH-2.0-Comware-7.1.064");
    assert_eq!(thing(&[ssh]).status, Status::Conflicting);
    let parted = thing(&[ssh, (Property::SnmpSysObjectId, "1.3.6.1.4.1.25506.1.297")]);
    assert_eq!((parted.status, parted.org()), (Status::Known, Some("h3c")));
    let other = thing(&[ssh, (Property::Manufacturer, "Juniper Networks")]);
    assert_eq!(other.status, Status::Conflicting);
    // A prefix of the joint years does not part Huawei from H3C.
    let joint = thing(&[
        (Property::SshBanner, "SSH-2.0-VRP-3.3"),
        (Property::Mac, "00:e0:fc:12:34:56"),
    ]);
    assert_eq!(joint.status, Status::Conflicting);
}

#[test]
fn contradiction_is_conflicting_and_agreement_of_two_origins_known() {
    let against = thing(&[
        (Property::Manufacturer, "Cisco"),
        (Property::Model, "S5720-28P-SI-AC"),
    ]);
    assert_eq!(against.status, Status::Conflicting);
    let ids: Vec<&str> = against.alternatives.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["cisco", "huawei"]);
    let both = thing(&[
        (Property::Manufacturer, "Huawei"),
        (Property::Model, "S5720-28P-SI-AC"),
    ]);
    assert_eq!((both.org(), both.origins), (Some("huawei"), 2));
    assert_eq!(both.model.as_deref(), Some("S5720-28P-SI-AC"));
    assert!(both.traits.kind.is_some());
}

#[test]
fn an_interface_does_not_contradict_the_box() {
    let verdict = thing(&[
        (Property::Manufacturer, "Cisco"),
        (Property::Mac, "00:e0:fc:12:34:56"),
    ]);
    assert_eq!(verdict.org(), Some("cisco"));
}

#[test]
fn the_only_tree_that_an_agent_serves_names_its_builder() {
    let tree = |number: &str| format!("1.3.6.1.4.1.{number} = subtree");
    let (synology, adaptec, cisco) = (tree("6574"), tree("795"), tree("9"));
    let stock = (Property::SnmpSysObjectId, "1.3.6.1.4.1.8072.3.2.10");
    let alone = thing(&[stock, (Property::SnmpOid, &synology)]);
    assert_eq!(alone.org(), Some("synology"), "{alone:#?}");
    // Cards and protocols whose trees anybody's box serves, and an interface by itself, tell nothing.
    for shared in [&adaptec, &cisco] {
        let verdict = thing(&[stock, (Property::SnmpOid, shared)]);
        assert_eq!(verdict.status, Status::Unknown, "{verdict:#?}");
    }
    let two = thing(&[
        (Property::SnmpOid, &synology),
        (Property::SnmpOid, &tree("48690")),
    ]);
    assert_eq!(two.status, Status::Unknown, "{two:#?}");
}

#[test]
fn a_word_inside_a_model_number_is_no_name() {
    let verdict = one("snmp.sysdescr", "FSP 150-GE114Pro");
    assert_eq!(verdict.org(), Some("adva"), "{verdict:#?}");
    // Coherent optics are no work of Coherent.
    let verdict = one(
        "snmp.sysdescr",
        "40x10GE Wavelogic 3 Extreme Coherent Processors",
    );
    assert_eq!(verdict.status, Status::Unknown, "{verdict:#?}");
}

#[test]
fn outputs_of_commands_name_who_built_the_box() {
    for (text, org) in [
        // A short name counts behind the years of a copyright line.
        (
            "System 5928E\nCopyright (c) 2001-2011 By ZTE Corporation\n",
            "zte",
        ),
        // The operating system's house is not the box's.
        (
            "Build... Cumulus Linux 3.7.6\nModel... Dell Z9100-ON\n",
            "dell",
        ),
    ] {
        let verdict = identify_one(Property::Cli, text, "show version", "", &REGISTRY);
        assert_eq!(verdict.org(), Some(org), "{verdict:#?}");
    }
}

#[test]
fn a_vendor_class_may_be_a_makers_bare_name() {
    for (text, org) in [
        ("snom", Some("snom")),
        ("Asus", Some("asus")),
        ("Cumulus", None),
        ("udhcp", None),
    ] {
        assert_eq!(one("dhcp.vendor-class", text).org(), org, "{text}");
    }
}

#[test]
fn a_pasted_table_of_neighbours_does_not_name_the_box() {
    let text = "XGigabitEthernet0/0/1 has 1 neighbor(s):\n\nNeighbor index :1\n\
        System description  :H3C Comware Platform Software, Software Version 7.1.070\n\
        Copyright (c) 2004-2023 New H3C Technologies Co., Ltd. All rights reserved.\n";
    let verdict = identify_one(Property::Cli, text, "", "", &REGISTRY);
    assert_eq!(verdict.status, Status::Unknown, "{verdict:#?}");
}

#[test]
fn what_a_dhcp_client_asks_for_is_a_lead() {
    for (property, text, org) in [
        (
            Property::DhcpParameterList,
            "1,121,3,6,15,114,119,252,95,44,46",
            Some("apple"),
        ),
        (Property::DhcpVendorIdentifying, "2011: AP", Some("huawei")),
        (Property::DhcpDuid, "6574: 00112233", Some("synology")),
        // Cumulus' number is that of every ONIE, 3561 the Broadband Forum's.
        (Property::DhcpVendorIdentifying, "40310: 3=S5232F", None),
        (Property::DhcpVendorIdentifying, "3561: 1=0018E7", None),
        (Property::DhcpParameterList, "1,3,6,12,15,28,42", None),
    ] {
        let verdict = thing(&[(property, text)]);
        assert_eq!(verdict.status, Status::Unknown, "{verdict:#?}");
        let leads: Vec<&str> = verdict.alternatives.iter().map(|m| m.id.as_str()).collect();
        assert_eq!(leads, org.into_iter().collect::<Vec<_>>(), "{text}");
        // Two leads are no finding either.
        let twice = thing(&[
            (property, text),
            (Property::DhcpVendorIdentifying, "2011: AP"),
        ]);
        assert_eq!(twice.status, Status::Unknown, "{twice:#?}");
    }
}

#[test]
fn a_label_with_known_builders_settles_nothing() {
    let verdict = one("onvif.manufacturer", "Amcrest");
    assert_eq!(verdict.status, Status::Conflicting, "{verdict:#?}");
    assert!(verdict.alternatives.iter().any(|m| m.id == "dahua"));
}

fn claim(id: &str, weight: Weight, origin: Origin) -> Claim {
    let mut claim = Claim::new("test", Subject::Box, origin, 0);
    claim.weight = weight;
    claim.makers = id
        .split('|')
        .map(|id| Maker {
            id: id.to_owned(),
            name: id.to_owned(),
            registered: true,
        })
        .collect();
    claim.because = format!("{id} {origin:?}");
    claim
}

/// A small fixed generator: the same shuffles in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

fn random_claims(dice: &mut Dice) -> Vec<Claim> {
    const IDS: [&str; 6] = ["huawei", "h3c", "cisco", "huawei|h3c", "aruba", "hpe"];
    const WEIGHTS: [Weight; 3] = [Weight::Alone, Weight::Support, Weight::Lead];
    const ORIGINS: [Origin; 5] = [
        Origin::Record,
        Origin::Mac,
        Origin::Description,
        Origin::AgentNumber,
        Origin::Web,
    ];
    const BASES: [Basis; 4] = [Basis::T1, Basis::T2, Basis::T3, Basis::T5];
    (0..=dice.roll(5))
        .map(|_| {
            let mut claim = claim(
                IDS[dice.roll(6)],
                WEIGHTS[dice.roll(3)],
                ORIGINS[dice.roll(5)],
            );
            claim.basis = BASES[dice.roll(4)];
            claim.model = (dice.roll(2) == 0).then(|| format!("M{}", dice.roll(3)));
            claim
        })
        .collect()
}

#[test]
fn fusion_does_not_depend_on_order() {
    let mut dice = Dice(7);
    for _ in 0..2000 {
        let mut claims = random_claims(&mut dice);
        let mut first = fuse(&claims, &REGISTRY);
        first.used.clear();
        for at in (1..claims.len()).rev() {
            claims.swap(at, dice.roll(at + 1));
        }
        let mut second = fuse(&claims, &REGISTRY);
        second.used.clear();
        assert_eq!(first, second);
    }
}

#[test]
fn a_further_claim_never_settles_a_conflict_on_somebody_else() {
    let mut dice = Dice(11);
    for _ in 0..2000 {
        let mut claims = random_claims(&mut dice);
        let before = fuse(&claims, &REGISTRY);
        claims.extend(random_claims(&mut dice).into_iter().take(1));
        let after = fuse(&claims, &REGISTRY);
        if before.status == Status::Conflicting
            && let Some(org) = after.org()
        {
            let side = before
                .alternatives
                .iter()
                .any(|m| kin::related(&REGISTRY, org, &m.id));
            assert!(side, "{before:#?} {after:#?}");
        }
    }
}

#[test]
fn every_example_of_the_families_holds() {
    let mut wrong = Vec::new();
    for family in REGISTRY.families() {
        let fits = |text: &str| REGISTRY.family_of(text).contains(&family);
        wrong.extend(
            family
                .must
                .iter()
                .filter(|m| !fits(m))
                .map(|m| format!("{}: not {m}", family.family)),
        );
        wrong.extend(
            family
                .must_not
                .iter()
                .filter(|m| fits(m))
                .map(|m| format!("{}: takes {m}", family.family)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_example_of_the_fingerprints_holds() {
    let mut wrong = Vec::new();
    for print in REGISTRY.fingerprints() {
        let example = print.example.as_str();
        let holds = if print.form.starts_with('/') {
            REGISTRY
                .prints_of(&print.technique, example)
                .iter()
                .any(|hit| hit.print == print)
        } else if let Some(arc) = print.form.strip_prefix("oid:") {
            let oid = cleanpath_model::identifier::Oid::parse(arc).unwrap();
            cleanpath_model::identifier::Oid::parse(example).is_some_and(|o| o.starts_with(&oid))
        } else {
            true
        };
        if !holds {
            wrong.push(format!("{} {} {}", print.technique, print.form, example));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them: {:#?}",
        wrong.len(),
        wrong.iter().take(20).collect::<Vec<_>>()
    );
}

#[test]
fn no_listed_maker_is_named_by_anothers_example() {
    // Of a fingerprint that carries alone, the room must not conclude another maker, unless it is kin.
    let mut wrong = Vec::new();
    for print in REGISTRY.fingerprints() {
        let ([maker], Ok(property)) =
            (print.makers.as_slice(), print.technique.parse::<Property>())
        else {
            continue;
        };
        let verdict = identify_one(property, &print.example, "", "", &REGISTRY);
        let maker = REGISTRY.maker(maker);
        if let Some(org) = verdict.org()
            && !kin::related(&REGISTRY, org, &maker.id)
        {
            wrong.push(format!(
                "{} {:?}: {org}, not {}",
                print.technique, print.example, maker.id
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them: {:#?}",
        wrong.len(),
        wrong.iter().take(30).collect::<Vec<_>>()
    );
}

#[test]
fn management_systems_and_field_buses() {
    for (kind, text, org) in [
        ("nf.vendor-id", "002011", Some("huawei")),
        ("nf.vendor-id", "3902", Some("zte")),
        ("nf.vendor-id", "000193", Some("ericsson")),
        ("nf.vendor-id", "0020110", None),
        ("nf.vendor-id", "2011x", None),
        ("file.vendor", "Huawei", Some("huawei")),
        ("file.vendor", "CMCC", None),
        ("file.vendor", "China Mobile", None),
        ("file.vendor", "Acme Carrier", None),
        (
            "modbus.register",
            "object 0x88 = 1=SUN2000;2=V100R001C01SPC120;3=P1.0-D1.0;4=123232323;5=2",
            Some("huawei"),
        ),
        // The register alone only supports; a code without its register's row says nothing.
        ("modbus.register", "30000 = SUN2000-60KTL-M0", None),
        ("modbus.register", "5000 = 0x2C06", None),
    ] {
        let verdict = one(kind, text);
        assert_eq!(verdict.org(), org, "{kind} {text}: {verdict:#?}");
    }
    let sungrow = one("modbus.register", "5000 = 0x2C06");
    assert_eq!(sungrow.model.as_deref(), Some("SG110CX"));
    assert_eq!(
        sungrow
            .alternatives
            .iter()
            .map(|m| m.id.as_str())
            .collect::<Vec<_>>(),
        ["sungrow"]
    );
    assert_eq!(one("modbus.register", "0 = 0x0003").model, None);
    let both = thing(&[
        (Property::ModbusRegister, "30000 = SUN2000-60KTL-M0"),
        (Property::Model, "SUN2000-60KTL-M0"),
    ]);
    assert_eq!(both.org(), Some("huawei"));
}

#[test]
fn a_stack_is_a_lead_and_never_a_finding() {
    let lead = one("reply.signature", "ittl 255/255 ipid incremental");
    assert_eq!(lead.status, Status::Unknown);
    let named: Vec<_> = lead.alternatives.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(named, ["h3c", "huawei"]);
    assert!(
        lead.because.iter().any(|why| why.contains("0.55")),
        "{lead:#?}"
    );
    for other in [
        "ittl 255/64 ipid incremental",
        "ittl 255/? ipid ?",
        "ittl 255/255 ipid random",
    ] {
        assert!(
            one("reply.signature", other).alternatives.is_empty(),
            "{other}"
        );
    }
    // With a number that only supports, it still decides nothing.
    let both = thing(&[
        (Property::ReplySignature, "ittl 255/255 ipid incremental"),
        (Property::ModbusRegister, "30000 = SUN2000-60KTL-M0"),
    ]);
    assert_eq!(both.status, Status::Unknown);
}

#[test]
fn discovery_protocols_tell_what_their_forms_hold() {
    for (property, text, maker) in [
        (
            Property::RtspRealm,
            "Login to 4K049EBPAG1D7E7",
            Some("dahua"),
        ),
        (
            Property::NetconfCapability,
            "http://www.h3c.com/netconf/base:1.0",
            Some("h3c"),
        ),
        (
            Property::CwmpManufacturer,
            "Huawei Technologies Co., Ltd",
            Some("huawei"),
        ),
        // A realm, a scope or a message that only mentions a maker names nobody.
        (Property::RtspRealm, "Welcome to Huawei", None),
        (
            Property::OnvifScopes,
            "onvif://www.onvif.org/location/huawei-building",
            None,
        ),
        // Both makers' boxes speak it.
        (Property::NdpText, "acc-sw9", None),
    ] {
        let verdict = thing(&[(property, text)]);
        let named = verdict
            .maker
            .filter(|_| verdict.status == Status::Known)
            .map(|m| m.id);
        assert_eq!(named.as_deref(), maker, "{property} {text}");
    }
}

#[test]
fn a_vendor_number_of_ethernet_ip_is_no_more_than_a_label() {
    // Numbers of firms that the registry does not know are not in its table.
    let (number, model) = (Property::EnipVendor, Property::Model);
    assert_eq!(thing(&[(number, "1734")]).status, Status::Unknown);
    // HMS's modules answer inside others' machines.
    assert_eq!(thing(&[(number, "90")]).status, Status::Unknown);
    // A number that nobody has, or that is none, says nothing; zero is a template's.
    for none in ["0", "65000", "70000", "one"] {
        assert!(thing(&[(number, none)]).alternatives.is_empty(), "{none}");
    }
    let found = thing(&[(number, "1"), (model, "DS-2CD2143G2-IS")]);
    assert_eq!(found.status, Status::Conflicting);
}

#[test]
fn a_reason_calls_a_text_by_what_it_was_said_as() {
    let text = "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 12.2(55)SE";
    for kind in ["snmp.sysdescr", "lldp.sysdescr", "cdp.version"] {
        let because = one(kind, text).because;
        let called = format!("{kind} \"Cisco");
        let told = |reason: &String| reason.contains(&called);
        assert!(
            !because.is_empty() && because.iter().all(told),
            "{because:?}"
        );
    }
}
