//! The pipeline: files of evidence → assets → manufacturers → rulings → a report.
//!
//! A pure function of evidence, registries, law book and date. Assets that are alike in everything the law can turn on
//! are judged once.

use crate::contents;
use crate::gather::FileEvidence;
use crate::identify::{self, Verdict};
use crate::join::{self, Asset};
use crate::question::{Clerk, Maker, MakerId, Question};
use crate::registry::{self, Registry};
use crate::relabel;
use crate::report::{
    ActRuling, AssetReport, EvidencePlace, EvidenceStamp, LawStamp, MeasureStamp, PartyStamp,
    Report, Summary,
};
use crate::stream::Streamed;
use crate::traits;
use cleanpath_law::{LawBook, Why};
use cleanpath_model::date::Date;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::Observation;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::request::{PartyProperties, Properties};
use cleanpath_model::ruling::{MeasureRuling, Ruling};
use cleanpath_model::word::{About, Act, Outcome, ResourceType, Status};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Places of evidence listed with one asset.
const PLACES: usize = 12;

/// What is asked of the evidence.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// The day of the question.
    pub as_of: Date,
    /// The party; `None`: every party that some rule binds.
    pub party: Option<PartyProperties>,
    /// The acts.
    pub acts: Vec<Act>,
    /// Report assets with nothing to report too.
    pub all: bool,
}

/// One asset with everything known of it, before the law is asked.
#[derive(Debug)]
pub struct Examined<'a> {
    /// The joined asset.
    pub asset: &'a Asset,
    /// Its observations with the file each stands in.
    pub observations: Vec<(&'a FileEvidence, &'a Observation)>,
    /// Who made it.
    pub verdict: Verdict,
    /// Numbers of the observations that decide who made it.
    pub deciding: BTreeSet<usize>,
    /// What the law can turn on.
    pub properties: Properties,
}

impl Examined<'_> {
    /// The maker as a question takes it.
    pub fn maker(&self) -> Maker {
        maker_of(&self.verdict)
    }

    /// The maker, or the sides of a conflict.
    pub fn makers(&self) -> &[registry::Maker] {
        claimed(&self.verdict)
    }

    /// A value of a property: of the first file that has it, the first in alphabetical order.
    pub fn value(&self, property: Property) -> Option<String> {
        let all = self.observations.iter();
        let found = all
            .filter(|(_, o)| o.property == property)
            .min_by_key(|(file, o)| (&file.file, &o.value));
        found.map(|(_, o)| o.value.to_string())
    }
}

/// The maker, where known.
fn known(verdict: &Verdict) -> Option<&registry::Maker> {
    let known = verdict.status == Status::Known;
    verdict.maker.as_ref().filter(|_| known)
}

/// The maker, where known, or the sides of a conflict.
fn claimed(verdict: &Verdict) -> &[registry::Maker] {
    match verdict.status {
        Status::Known => verdict.maker.as_slice(),
        Status::Conflicting => &verdict.alternatives,
        Status::Unknown => &[],
    }
}

/// The maker of a verdict as a question takes it.
pub fn maker_of(verdict: &Verdict) -> Maker {
    let ids: Vec<MakerId> = claimed(verdict)
        .iter()
        .map(|maker| {
            let id = maker.id.clone();
            if maker.registered {
                MakerId::Registered(id)
            } else {
                MakerId::Unregistered(id)
            }
        })
        .collect();
    if ids.is_empty() {
        Maker::Unknown
    } else {
        Maker::OneOf(ids)
    }
}

/// Who made a thing and what the law can turn on, from everything that is said of it.
pub(crate) struct Recognised {
    pub(crate) verdict: Verdict,
    /// Numbers of the observations that decide who made it.
    pub(crate) deciding: BTreeSet<usize>,
    pub(crate) properties: Properties,
}

/// Recognises one thing.
pub(crate) fn recognise(said: &[Observation], registry: &Registry) -> Recognised {
    let claims = identify::claims(said, registry);
    let mut verdict = identify::fuse(&claims, registry);
    let properties = traits::properties(said, &verdict);
    relabel::settle(&mut verdict, &claims, &properties, registry);
    let used = verdict.used.iter().filter_map(|&claim| claims.get(claim));
    let deciding = used.map(|claim| claim.evidence).collect();
    Recognised {
        verdict,
        deciding,
        properties,
    }
}

