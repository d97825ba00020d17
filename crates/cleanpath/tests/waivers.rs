//! What waivers and approvals make of a report: which findings they take out of the count, on which days, and which never.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::assess::assess;
use cleanpath::bench::Inquiry;
use cleanpath::explain::explain;
use cleanpath::gather::{self, FileEvidence};
use cleanpath::registry::Registry;
use cleanpath::report::{ActRuling, Report, WaiverStamp};
use cleanpath::waiver::{WARN_DAYS, Waivers};
use cleanpath_law::LawBook;
use cleanpath_model::date;
use cleanpath_model::request::PartyProperties;
use cleanpath_model::word::{Act, Outcome, Status};
use std::io::Cursor;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::embedded);
static BOOK: LazyLock<LawBook> = LazyLock::new(LawBook::embedded);

const TABLE: &str = "Name,Manufacturer,Model,Kind,Serial,Site,Country,Purpose,Generation,Function
sw1,Huawei,S5720-28P-SI,switch,2102350001,Oslo,NO,,,
sw2,Huawei,S6720-30C,switch,2102350002,Oslo,NO,,,
cam1,Hikvision,DS-2CD2143G0-I,camera,C0000001,Gate,US,critical-infrastructure,,
cam2,Hikvision,DS-2CD2143G0-I,camera,C0000002,Gate,US,,,
box1,,,,9900000001,Gate,US,,,
bts1,Telefonaktiebolaget LM Ericsson,,core-function,E0000001,Gent,BE,,5g,core
,Huawei,S5720-28P-SI,switch,,Oslo,NO,,,
";

/// The only measure that these waivers are of, but for what `more` says.
fn waiver(id: &str, more: &str) -> String {
    let measure = if more.contains("measure") {
        ""
    } else {
        "measure = \"us-ndaa2019-889-a1b\"\n"
    };
    format!(
        "[[waiver]]\nid = \"{id}\"\n{measure}{more}\nreason = \"r\"\nrequested_by = \"a\"\napproved_by = \"b\"\n\
         authority = \"c\"\nissued = \"2026-02-01\"\nexpires = \"2026-11-30\"\n"
    )
}

fn evidence() -> Vec<FileEvidence> {
    let mut bytes = Cursor::new(TABLE.as_bytes().to_vec());
    vec![gather::read("t.csv", &mut bytes, &[]).unwrap()]
}

fn inquiry(text: &str, as_of: &str, party: Option<(&str, &str)>, act: Act) -> Inquiry {
    let files = [("w.toml".to_owned(), text.to_owned())];
    let waivers = Waivers::read(&files, &BOOK, &REGISTRY, WARN_DAYS);
    assert_eq!(waivers.problems(), [], "{text}");
    Inquiry {
        as_of: date::parse(as_of).unwrap(),
        party: party.map(|(country, role)| PartyProperties {
            country: Some(country.to_owned()),
            roles: Some(vec![role.to_owned()]),
            name: None,
        }),
        acts: vec![act],
        all: true,
        waivers,
    }
}

/// The report for a US contractor that uses the things.
fn contractor(text: &str, as_of: &str) -> Report {
    let party = Some(("US", "federal-contractor"));
    assess(
        &evidence(),
        &REGISTRY,
        &BOOK,
        &inquiry(text, as_of, party, Act::Use),
    )
}

fn ruling<'a>(report: &'a Report, asset: &str) -> &'a ActRuling {
    let found = report.assets.iter().find(|a| a.asset == asset).unwrap();
    found.rulings.first().unwrap()
}

fn stamp(report: &Report) -> &WaiverStamp {
    report.waivers.as_ref().unwrap().held.first().unwrap()
}

#[test]
fn a_finding_leaves_the_count_and_comes_back() {
    let text = waiver("W-1", "things = [\"sw1\"]");
    for (day, covered, warns) in [
        ("2026-01-31", false, "is issued on 2026-02-01 only"),
        ("2026-02-01", true, ""),
        ("2026-08-31", true, ""),
        ("2026-09-01", true, "expires in 90 days, on 2026-11-30"),
        ("2026-11-29", true, "expires tomorrow"),
        (
            "2026-11-30",
            true,
            "expires today: what it covers (1 asset) counts again the day after",
        ),
        ("2026-12-01", false, "expired on 2026-11-30"),
    ] {
        let report = contractor(&text, day);
        let outcome = if covered {
            Outcome::Allowed
        } else {
            Outcome::Barred
        };
        assert_eq!(ruling(&report, "sw1").outcome, outcome, "{day}");
        assert_eq!(
            ruling(&report, "sw1").measures,
            ["us-ndaa2019-889-a1b"],
            "{day}"
        );
        assert_eq!(ruling(&report, "sw2").outcome, Outcome::Barred, "{day}");
        assert_eq!(report.summary.waived, u64::from(covered), "{day}");
        assert_eq!(report.summary.barred, 4 - u64::from(covered), "{day}");
        let warnings = stamp(&report).warnings.join("; ");
        assert_eq!(warnings.is_empty(), warns.is_empty(), "{day}: {warnings}");
        assert!(warnings.contains(warns), "{day}: {warnings}");
    }
}

