//! What changed between two days: for each asset and act whose outcome differs both outcomes, the measures that account
//! for it, and what happened to these measures or to the ownership of the maker in between.
//!
//! A pure function of evidence, registries, law book, waivers and two dates. The same evidence is judged on both days. Whether the
//! law or the ownership made the difference is not guessed: each is asked with the other held still.

mod cause;
mod text;

pub use cause::{Cause, concerning};
pub use text::{between, changes};

use crate::assess::{measures, stamp};
use crate::bench::{Bench, Inquiry};
use crate::describe::describe;
use crate::gather::FileEvidence;
use crate::join;
use crate::question::{Clerk, Maker};
use crate::recognise::{Examined, examine};
use crate::registry::Registry;
use crate::report::{ActRuling, AssetReport, EvidenceStamp, LawStamp, MeasureStamp, PartyStamp};
use cause::Causes;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::request::Properties;
use cleanpath_model::word::{Act, Outcome};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that one comparison found.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The earlier day.
    pub from: Date,
    /// The later day.
    pub to: Date,
    /// The law book used for both.
    pub law: LawStamp,
    /// The party asked for; absent: every party that a rule binds on the day was tried.
    pub party: Option<PartyStamp>,
    /// The acts asked for.
    pub acts: Vec<Act>,
    /// The files read.
    pub evidence: Vec<EvidenceStamp>,
    /// Counts.
    pub summary: Counts,
    /// Citation and title of every measure that accounts for a change.
    pub measures: BTreeMap<String, MeasureStamp>,
    /// The assets that changed, worst first.
    pub assets: Vec<AssetChange>,
}

/// Counts of assets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All that were compared.
    pub assets: u64,
    /// With an act whose outcome differs.
    pub changed: u64,
    /// With an act that became barred.
    pub newly_barred: u64,
    /// With none of these, and an act that became undetermined.
    pub newly_undetermined: u64,
    /// With neither, and an act of a stronger outcome than before.
    pub newly_restricted: u64,
    /// With changes to weaker outcomes alone.
    pub eased: u64,
    /// With the same outcomes, by other measures than before.
    pub other_measures: u64,
}

/// One asset that changed.
#[derive(Debug, Clone, Serialize)]
pub struct AssetChange {
    /// The asset, with its rulings on the later day.
    #[serde(flatten)]
    pub asset: AssetReport,
    /// One an act whose outcome differs.
    pub changes: Vec<ActChange>,
}

/// The two outcomes of one act.
#[derive(Debug, Clone, Serialize)]
pub struct ActChange {
    /// The act.
    pub act: Act,
    /// The ruling of the earlier day.
    pub before: ActRuling,
    /// The ruling of the later day.
    pub after: ActRuling,
    /// The measures that account for the difference, each with what happened.
    pub because: Vec<Cause>,
}

impl ActChange {
    /// Whether the outcome grew stronger.
    pub fn worse(&self) -> bool {
        self.after.outcome < self.before.outcome
    }
}

impl AssetChange {
    /// The strongest outcome that is new; none where everything only eased.
    pub fn worst(&self) -> Option<Outcome> {
        let worse = self.changes.iter().filter(|c| c.worse());
        worse.map(|c| c.after.outcome).min()
    }

    /// Worst first; of what eased, what was strongest before.
    fn order(&self) -> impl Ord + use<> {
        let before = self.changes.iter().map(|c| c.before.outcome).min();
        let eased = self.worst().is_none();
        (eased, self.worst(), before, self.asset.order())
    }
}

/// Compares the evidence on `from` with itself on the inquiry's own day.
pub fn compare(
    files: &[FileEvidence],
    registry: &Registry,
    book: &LawBook,
    inquiry: &Inquiry,
    from: Date,
) -> Comparison {
    let assets = join::join(files);
    let examined = examine(files, &assets, registry);
    let earlier = Inquiry {
        as_of: from,
        ..inquiry.clone()
    };
    let mut days = Days {
        before: Bench::new(registry, book, &earlier),
        after: Bench::new(registry, book, inquiry),
        causes: Causes::new(registry, book, &earlier, inquiry),
    };
    let mut summary = Counts::default();
    let mut changed = Vec::new();
    for one in &examined {
        let change = days.asset(one, &examined, &mut summary);
        changed.extend(change);
    }
    changed.sort_by_cached_key(AssetChange::order);
    let mut evidence: Vec<EvidenceStamp> = files.iter().map(stamp).collect();
    evidence.sort_by(|a, b| (&a.file, &a.sha256).cmp(&(&b.file, &b.sha256)));
    if let Some(first) = evidence.first_mut() {
        first.problems.extend(days.after.troubles);
    }
    let acts = changed.iter().flat_map(|a| &a.changes);
    let named = acts.flat_map(|c| c.because.iter().map(|b| &b.measure));
    Comparison {
        from,
        to: inquiry.as_of,
        law: LawStamp::of(book),
        party: inquiry
            .party
            .as_ref()
            .map(|party| PartyStamp::of(party, &Clerk::new(registry, book))),
        acts: inquiry.acts.clone(),
        evidence,
        summary,
        measures: measures(named, book),
        assets: changed,
    }
}

/// A maker, what the law can turn on, and the numbers of the waivers that speak of the thing.
type Thing<'t> = (&'t Maker, &'t Properties, &'t [usize]);

fn ruled(bench: &mut Bench<'_>, (maker, properties, waivers): Thing<'_>) -> Vec<ActRuling> {
    bench.rule(maker, properties, waivers.to_vec())
}

/// The benches of the two days.
struct Days<'a> {
    before: Bench<'a>,
    after: Bench<'a>,
    causes: Causes<'a>,
}

impl Days<'_> {
    /// One asset on both days; `None` where every outcome is the same.
    fn asset(
        &mut self,
        one: &Examined<'_>,
        all: &[Examined<'_>],
        summary: &mut Counts,
    ) -> Option<AssetChange> {
        summary.assets += 1;
        let maker = one.maker();
        let waivers = one.waivers(self.after.waivers());
        let thing = (&maker, &one.properties, &*waivers);
        let before = ruled(&mut self.before, thing);
        let after = ruled(&mut self.after, thing);
        let pairs = || before.iter().zip(&after);
        if pairs().all(|(b, a)| b.outcome == a.outcome) {
            let others = pairs().any(|(b, a)| b.measures != a.measures);
            summary.other_measures += u64::from(others);
            return None;
        }
        let differing = pairs().filter(|(b, a)| b.outcome != a.outcome);
        let changes = differing
            .map(|(b, a)| ActChange {
                act: a.act,
                because: self.causes.of(thing, b, a),
                before: b.clone(),
                after: a.clone(),
            })
            .collect();
        let change = AssetChange {
            asset: describe(one, all, &mut self.after),
            changes,
        };
        summary.changed += 1;
        match change.worst() {
            Some(Outcome::Barred) => summary.newly_barred += 1,
            Some(Outcome::Undetermined) => summary.newly_undetermined += 1,
            Some(_) => summary.newly_restricted += 1,
            None => summary.eased += 1,
        }
        Some(change)
    }
}
