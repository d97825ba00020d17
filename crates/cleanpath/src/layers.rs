//! What hangs on what: a function on its software, software on its platform, a platform on its host, each at a site,
//! under a manager, within somebody's reach (`Tie`).
//!
//! A tie is what the evidence states of a thing; the other end is found by name among the assets and stays a name
//! where none or several have it. Layers are never merged, and the maker of one says nothing of the next.

use crate::recognise::Examined;
use cleanpath_model::property::Property;
use cleanpath_model::word::Tie;
use std::collections::{BTreeSet, HashMap};

/// A tie of an asset.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tied {
    /// How it hangs on the other.
    pub tie: Tie,
    /// What the evidence calls the other.
    pub to: String,
    /// The other, where exactly one asset has that name.
    pub asset: Option<usize>,
}

/// Assets by what they are called, in lower case; `None` where several are called so. Looked up and never walked, so
/// that its order shows nowhere.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, Option<usize>>);

/// What a thing can be called.
const CALLED: [Property; 3] = [Property::Name, Property::HostName, Property::AssetTag];

impl Names {
    /// The names of all assets.
    pub fn of(all: &[Examined<'_>]) -> Self {
        let mut names: HashMap<String, Option<usize>> = HashMap::new();
        for (index, one) in all.iter().enumerate() {
            let said = one.observations.iter();
            let said = said.filter(|(_, o)| CALLED.contains(&o.property));
            for name in said
                .map(|(_, o)| &*o.value)
                .chain([one.asset.name.as_str()])
            {
                let known = names.entry(name.to_lowercase()).or_insert(Some(index));
                *known = known.filter(|other| *other == index);
            }
        }
        Self(names)
    }

    /// The asset that a name in lower case means: `None` where nothing is called so, `Some(None)` where several are.
    pub fn get(&self, name: &str) -> Option<Option<usize>> {
        self.0.get(name).copied()
    }
}

/// What the evidence states that an asset hangs on, in order.
pub fn stated(one: &Examined<'_>) -> impl Iterator<Item = (Tie, String)> {
    let said = one.observations.iter();
    let said = said.filter_map(|(_, o)| Some((o.property.tie()?, o.value.to_string())));
    said.collect::<BTreeSet<_>>().into_iter()
}

/// The ties of one asset, with the others where they are assets; a site is a place where it is hosted.
pub fn ties(one: &Examined<'_>, names: &Names) -> Vec<Tied> {
    let site = one.value(Property::Site).map(|site| (Tie::HostedAt, site));
    let all: BTreeSet<(Tie, String)> = stated(one).chain(site).collect();
    let tied = |(tie, to): (Tie, String)| {
        let asset = names.get(&to.to_lowercase()).flatten();
        Tied { tie, to, asset }
    };
    all.into_iter().map(tied).collect()
}

/// Steps that are followed from one asset: more layers than networks have.
const STEPS: usize = 8;

/// Everything that an asset hangs on, near before far: how many steps away, and the tie. Circles are cut.
pub fn below(start: usize, all: &[Examined<'_>]) -> Vec<(usize, Tied)> {
    let names = Names::of(all);
    let mut seen = BTreeSet::from([start]);
    let mut out = Vec::new();
    descend(start, 0, all, &names, &mut seen, &mut out);
    out
}

fn descend(
    at: usize,
    depth: usize,
    all: &[Examined<'_>],
    names: &Names,
    seen: &mut BTreeSet<usize>,
    out: &mut Vec<(usize, Tied)>,
) {
    let Some(one) = all.get(at).filter(|_| depth < STEPS) else {
        return;
    };
    for tied in ties(one, names) {
        let next = tied.asset.filter(|next| seen.insert(*next));
        out.push((depth, tied));
        if let Some(next) = next {
            descend(next, depth + 1, all, names, seen, out);
        }
    }
}