#[test]
fn things_are_named_or_told_by_what_they_are() {
    for (selector, covered) in [
        ("things = [\"2102350002\"]", vec!["sw2"]),
        ("things = [\"sw1\"]\nclass = { site = \"Gate\" }", vec![]),
        ("class = { manufacturer = \"hikvision\" }", vec!["cam1"]),
        (
            "class = { model = \"S57*\", site = \"oslo\" }",
            vec!["sw1", "t.csv row 7"],
        ),
        (
            "class = { kind = \"camera\", manufacturer = \"huawei\" }",
            vec![],
        ),
        ("class = { function = \"core\" }", vec![]),
        // A row's number names whatever stands in that row, so it names nothing.
        ("things = [\"t.csv row 7\"]", vec![]),
    ] {
        let report = contractor(&waiver("W-1", selector), "2026-06-01");
        let waived = report.assets.iter().filter(|a| a.is_waived());
        let mut names: Vec<&str> = waived.map(|a| a.asset.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, covered, "{selector}");
        assert_eq!(stamp(&report).assets, covered.len() as u64, "{selector}");
        let nothing = stamp(&report)
            .warnings
            .iter()
            .any(|w| w.contains("covers nothing"));
        assert_eq!(nothing, covered.is_empty(), "{selector}");
    }
}

#[test]
fn unknown_is_never_waived() {
    let all = "things = [\"cam2\", \"box1\"]";
    let report = contractor(&waiver("W-1", all), "2026-06-01");
    for asset in ["cam2", "box1"] {
        let ruling = ruling(&report, asset);
        assert_eq!(ruling.outcome, Outcome::Undetermined, "{asset}");
        assert!(ruling.waived.is_empty(), "{asset}");
    }
    assert_eq!((stamp(&report).assets, stamp(&report).open), (0, 2));
    assert!(
        stamp(&report)
            .warnings
            .concat()
            .contains("cannot cover 2 assets")
    );
}

#[test]
fn a_thing_of_which_two_makers_are_said_is_not_waived() {
    // A recorder with the label of Lorex, which Dahua builds: barred for either, and which it is stays open.
    let table = "Name,Manufacturer,Model,Kind,Purpose\nnvr1,Lorex,N842A82,recorder,critical-infrastructure\n";
    let mut bytes = Cursor::new(table.as_bytes().to_vec());
    let files = [gather::read("t.csv", &mut bytes, &[]).unwrap()];
    let text = waiver("W-1", "things = [\"nvr1\"]");
    let party = Some(("US", "federal-contractor"));
    // On a day on which Lorex belonged to Dahua.
    let text = text.replace("2026-", "2021-");
    let asked = inquiry(&text, "2021-06-01", party, Act::Use);
    let report = assess(&files, &REGISTRY, &BOOK, &asked);
    let asset = report.assets.first().unwrap();
    assert_eq!(asset.status, Status::Conflicting, "{:?}", asset.because);
    assert_eq!(ruling(&report, "nvr1").outcome, Outcome::Barred);
    assert_eq!(stamp(&report).open, 1);
    let page = explain("nvr1", &files, &REGISTRY, &BOOK, &asked)
        .unwrap()
        .text;
    assert!(
        page.contains("not covered by W-1: who made the thing is not known"),
        "{page}"
    );
}

#[test]
fn a_waiver_of_others_changes_nothing() {
    for more in [
        "things = [\"sw1\"]\ncountry = \"GB\"",
        "things = [\"sw1\"]\nparty = \"Somebody Ltd\"",
        "things = [\"sw1\"]\nmeasure = \"us-ndaa2019-889-a1a\"",
    ] {
        let report = contractor(&waiver("W-1", more), "2026-06-01");
        assert_eq!(ruling(&report, "sw1").outcome, Outcome::Barred, "{more}");
    }
}

