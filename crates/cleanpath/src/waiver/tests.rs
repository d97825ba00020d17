//! Every way in which a waiver is refused, and what it may be written as.

use super::select::Pattern;
use super::{WARN_DAYS, Waivers};
use crate::registry::Registry;
use cleanpath_law::LawBook;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::embedded);
static BOOK: LazyLock<LawBook> = LazyLock::new(LawBook::embedded);

/// The lines of a waiver that holds, by key.
const GOOD: [(&str, &str); 9] = [
    ("id", "id = \"W-1\""),
    ("measure", "measure = \"us-ndaa2019-889-a1b\""),
    ("things", "things = [\"sw1\"]"),
    ("reason", "reason = \"replaced in spring\""),
    ("requested_by", "requested_by = \"Network Operations\""),
    ("approved_by", "approved_by = \"Head of the Agency\""),
    ("authority", "authority = \"s.889(d)(1)\""),
    ("issued", "issued = \"2026-01-01\""),
    ("expires", "expires = \"2026-12-31\""),
];

/// The good waiver with one line put in the place of that of `key`, or added.
fn with(key: &str, line: &str) -> String {
    let mut text = "[[waiver]]\n".to_owned();
    let mut put = false;
    for (name, good) in GOOD {
        let line = if name == key { line } else { good };
        put |= name == key;
        text.push_str(line);
        text.push('\n');
    }
    if !put {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn read(text: &str) -> Waivers {
    let files = [("w.toml".to_owned(), text.to_owned())];
    Waivers::read(&files, &BOOK, &REGISTRY, WARN_DAYS)
}

fn told(waivers: &Waivers) -> String {
    let lines: Vec<String> = waivers.problems().iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn the_good_one_holds() {
    for line in [
        "things = [\"sw1\"]",
        "class = { manufacturer = \"Huawei Technologies\", kind = \"switch\" }",
        "class = { model = \"S57*\", site = \"Oslo\", function = \"core\" }",
    ] {
        let waivers = read(&with("things", line));
        assert!(
            !waivers.is_empty() && waivers.problems().is_empty(),
            "{line}: {}",
            told(&waivers)
        );
    }
    assert!(
        !read(&with("issued", "issued = 2026-01-01")).is_empty(),
        "a bare day is one too"
    );
}

/// A key, the line in its place, and what must be said of it.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "approved_by",
        "approved_by = \"network operations.\"",
        "line 7 column 15: \"network operations.\" approves what they asked for themselves",
    ),
    (
        "approved_by",
        "approved_by = \"Operations, Network\"",
        "approves what they asked for themselves",
    ),
    ("approved_by", "approved_by = \"—\"", "names nobody"),
    (
        "approved_by",
        "",
        "line 1 column 1: it has no `approved_by`",
    ),
    ("requested_by", "", "it has no `requested_by`"),
    ("id", "", "it has no `id`"),
    ("reason", "", "it has no `reason`"),
    (
        "reason",
        "reason = \" \"",
        "line 5 column 10: `reason` is empty",
    ),
    ("reason", "reason = 7", "`reason` is integer, not a text"),
    ("expires", "", "it has no `expires`"),
    (
        "expires",
        "expires = \"2025-12-31\"",
        "expires on 2025-12-31, before it is issued on 2026-01-01",
    ),
    (
        "expires",
        "expires = \"2026-02-30\"",
        "line 10 column 11: `expires` = \"2026-02-30\" is no day",
    ),
    (
        "issued",
        "issued = \"soon\"",
        "`issued` = \"soon\" is no day",
    ),
    (
        "measure",
        "measure = \"us-ndaa2019-889-a1c\"",
        "the nearest are us-ndaa2019-889-a1",
    ),
    (
        "measure",
        "measure = \"be-law-2022-02-17\"\nkind = \"approval\"\nacts = [\"use\"]",
        "does not speak of the act use",
    ),
    (
        "kind",
        "kind = \"approval\"",
        "asks for no permission that could be given",
    ),
    (
        "measure",
        "measure = \"us-bis-el-huawei-2019-05\"",
        "write kind = \"approval\"",
    ),
    ("kind", "kind = \"wavier\"", "the nearest known are waiver"),
    ("acts", "acts = [\"buy\"]", "unknown word \"buy\""),
    ("acts", "acts = []", "`acts` is no list, or an empty one"),
    ("things", "", "names neither things nor a class"),
    (
        "things",
        "things = []",
        "`things` is no list, or an empty one",
    ),
    ("things", "things = [\"\"]", "`things` is empty"),
    ("things", "class = {}", "names neither things nor a class"),
    ("things", "class = \"switches\"", "`class` is no table"),
    (
        "things",
        "class = { kind = \"swich\" }",
        "the nearest known are switch",
    ),
    ("things", "class = { model = \"*\" }", "fits everything"),
    (
        "things",
        "class = { manufacturer = \"Huawai\" }",
        "write a registry id, such as huawei",
    ),
    (
        "things",
        "class = { vendor = \"huawei\" }",
        "a class has no key \"vendor\"",
    ),
    (
        "aprover",
        "aprover = \"x\"",
        "line 11 column 1: a waiver has no key \"aprover\"",
    ),
    ("country", "country = \"usa\"", "is no country code"),
];

#[test]
fn each_mistake_is_refused_with_its_place() {
    for (key, line, says) in MISTAKES {
        let waivers = read(&with(key, line));
        let told = told(&waivers);
        assert!(waivers.is_empty(), "{line} holds");
        assert!(told.contains(says), "{line}: {told}");
        assert!(told.contains("hint:"), "{line}: {told}");
    }
}

#[test]
fn a_file_that_is_none_holds_nothing() {
    for (text, says) in [
        ("", "the file holds no waiver"),
        ("[[waiver]]\nid = ", "line 2"),
        (
            "[waiver]\nid = \"W-1\"\n",
            "write [[waiver]], in two brackets",
        ),
        ("waiver = [1]\n", "a waiver is a table"),
        ("[[wavier]]\nid = \"W-1\"\n", "the nearest known are waiver"),
    ] {
        let waivers = read(text);
        assert!(waivers.is_empty());
        assert!(
            told(&waivers).contains(says),
            "{text:?}: {}",
            told(&waivers)
        );
    }
}

#[test]
fn one_mistake_does_not_take_the_others_with_it() {
    let bad = with("reason", "");
    let good = with("id", "id = \"W-2\"");
    let waivers = read(&format!("{bad}\n{good}"));
    assert!(waivers.get("W-1").is_none() && waivers.get("W-2").is_some());
}

#[test]
fn an_id_used_twice_counts_for_nothing() {
    let text = with("id", "id = \"W-1\"");
    let files = ["a.toml", "b.toml"].map(|file| (file.to_owned(), text.clone()));
    let waivers = Waivers::read(&files, &BOOK, &REGISTRY, WARN_DAYS);
    assert!(waivers.is_empty());
    let told = told(&waivers);
    assert!(
        told.contains("b.toml: line 1 column 1: the id \"W-1\" is used twice, first in a.toml"),
        "{told}"
    );
}

#[test]
fn what_nobody_may_waive_is_not_waived() {
    let instrument = "id = \"xa-test\"\ntitle = \"T\"\njurisdiction = \"XA\"\ninstrument = \"I\"\ncitation = \"C\"\n\
        in_force = \"2020-01-01\"\nforce = \"law\"\nconfidence = \"A\"\nwaiver = \"none\"\n";
    let rule = "@id(\"xa-test/1\")\n@outcome(\"barred\")\n@cite(\"1\")\nforbid (principal, action == Action::\"use\", \
        resource)\nwhen { resource.makers.containsAny([\"huawei\"]) };\n";
    let files = vec![
        ("xa/test/instrument.toml".to_owned(), instrument.to_owned()),
        ("xa/test/2020-01-01.cedar".to_owned(), rule.to_owned()),
    ];
    let (book, troubles) = LawBook::load(files);
    assert!(troubles.is_empty(), "{troubles:?}");
    let text = with("measure", "measure = \"xa-test\"");
    let waivers = Waivers::read(&[("w.toml".to_owned(), text)], &book, &REGISTRY, WARN_DAYS);
    assert!(waivers.is_empty());
    assert!(
        told(&waivers).contains("nobody may waive xa-test"),
        "{}",
        told(&waivers)
    );
}

#[test]
fn patterns_fit_whole_texts() {
    let pattern = Pattern::new("S57?0-*").unwrap();
    for (text, fits) in [
        ("S5720-28P-SI", true),
        ("s5730-X", true),
        ("S5720", false),
        ("XS5720-28P", false),
        ("S57.0-", true),
    ] {
        assert_eq!(pattern.fits(Some(text)), fits, "{text}");
    }
    assert!(!pattern.fits(None), "what is not known fits nothing");
    assert!(Pattern::new("a.c").unwrap().fits(Some("A.C")));
    assert!(
        !Pattern::new("a.c").unwrap().fits(Some("abc")),
        "a dot is a dot"
    );
}
