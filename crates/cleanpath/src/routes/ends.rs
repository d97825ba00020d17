//! What the ends of a demand mean: an element by its name, or a site with everything that stands there.

use super::network::Network;
use crate::settle::nearest;
use std::collections::BTreeMap;

/// One end of a demand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// As it was asked for.
    pub name: String,
    /// The elements that it means, in order; traffic may begin or end at any of them.
    pub elements: Vec<u32>,
}

/// Elements by name and by site.
#[derive(Debug)]
pub struct Ends {
    elements: BTreeMap<String, Vec<u32>>,
    sites: BTreeMap<String, Vec<u32>>,
}

impl Ends {
    /// Looks a network over.
    pub fn of(network: &Network) -> Self {
        let mut elements: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut sites: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, element) in network.elements.iter().enumerate() {
            let Ok(number) = u32::try_from(number) else {
                break;
            };
            let name = element.name.to_lowercase();
            elements.entry(name).or_default().push(number);
            if let Some(site) = element.site.as_ref().filter(|_| !element.place) {
                sites.entry(site.to_lowercase()).or_default().push(number);
            }
        }
        // Traffic of a site enters the network where links do; what has none is reached through what has.
        let mut linked = vec![false; network.elements.len()];
        for link in &network.links {
            for end in [link.from, link.to] {
                if let Some(mark) = linked.get_mut(end) {
                    *mark = true;
                }
            }
        }
        for stand in sites.values_mut() {
            let has_link = |e: &u32| linked.get(*e as usize).copied().unwrap_or(false);
            if stand.iter().any(has_link) {
                stand.retain(has_link);
            }
        }
        Self { elements, sites }
    }

    /// What a name means.
    ///
    /// # Errors
    /// Where nothing has the name: the nearest names there are.
    pub fn find(&self, name: &str) -> Result<End, String> {
        let folded = name.trim().to_lowercase();
        let found = self
            .elements
            .get(&folded)
            .or_else(|| self.sites.get(&folded));
        let Some(elements) = found else {
            let known = self.elements.keys().chain(self.sites.keys());
            let near = nearest(&folded, known.map(String::as_str));
            let near = match near.as_slice() {
                [] => "the evidence names none".to_owned(),
                near => format!("the nearest are {}", near.join(", ")),
            };
            return Err(format!("no element and no site is called {name:?}; {near}"));
        };
        Ok(End {
            name: name.trim().to_owned(),
            elements: elements.clone(),
        })
    }

    /// Sites with their elements.
    pub fn sites(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.sites
            .iter()
            .map(|(name, all)| (name.as_str(), all.as_slice()))
    }
}
