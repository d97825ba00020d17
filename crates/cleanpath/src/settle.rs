//! What a user can do about a fact that a ruling misses, and about a name that nothing has.

use std::collections::BTreeSet;

/// How to settle a fact that a ruling misses: what a user can do next, one sentence a property.
pub fn settle(property: &str) -> &'static str {
    match property {
        "manufacturer" => "who made it: read the label or `show inventory`, or add a walk or scan",
        "kind" => "what it is: add a column 'kind' (switch, camera, …) or the model",
        "purpose" => "what it is used for: add a column 'purpose'",
        "produced_in" => "where it was made: read the label, add a column 'produced-in'",
        "installed" => "when it went into operation: add a column 'installed'",
        "obtained" => "when it was bought: add a column 'obtained'",
        "authorised" => "when the model was authorised: look its id up in the authority's register",
        "manufactured" => "when it was made: read the label, add a column 'manufactured'",
        "generation" => "which network it belongs to: add a column 'generation' (4g, 5g, …)",
        "function" => "what it does in the network: add a column 'function'",
        "sensitive_site" => "whether the site is sensitive: add a column 'sensitive-site'",
        "capacity_kw" => "the plant's size: add a column 'capacity-kw'",
        "remote_access_from" => "from where it can be reached: add a column 'remote-access-from'",
        "share_of_network" => "the maker's share of the network: count it, then ask `decide`",
        "owned_by_state_of" => "whether a state owns the maker: look it up, then ask `decide`",
        "manufacturer_country" => "where the maker has its seat: look it up, then ask `decide`",
        "covered_mission" => {
            "whether it serves a covered mission of the Department of Defense: ask `decide`"
        }
        "sends_data_to" => "to which countries it sends data: measure it, then ask `decide`",
        "contains" => "what is inside: add a bill of materials",
        "model_year" => "its model year: ask `decide`",
        "sanctions_affected" => {
            "whether US sanctions touch its supply: ask the maker, then `decide`"
        }
        "domestic_end_product" => {
            "whether it is a domestic end product: ask the seller, then `decide`"
        }
        "subject_to_ear" => "whether the EAR cover it: ask the seller, then `decide`",
        "name" => "which party you are: give --party",
        "id" => "which country it is: write its code as the resource's id",
        "roles" => "what you are: give --role",
        "country" => "where you are: give --country",
        _ => "add the fact to the evidence, or ask `cleanpath decide` with it",
    }
}

/// The names that are most like one that nothing has: those that hold it first, then by their common beginning.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let wanted = name.to_lowercase();
    let names: BTreeSet<&str> = names.collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|n| {
        let n = n.to_lowercase();
        let pairs = n.chars().zip(wanted.chars());
        let shared = pairs.take_while(|(a, b)| a == b).count();
        (!n.contains(&wanted), std::cmp::Reverse(shared))
    });
    names.truncate(8);
    names.into_iter().map(str::to_owned).collect()
}
