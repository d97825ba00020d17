//! Whether a maker's name in a text is the speaker's own, or that of a box which the text speaks about.
//!
//! A box says its name as a signboard does: at the head of the text, of a line or of a clause, behind a greeting, a
//! model number or a copyright sign. People write the same name into the texts of other boxes ("uplink to", "backup
//! of", "gateway for"), and general software serves pages about it. Such a name is a lead, and decides nothing.

use crate::registry::{Registry, Word};

/// Software of general servers and sites, folded: where it speaks, a maker's name beside it is its subject and not its
/// own. Monitoring and inventories, home automation, exchanges and proxies, web and file servers, public sites.
const SPEAKERS: &[&str] = &[
    "zabbix",
    "grafana",
    "prometheus",
    "nagios",
    "icinga",
    "cacti",
    "librenms",
    "observium",
    "checkmk",
    "prtg",
    "netbox",
    "phpipam",
    "rancid",
    "oxidized",
    "openvas",
    "home assistant",
    "homeassistant",
    "openhab",
    "jupnp",
    "opensips",
    "kamailio",
    "freeswitch",
    "asterisk",
    "vsftpd",
    "filezilla",
    "pyftpdlib",
    "aiohttp",
    "node js",
    "nodejs",
    "werkzeug",
    "gunicorn",
    "nginx",
    "index of",
    "wikipedia",
    "github",
    "gitlab",
    "huawei cloud",
    "alibaba cloud",
    "google cloud",
];

/// Systems that run on anybody's computer, folded: beside them a firm's name is what somebody wrote, a product's word
/// (a brand) is still the firmware's.
const SYSTEMS: &[&str] = &[
    "ubuntu", "debian", "centos", "fedora", "raspbian", "windows",
];

/// Words before a name, in its clause, that lead away from the speaker: prepositions, and what one box does with
/// another. "On" and "by" are not of them: software runs on the box, and a copyright is held by its maker.
const AWAY: &[&str] = &[
    "against",
    "backup",
    "backups",
    "behind",
    "buy",
    "collector",
    "compatible",
    "connected",
    "connecting",
    "connects",
    "downlink",
    "emulates",
    "exporter",
    "for",
    "from",
    "manages",
    "managing",
    "mirror",
    "monitoring",
    "monitors",
    "of",
    "polling",
    "polls",
    "property",
    "proxy",
    "running",
    "runs",
    "serves",
    "serving",
    "simulates",
    "to",
    "toward",
    "towards",
    "trunk",
    "uplink",
    "via",
    "with",
];

/// Words behind which a maker is stated, as DOCSIS has it in the description of a modem (RFC 4639, section 4.1).
const KEYS: &[&str] = &["manufacturer", "mfg", "vendor"];

/// Words anywhere in a name's clause that tell of work about boxes and not of a box.
const WORK: &[&str] = &[
    "archive",
    "backup",
    "backups",
    "emulator",
    "exporter",
    "honeypot",
    "mock",
    "poller",
    "polling",
    "simulator",
    "uplink",
    "vlan",
];

/// Words in the title of a page about a maker, which a box's own page does not have.
const PAGES: &[&str] = &[
    "blog",
    "careers",
    "dealer",
    "dealers",
    "distributor",
    "distributors",
    "forum",
    "forums",
    "jobs",
    "news",
    "prices",
    "reseller",
    "resellers",
    "review",
    "reviews",
    "shop",
    "wiki",
];

/// Who wrote the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Author {
    /// The firmware, as a rule.
    Firmware,
    /// A page's author: a box, or anybody who writes about boxes.
    Page,
    /// The operator: a stock agent says what its configuration holds.
    Operator,
}

/// Whether a name found in a text is the speaker's own.
pub(super) fn is_own(text: &str, word: &Word<'_>, author: Author) -> bool {
    let all = folded(text);
    let named = |table: &[&str]| table.iter().any(|name| holds(&all, name));
    if named(SPEAKERS) || (!word.brand && !word.head && named(SYSTEMS)) {
        return false;
    }
    let (before, clause) = clause(text, word.from);
    let said = |words: &[String], table: &[&str]| words.iter().any(|w| table.contains(&w.as_str()));
    let clause = folded(clause);
    if said(&clause, WORK) || (author == Author::Page && said(&clause, PAGES)) {
        return false;
    }
    if word.head {
        return true;
    }
    let said_before = folded(before);
    let last = said_before.last().map(String::as_str);
    if last.is_some_and(|key| KEYS.contains(&key)) {
        return true;
    }
    if author == Author::Operator && !word.brand {
        return false;
    }
    let lower = before.to_lowercase();
    let signs = ["copyright", "(c)", "©"];
    signs.iter().any(|sign| lower.contains(sign))
        || is_greeted(&said_before)
        || !said(&said_before, AWAY)
}

/// Whether the words before a name end in a greeting ("Welcome to the").
fn is_greeted(before: &[String]) -> bool {
    let greeting = before.iter().rposition(|word| word == "welcome");
    greeting
        .and_then(|at| before.get(at..))
        .is_some_and(Registry::greets)
}

/// Whether a text that begins with a model number is its box's: nothing in it tells of general software or of work about
/// boxes. What follows are its ports and features.
pub(super) fn is_speaker(text: &str) -> bool {
    let words = folded(text);
    let any = |table: &[&str]| table.iter().any(|name| holds(&words, name));
    !any(SPEAKERS) && !any(SYSTEMS) && !any(WORK)
}

/// The clause in which a name stands: what lies before the name, and the whole.
fn clause(text: &str, from: usize) -> (&str, &str) {
    const ENDS: [&str; 8] = ["\n", "\r", ". ", "; ", "! ", "? ", " | ", " - "];
    let (before, after) = text.split_at_checked(from).unwrap_or((text, ""));
    let starts = ENDS
        .iter()
        .filter_map(|e| before.rfind(e).map(|at| at + e.len()));
    let start = starts.max().unwrap_or(0);
    let stop = ENDS.iter().filter_map(|e| after.find(e)).min();
    let stop = before.len() + stop.unwrap_or(after.len());
    (
        before.get(start..).unwrap_or_default(),
        text.get(start..stop).unwrap_or_default(),
    )
}

/// The words of a text in small letters.
fn folded(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether the words of a name stand side by side.
fn holds(words: &[String], name: &str) -> bool {
    let name: Vec<&str> = name.split(' ').collect();
    words.windows(name.len()).any(|w| w == name)
}
