//! Judging: facts in, ruling out, in three-valued logic (law/README.md).
//!
//! Knows how rules add up to a measure and measures to a ruling; knows nothing of how facts were found. Unknown is
//! never clean: a rule that could fire makes its measure `undetermined` and names what would settle it.

use crate::book::{LawBook, Shelf};
use crate::rule::{Rule, Silence};
use cleanpath_model::date::Date;
use cleanpath_model::facts::{Facts, Slot, Value};
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{Confidence, Outcome};
use std::collections::BTreeSet;

/// What one rule adds to its measure.
pub(crate) struct Hit<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) outcome: Outcome,
    pub(crate) missing: BTreeSet<Slot>,
    pub(crate) excuses: BTreeSet<Slot>,
    /// Why the outcome is weaker than what the rule says.
    pub(crate) doubt: Option<String>,
}

impl LawBook {
    /// The ruling of the whole book.
    pub fn judge(&self, facts: &Facts) -> Ruling {
        let country = match facts.get(Slot::PartyCountry) {
            Some(Value::Text(country)) => Some(&**country),
            _ => None,
        };
        let candidates = self.index.candidates(facts.act, country);
        self.rule_on(
            candidates.filter_map(|number| self.rules.get(number)),
            facts,
        )
    }

    /// The ruling of one instrument alone; `None` where the book does not hold it.
    pub fn judge_instrument(&self, id: &str, facts: &Facts) -> Option<Ruling> {
        let number = self.number(id)?;
        let own = |rule: &&Rule| rule.instrument == number && rule.acts.contains(&facts.act);
        Some(self.rule_on(self.rules.iter().filter(own), facts))
    }

    fn rule_on<'a>(&'a self, rules: impl Iterator<Item = &'a Rule>, facts: &Facts) -> Ruling {
        let in_force = rules.filter(|rule| rule.in_force(facts.as_of));
        let mut hits: Vec<Hit<'_>> = in_force
            .filter_map(|rule| self.hit(rule, facts).ok())
            .collect();
        hits.sort_by(|a, b| {
            let key = |hit: &Hit<'_>| (hit.rule.instrument, hit.outcome);
            key(a).cmp(&key(b)).then_with(|| a.rule.id.cmp(&b.rule.id))
        });
        let measures = hits
            .chunk_by(|a, b| a.rule.instrument == b.rule.instrument)
            .filter_map(|hits| self.measure(hits, facts))
            .collect();
        Ruling::of(facts.act, facts.as_of, measures)
    }

    /// What a rule in force adds to its measure under the facts, or why it is silent.
    pub(crate) fn hit<'a>(&self, rule: &'a Rule, facts: &Facts) -> Result<Hit<'a>, Silence> {
        let speech = rule.verdict(facts)?;
        let doubt = self.doubt(rule, facts.as_of);
        Ok(Hit {
            rule,
            outcome: said(rule, speech.known && doubt.is_none()),
            missing: speech.missing,
            excuses: speech.excuses,
            doubt,
        })
    }

    /// What a rule says on a day where all that it turns on is known to hold.
    pub(crate) fn outcome_on(&self, rule: &Rule, day: Date) -> Outcome {
        said(rule, self.doubt(rule, day).is_none())
    }

    fn doubt(&self, rule: &Rule, day: Date) -> Option<String> {
        let shelf = self.shelves.get(rule.instrument)?;
        doubt(rule, shelf, day)
    }

    /// The ruling of one measure from the rules of it that speak, strongest first.
    fn measure(&self, hits: &[Hit<'_>], facts: &Facts) -> Option<MeasureRuling> {
        let first = hits.first()?;
        let about = &self.shelves.get(first.rule.instrument)?.about;
        let decisive = || hits.iter().filter(|hit| hit.outcome == first.outcome);
        let properties = |slots: &BTreeSet<Slot>| {
            slots
                .iter()
                .map(|slot| facts.property(*slot))
                .collect::<Vec<_>>()
        };
        let mut because: Vec<String> = hits.iter().map(|hit| hit.because(self, facts)).collect();
        if about.confidence == Confidence::C {
            because.push("The text of this measure was not seen; it rests on one secondary source or on general knowledge (confidence C)".to_owned());
        }
        Some(MeasureRuling {
            id: about.id.clone(),
            outcome: first.outcome,
            citation: about.citation.clone(),
            because,
            rules: hits.iter().map(|hit| hit.rule.id.to_string()).collect(),
            missing: decisive()
                .flat_map(|hit| properties(&hit.missing))
                .collect(),
            excuses: decisive()
                .flat_map(|hit| properties(&hit.excuses))
                .collect(),
        })
    }
}

/// What a rule says; what binds and is not certain is undetermined.
fn said(rule: &Rule, certain: bool) -> Outcome {
    if certain || rule.outcome == Outcome::AdvisedAgainst {
        rule.outcome
    } else {
        Outcome::Undetermined
    }
}

/// Why what a rule says is not certain, whatever the facts.
fn doubt(rule: &Rule, shelf: &Shelf, as_of: Date) -> Option<String> {
    if let Some(fault) = &rule.fault {
        return Some(format!("the rule could not be read ({fault})"));
    }
    if let Some(certain) = shelf.about.certain_from.filter(|certain| as_of < *certain) {
        let first = shelf.about.in_force.unwrap_or(rule.since);
        return Some(format!(
            "sources differ on the first day, which lies between {first} and {certain}"
        ));
    }
    let doubtful = "it rests on one secondary source or on general knowledge (confidence C)";
    rule.doubtful.then(|| doubtful.to_owned())
}

impl Hit<'_> {
    /// One sentence on what the rule does here.
    pub(crate) fn because(&self, book: &LawBook, facts: &Facts) -> String {
        let title = book
            .shelves
            .get(self.rule.instrument)
            .map_or("", |shelf| &shelf.about.title);
        let mut out = if self.rule.because.is_empty() {
            title
        } else {
            &self.rule.because
        }
        .to_owned();
        let mut add = |before: &str, text: &str, after: &str| {
            if !text.is_empty() {
                out.extend([before, text, after]);
            }
        };
        let named = |slots: &BTreeSet<Slot>| {
            let names: BTreeSet<_> = slots.iter().map(|slot| facts.property(*slot)).collect();
            names.into_iter().collect::<Vec<_>>().join(", ")
        };
        add(" [", &self.rule.cite, "]");
        add("; not known: ", &named(&self.missing), "");
        add("; ", self.doubt.as_deref().unwrap_or_default(), "");
        add("; not claimed, for want of: ", &named(&self.excuses), "");
        out
    }
}