/// Joins and identifies the things of all files.
pub fn examine<'a>(
    files: &'a [FileEvidence],
    assets: &'a [Asset],
    registry: &Registry,
) -> Vec<Examined<'a>> {
    let mut by_thing: Vec<Vec<Vec<&Observation>>> = files
        .iter()
        .map(|f| vec![Vec::new(); f.things.len()])
        .collect();
    for (file, lists) in files.iter().zip(&mut by_thing) {
        for observation in &file.observations {
            if let Some(list) = lists.get_mut(observation.thing.0 as usize) {
                list.push(observation);
            }
        }
    }
    let mut examined: Vec<Examined<'a>> = assets
        .iter()
        .map(|asset| {
            let mut observations = Vec::new();
            for &(file, thing) in &asset.parts {
                let Some(evidence) = files.get(file) else {
                    continue;
                };
                let list = by_thing
                    .get(file)
                    .and_then(|lists| lists.get(thing.0 as usize));
                observations.extend(list.into_iter().flatten().map(|o| (evidence, *o)));
            }
            let plain: Vec<Observation> = observations.iter().map(|(_, o)| (*o).clone()).collect();
            let Recognised {
                verdict,
                deciding,
                properties,
            } = recognise(&plain, registry);
            Examined {
                asset,
                observations,
                verdict,
                deciding,
                properties,
            }
        })
        .collect();
    let things: Vec<contents::Part<'_>> = examined.iter().map(part).collect();
    for (whole, makers) in contents::inside(&things) {
        if let Some(one) = examined.get_mut(whole) {
            one.properties.contains = Some(makers);
        }
    }
    examined
}

/// Answers the inquiry over all files that are held in memory.
pub fn assess(
    files: &[FileEvidence],
    registry: &Registry,
    book: &LawBook,
    inquiry: &Inquiry,
) -> Report {
    let assets = join::join(files);
    let examined = examine(files, &assets, registry);
    let mut bench = Bench::new(registry, book, inquiry);
    let mut summary = Summary::default();
    let mut reports = Vec::new();
    for one in &examined {
        let report = describe(one, &examined, bench.rule(&one.maker(), &one.properties));
        summary.count(&report, 1);
        if inquiry.all || report.worst() != Outcome::Allowed {
            reports.push(report);
        }
    }
    let mut evidence: Vec<EvidenceStamp> = files.iter().map(stamp).collect();
    evidence.sort_by(|a, b| (&a.file, &a.sha256).cmp(&(&b.file, &b.sha256)));
    if let Some(first) = evidence.first_mut() {
        first.problems.extend(bench.troubles);
    }
    let mut report = Report {
        as_of: inquiry.as_of,
        law: LawStamp {
            edition: book.edition().to_owned(),
            sha256: book.sha256(),
        },
        party: inquiry.party.as_ref().map(PartyStamp::of),
        acts: inquiry.acts.clone(),
        evidence,
        summary,
        measures: BTreeMap::new(),
        assets: reports,
    };
    settle_order(&mut report, book);
    report
}

/// Adds what came of streamed tables.
pub fn extend(
    report: &mut Report,
    streamed: Vec<Streamed>,
    rows: Vec<AssetReport>,
    book: &LawBook,
) {
    for table in streamed {
        report.summary.add(table.summary);
        report.evidence.push(table.stamp);
    }
    report.assets.extend(rows);
    settle_order(report, book);
}

/// Worst first, then by name; and the measures that are named.
fn settle_order(report: &mut Report, book: &LawBook) {
    report.assets.sort_by_cached_key(AssetReport::order);
    report.measures = measures(&report.assets, book);
}

/// What a thing is a part of, and its maker where known.
fn part<'e>(one: &'e Examined<'_>) -> contents::Part<'e> {
    let module = one.asset.about == About::Module;
    let whole = one.asset.parent.filter(|_| module);
    (whole, known(&one.verdict).map(|maker| maker.name.as_str()))
}

/// What a file is to the report.
fn stamp(file: &FileEvidence) -> EvidenceStamp {
    EvidenceStamp {
        file: file.file.clone(),
        sha256: file.sha256.clone(),
        format: file.format.clone(),
        claims: file.observations.len() as u64,
        problems: file.problems.clone(),
    }
}

/// Title and citation of every measure that some ruling names.
fn measures(reports: &[AssetReport], book: &LawBook) -> BTreeMap<String, MeasureStamp> {
    let named: BTreeSet<&str> = reports
        .iter()
        .flat_map(|a| &a.rulings)
        .flat_map(|r| &r.measures)
        .map(String::as_str)
        .collect();
    named
        .into_iter()
        .filter_map(|id| {
            let instrument = book.instrument(id)?;
            let stamp = MeasureStamp {
                title: instrument.title.clone(),
                citation: instrument.citation.clone(),
                force: instrument.force.to_string(),
                bound: instrument.bound.clone(),
            };
            Some((id.to_owned(), stamp))
        })
        .collect()
}

