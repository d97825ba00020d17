//! Which measures can reach an organisation: held against the worked cases of the law, and known ones by hand.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]

use cleanpath::registry::Registry;
use cleanpath::target::{meant, reaching};
use cleanpath_law::{How, LawBook, Selected, Wanted};
use cleanpath_model::date::{self, Date};
use cleanpath_model::word::{Act, Outcome, Role};

fn on(day: &str) -> Date {
    date::parse(day).unwrap()
}

fn ways(all: &[Selected<'_>], id: &str) -> Vec<(How, String, bool)> {
    let measure = all.iter().find(|measure| measure.instrument.id == id);
    let reach = measure.into_iter().flat_map(|measure| &measure.reach);
    reach
        .map(|way| (way.by, way.through.join(" "), way.inside))
        .collect()
}

/// Whatever a case finds barred, or short of that, for a maker, a list of what can reach this maker has too.
#[test]
fn no_measure_that_reaches_a_maker_in_a_case_is_left_out() {
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let mut held = 0;
    for case in book.cases() {
        let thing = &case.request.resource.properties;
        // Goods of an earlier day belong to the group of that day; the list is asked for the day of the question.
        let dated = thing.obtained.is_some() || thing.manufactured.is_some();
        let (Some(name), false) = (&thing.manufacturer, dated) else {
            continue;
        };
        if case.outcome == Outcome::Allowed || case.request.resource.kind == "country" {
            continue;
        }
        let act: Act = case.request.action.name.parse().unwrap();
        let wanted = Wanted {
            as_of: Some(on(case.request.context.as_of.as_deref().unwrap())),
            act: Some(act),
            ..Wanted::default()
        };
        let all = reaching(&book, &registry, name, &wanted);
        let found = all.iter().any(|m| m.instrument.id == case.instrument);
        // A part inside may be what the case is about.
        assert!(
            found || thing.contains.is_some(),
            "{}: {}",
            case.instrument,
            case.title
        );
        held += usize::from(found);
    }
    assert!(held > 200, "only {held} cases were held against the list");
}

#[test]
fn a_maker_is_reached_by_its_controller_while_it_is_controlled() {
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let wanted = |day: &str| Wanted {
        as_of: Some(on(day)),
        ..Wanted::default()
    };
    let id = "us-ndaa2019-889-a1a";
    let before = reaching(&book, &registry, "Honor", &wanted("2020-06-01"));
    let affiliate = (How::Affiliate, "huawei".to_owned(), false);
    assert!(
        ways(&before, id).contains(&affiliate),
        "{:?}",
        ways(&before, id)
    );
    let after = reaching(&book, &registry, "Honor", &wanted("2021-06-01"));
    assert_eq!(ways(&after, id), []);
    let ever = reaching(&book, &registry, "Honor", &Wanted::default());
    assert!(ways(&ever, id).contains(&affiliate));
}

#[test]
fn names_lists_parts_and_criteria_are_told_apart() {
    let (registry, book) = (Registry::embedded(), LawBook::embedded());
    let of = |name: &str| {
        let wanted = Wanted {
            as_of: Some(on("2026-10-01")),
            ..Wanted::default()
        };
        reaching(&book, &registry, name, &wanted)
    };
    let huawei = of("huawei");
    let part_b = ways(&huawei, "us-ndaa2019-889-a1b");
    assert!(part_b.contains(&(How::Named, "huawei".to_owned(), false)));
    assert!(part_b.contains(&(How::Named, "huawei".to_owned(), true)));
    let list = "us-ndaa2021-1260h".to_owned();
    assert_eq!(
        ways(&huawei, "us-ndaa2024-805"),
        [(How::List, list.clone(), false)]
    );
    assert_eq!(
        ways(&huawei, "us-ndaa2021-1260h"),
        [(How::List, list, false)]
    );
    let cisco = of("Cisco");
    assert_eq!(ways(&cisco, "us-ndaa2019-889-a1b"), []);
    assert_eq!(ways(&cisco, "us-bis-el-huawei-2019-05"), []);
    assert_eq!(
        ways(&cisco, "fr-loi-2019-810"),
        [(How::Anyone, String::new(), false)]
    );
    let lithuanian = ways(&huawei, "lt-5g-2021");
    assert_eq!(lithuanian, [(How::Criterion, "CN".to_owned(), false)]);
    // Of one whom nobody knows, nobody knows the seat either.
    let nobody = of("Nobody In Particular Ltd.");
    assert!(meant("Nobody In Particular Ltd.", &registry).is_empty());
    let lithuanian = nobody
        .iter()
        .find(|m| m.instrument.id == "lt-5g-2021")
        .unwrap();
    assert!(lithuanian.reach.iter().all(|way| way.uncertain));
}

/// Act, role and organisation are asked of one and the same rule.
#[test]
fn filters_hold_of_one_rule_together() {
    let book = LawBook::embedded();
    let ids = |wanted: &Wanted<'_>| -> Vec<String> {
        let all = book.select(wanted, None);
        all.iter().map(|m| m.instrument.id.clone()).collect()
    };
    let contractor = ids(&Wanted {
        role: Some(Role::FederalContractor),
        act: Some(Act::Use),
        ..Wanted::default()
    });
    assert!(contractor.iter().any(|id| id == "us-ndaa2019-889-a1b"));
    assert!(!contractor.iter().any(|id| id == "uk-dvd-huawei-2022"));
    let carrying = Wanted {
        act: Some(Act::Carry),
        ..Wanted::default()
    };
    for measure in book.select(&carrying, None) {
        assert!(
            measure
                .rules
                .iter()
                .all(|rule| rule.acts.contains(&Act::Carry))
        );
        assert!(!measure.rules.is_empty());
    }
    let past = ids(&Wanted {
        as_of: Some(on("2018-06-01")),
        jurisdiction: Some("US"),
        ..Wanted::default()
    });
    assert!(past.iter().any(|id| id == "us-bis-zte-denial-2018"));
    assert!(!past.iter().any(|id| id == "us-ndaa2019-889-a1b"));
    assert_eq!(ids(&Wanted::default()).len(), book.instruments().count());
}

#[test]
fn a_page_holds_every_rule_as_its_file_has_it() {
    let book = LawBook::embedded();
    for instrument in book.instruments() {
        let page = book.page(&instrument.id).unwrap();
        let source: String = book
            .files_of(&instrument.id)
            .iter()
            .map(|(_, text)| *text)
            .collect();
        assert_eq!(page.rules.len(), source.matches("\nforbid").count());
        for rule in &page.rules {
            assert!(
                rule.cedar.starts_with("forbid") && rule.cedar.ends_with(';'),
                "{}",
                rule.id
            );
            assert!(source.contains(rule.cedar), "{}", rule.id);
        }
    }
    assert!(
        book.page("us-ndaa2021-1260h")
            .unwrap()
            .relied_on_by
            .contains("us-ndaa2024-805")
    );
    assert!(book.page("no-such-measure").is_none());
}