#[test]
fn what_is_left_adds_up_anew() {
    // To buy, s.889(a)(1)(B) bars and s.1656 cannot be told without the mission that is served.
    let text = waiver("W-1", "things = [\"sw1\"]");
    let party = Some(("US", "federal-contractor"));
    let asked = inquiry(&text, "2026-06-01", party, Act::Acquire);
    let report = assess(&evidence(), &REGISTRY, &BOOK, &asked);
    let left = ruling(&report, "sw1");
    assert_eq!(left.outcome, Outcome::Undetermined);
    assert!(
        left.missing.contains(&"covered_mission"),
        "{:?}",
        left.missing
    );
    assert_eq!(left.waived.len(), 1);
}

#[test]
fn an_approval_gives_the_permission_that_is_needed_and_no_more() {
    let more = "kind = \"approval\"\nmeasure = \"be-law-2022-02-17\"\nthings = [\"bts1\"]";
    let party = Some(("BE", "mobile-operator"));
    let asked = inquiry(&waiver("A-1", more), "2026-06-01", party, Act::Install);
    let report = assess(&evidence(), &REGISTRY, &BOOK, &asked);
    assert_eq!(ruling(&report, "bts1").outcome, Outcome::Allowed);
    let without = Inquiry {
        waivers: Waivers::default(),
        ..asked
    };
    let report = assess(&evidence(), &REGISTRY, &BOOK, &without);
    assert_eq!(ruling(&report, "bts1").outcome, Outcome::PermissionNeeded);

    let huawei = TABLE.replace("Telefonaktiebolaget LM Ericsson", "Huawei");
    let files = vec![gather::read("t.csv", &mut Cursor::new(huawei.into_bytes()), &[]).unwrap()];
    let asked = inquiry(&waiver("A-1", more), "2026-06-01", party, Act::Install);
    let report = assess(&files, &REGISTRY, &BOOK, &asked);
    assert_eq!(ruling(&report, "bts1").outcome, Outcome::Barred);
    let page = explain("bts1", &files, &REGISTRY, &BOOK, &asked)
        .unwrap()
        .text;
    assert!(
        page.contains("not covered by A-1: an approval gives a permission"),
        "{page}"
    );
}

#[test]
fn where_every_party_is_tried_only_its_own_country_is_waived() {
    let text = waiver("W-1", "things = [\"sw1\"]\ncountry = \"US\"");
    let asked = inquiry(&text, "2026-06-01", None, Act::Acquire);
    let with = assess(&evidence(), &REGISTRY, &BOOK, &asked);
    let without = Inquiry {
        waivers: Waivers::default(),
        ..asked
    };
    let without = assess(&evidence(), &REGISTRY, &BOOK, &without);
    let (with, without) = (ruling(&with, "sw1"), ruling(&without, "sw1"));
    assert!(
        with.waived
            .iter()
            .all(|w| w.measure == "us-ndaa2019-889-a1b")
    );
    assert!(!with.waived.is_empty());
    assert!(with.measures.contains(&"us-ndaa2019-889-a1b".to_owned()));
    // Other countries bar buying it too, and their parties stay as they were.
    assert_eq!(with.outcome, without.outcome);
    let us = |ruling: &ActRuling| ruling.parties.iter().any(|p| p == "US federal-contractor");
    assert!(us(without) && !us(with), "{:?}", with.parties);
}

#[test]
fn the_proof_names_the_waiver_and_its_place() {
    let text = format!(
        "{}\n{}",
        waiver("W-1", "things = [\"sw1\"]"),
        waiver("W-2", "things = [\"sw1\"]\ncountry = \"GB\"")
    );
    let asked = inquiry(
        &text,
        "2026-06-01",
        Some(("US", "federal-contractor")),
        Act::Use,
    );
    let page = explain("sw1", &evidence(), &REGISTRY, &BOOK, &asked)
        .unwrap()
        .text;
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for says in [
        "To use it: allowed, with what is waived left out",
        "us-ndaa2019-889-a1b → barred",
        "covered by waiver W-1, 2026-02-01 to 2026-11-30 (w.toml, line 1 column 1) approved by b, asked for by a reason: r authority: c",
        "not covered by W-2: it is another party's",
    ] {
        assert!(page.contains(says), "{says}\n{page}");
    }
}