/// One asset as the report shows it.
pub(crate) fn describe(
    one: &Examined<'_>,
    all: &[Examined<'_>],
    rulings: Vec<ActRuling>,
) -> AssetReport {
    let unplaced = Unplaced {
        verdict: &one.verdict,
        properties: &one.properties,
        rulings,
    };
    AssetReport {
        asset: one.asset.name.clone(),
        about: one.asset.about,
        parent: one
            .asset
            .parent
            .and_then(|p| all.get(p))
            .map(|p| p.asset.name.clone()),
        serial: one.value(Property::Serial),
        site: one.value(Property::Site),
        country: one.value(Property::Country),
        evidence: places(one),
        ..unplaced.report(one.value(Property::Model))
    }
}

/// What is known of an asset apart from which one it is and where it stands.
pub(crate) struct Unplaced<'a> {
    pub(crate) verdict: &'a Verdict,
    pub(crate) properties: &'a Properties,
    pub(crate) rulings: Vec<ActRuling>,
}

impl Unplaced<'_> {
    /// The report without name and place; `stated` is the model as the evidence has it.
    pub(crate) fn report(self, stated: Option<String>) -> AssetReport {
        let verdict = self.verdict;
        let known = known(verdict);
        let sides = if verdict.status == Status::Conflicting {
            claimed(verdict)
        } else {
            &[]
        };
        AssetReport {
            kind: self.properties.kind.clone(),
            status: verdict.status,
            org: known.map(|m| m.id.clone()),
            manufacturer: known.map(|m| m.name.clone()),
            candidates: sides.iter().map(|m| m.id.clone()).collect(),
            model: verdict.model.clone().or(stated),
            contains: contents::others(self.properties, known.map(|m| m.name.as_str())),
            basis: verdict.basis,
            because: verdict.because.clone(),
            rulings: self.rulings,
            ..AssetReport::unjudged()
        }
    }
}

/// Where the claims stand: the ones that decide first, then one of each file.
fn places(one: &Examined<'_>) -> Vec<EvidencePlace> {
    let mut files = BTreeSet::new();
    let deciding = one
        .observations
        .iter()
        .enumerate()
        .filter(|(i, _)| one.deciding.contains(i));
    let others = one.observations.iter().enumerate();
    let mut places: Vec<EvidencePlace> = Vec::new();
    for (index, (file, observation)) in deciding.chain(others) {
        let decides = one.deciding.contains(&index);
        if places.len() >= PLACES || !(files.insert(&file.file) || decides) {
            continue;
        }
        let place = EvidencePlace {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            at: observation.at.to_string(),
        };
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.is_empty() {
        places.extend(one.observations.first().map(|(file, o)| EvidencePlace {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            at: o.at.to_string(),
        }));
    }
    places
}

/// A party that some rule binds, as it is printed.
type Bound = (PartyProperties, String);

/// The judge's bench: asks the law once for each class.
#[derive(Debug)]
pub struct Bench<'a> {
    clerk: Clerk<'a>,
    inquiry: &'a Inquiry,
    parties: BTreeMap<Act, Vec<Bound>>,
    classes: HashMap<(Maker, Properties), Vec<ActRuling>>,
    /// Properties that mean nothing to the law, as diagnostics.
    pub troubles: BTreeSet<Diagnostic>,
}

impl<'a> Bench<'a> {
    /// A bench for one inquiry.
    pub fn new(registry: &'a Registry, book: &'a LawBook, inquiry: &'a Inquiry) -> Self {
        let mut parties = BTreeMap::new();
        if inquiry.party.is_none() {
            for &act in &inquiry.acts {
                parties.insert(act, bound_parties(book, act, inquiry.as_of));
            }
        }
        Self {
            clerk: Clerk::new(registry, book),
            inquiry,
            parties,
            classes: HashMap::new(),
            troubles: BTreeSet::new(),
        }
    }

    /// The rulings of a thing, one an act.
    pub fn rule(&mut self, maker: &Maker, properties: &Properties) -> Vec<ActRuling> {
        let class = (maker.clone(), properties.clone());
        if let Some(known) = self.classes.get(&class) {
            return known.clone();
        }
        let rulings: Vec<ActRuling> = self
            .inquiry
            .acts
            .iter()
            .map(|&act| self.act(act, maker, properties))
            .collect();
        self.classes.insert(class, rulings.clone());
        rulings
    }

    fn act(&mut self, act: Act, maker: &Maker, properties: &Properties) -> ActRuling {
        match &self.inquiry.party {
            Some(party) => one_party(&self.judge(act, party, maker, properties)),
            None => {
                let parties = self.parties.get(&act).cloned().unwrap_or_default();
                let rulings: Vec<(Ruling, String)> = parties
                    .iter()
                    .map(|(party, label)| {
                        (self.judge(act, party, maker, properties), label.clone())
                    })
                    .collect();
                every_party(act, &rulings)
            }
        }
    }

    /// Measures in force on the act that do not apply to a thing, each with the reason of its first rule.
    pub fn silent(
        &self,
        act: Act,
        party: &PartyProperties,
        one: &Examined<'_>,
    ) -> Vec<(String, String)> {
        let maker = one.maker();
        let question = self.question(act, party, &maker, &one.properties);
        let Ok(facts) = self.clerk.facts(&question) else {
            return Vec::new();
        };
        self.clerk
            .book()
            .explain(&facts)
            .into_iter()
            .filter(|e| e.outcome == Outcome::Allowed)
            .filter_map(|e| {
                let reason = match &e.rules.first()?.why {
                    Why::NotMet { condition } => format!("not met: {condition}"),
                    Why::Excepted { condition } => format!("excepted: {condition}"),
                    Why::Applies { because, .. } => because.clone(),
                };
                Some((e.id, reason))
            })
            .collect()
    }

    fn question<'q>(
        &self,
        act: Act,
        party: &'q PartyProperties,
        maker: &'q Maker,
        properties: &'q Properties,
    ) -> Question<'q> {
        let as_of = self.inquiry.as_of;
        Question {
            act,
            resource: ResourceType::Equipment,
            country: None,
            party,
            properties,
            maker: Some(maker),
            as_of,
        }
    }

    /// Asks the law. What cannot be asked is undetermined: nothing fails open.
    fn judge(
        &mut self,
        act: Act,
        party: &PartyProperties,
        maker: &Maker,
        properties: &Properties,
    ) -> Ruling {
        let as_of = self.inquiry.as_of;
        let question = self.question(act, party, maker, properties);
        match self.clerk.facts(&question) {
            Ok(facts) => self.clerk.book().judge(&facts),
            Err(bad) => {
                self.troubles
                    .insert(Diagnostic::new(Code::Value, At::File, bad.to_string()));
                Ruling {
                    act,
                    outcome: Outcome::Undetermined,
                    as_of,
                    measures: Vec::new(),
                    missing: BTreeSet::from([bad.property]),
                    excuses: BTreeSet::new(),
                }
            }
        }
    }
}

/// Every party that a rule about `act` speaks of on a day.
fn bound_parties(book: &LawBook, act: Act, as_of: Date) -> Vec<Bound> {
    let label = |party: &PartyProperties| {
        let mut label = party
            .country
            .clone()
            .unwrap_or_else(|| "any country".into());
        for part in party.roles.iter().flatten().chain(&party.name) {
            label.push(' ');
            label.push_str(part);
        }
        label
    };
    let parties = book.parties(act, as_of);
    parties
        .iter()
        .map(|p| p.properties())
        .map(|party| (party.clone(), label(&party)))
        .collect()
}

/// The ruling for the one party asked for.
fn one_party(ruling: &Ruling) -> ActRuling {
    ActRuling {
        act: ruling.act,
        outcome: ruling.outcome,
        measures: ruling.measures.iter().map(|m| m.id.clone()).collect(),
        missing: ruling.missing.iter().copied().collect(),
        excuses: ruling.excuses.iter().copied().collect(),
        parties: Vec::new(),
        details: ruling.measures.clone(),
    }
}

/// The strongest outcome over all bound parties, and for whom it holds.
fn every_party(act: Act, rulings: &[(Ruling, String)]) -> ActRuling {
    let outcome = rulings
        .iter()
        .map(|(r, _)| r.outcome)
        .min()
        .unwrap_or(Outcome::Allowed);
    let mut details: BTreeMap<String, MeasureRuling> = BTreeMap::new();
    let mut missing = BTreeSet::new();
    let mut excuses = BTreeSet::new();
    let mut parties = Vec::new();
    if outcome != Outcome::Allowed {
        for (ruling, label) in rulings.iter().filter(|(r, _)| r.outcome == outcome) {
            parties.push(label.clone());
            missing.extend(ruling.missing.iter().copied());
            excuses.extend(ruling.excuses.iter().copied());
            for measure in &ruling.measures {
                details
                    .entry(measure.id.clone())
                    .or_insert_with(|| measure.clone());
            }
        }
    }
    let mut details: Vec<MeasureRuling> = details.into_values().collect();
    details.sort_by(|a, b| (a.outcome, &a.id).cmp(&(b.outcome, &b.id)));
    ActRuling {
        act,
        outcome,
        measures: details.iter().map(|m| m.id.clone()).collect(),
        missing: missing.into_iter().collect(),
        excuses: excuses.into_iter().collect(),
        parties,
        details,
    }
}
