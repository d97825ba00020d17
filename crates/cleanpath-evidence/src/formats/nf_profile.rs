//! Profiles of network functions as an NRF holds them (3GPP TS 29.510 `NFProfile`): one, a list, or the result of a
//! search.
//!
//! A profile is of a function, which is software: `vendorId` is the enterprise number of whoever made that software,
//! in six digits with leading zeros. It says nothing of the platform and the host beneath. Names are the operator's.

use crate::days::Order;
use crate::format::{Counting, Format, Input, Likelihood, Nature, Sink};
use crate::lines::head_text;
use crate::node::{self, Node};
use crate::statement::tell;
use crate::words;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;
use std::io;

/// Profiles of an NRF.
#[derive(Debug)]
pub struct NfProfile;

impl Format for NfProfile {
    fn name(&self) -> &'static str {
        "nf-profile"
    }

    fn spec(&self) -> &'static str {
        "3GPP NFProfile of an NRF (TS 29.510), JSON"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let has = |mark: &str| head.contains(mark);
        match head.trim_start().starts_with(['{', '[']) {
            true if has("\"nfInstanceId\"") && has("\"nfType\"") => Likelihood::Certain,
            true if has("\"nfInstances\"") || has("\"nfInstanceList\"") => Likelihood::Likely,
            _ => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut sink = Counting::new(sink);
        node::records(input.bytes, &|_| false, &mut |at, record| match record {
            Ok(node) => search(&node, &at, &mut sink),
            Err(diagnostic) => sink.diagnose(diagnostic),
        })?;
        sink.diagnose_empty("no profile of a network function");
        Ok(())
    }
}

/// Profiles in an answer: the record itself, or what stands inside it.
fn search(node: &Node, at: &At, sink: &mut dyn Sink) {
    if node.child("nfType").is_some() {
        return profile(node, at, sink);
    }
    for inner in node.nodes.iter().filter(|inner| !inner.nodes.is_empty()) {
        search(inner, &inner.place(at), sink);
    }
}

/// Members of a profile and what they say.
const MEMBERS: &[(&str, P)] = &[
    ("nfInstanceId", P::AssetTag),
    ("fqdn", P::HostName),
    ("ipv4Addresses", P::IpAddress),
    ("ipv6Addresses", P::IpAddress),
    ("locality", P::Site),
    ("locality", P::HostedAt),
    ("nfStatus", P::Status),
    ("vendorId", P::NfVendorId),
];

fn profile(node: &Node, at: &At, sink: &mut dyn Sink) {
    let thing = sink.thing(About::Box, None);
    let kind = node.text_of("nfType");
    let name = node.text_of("nfInstanceName");
    let mut say =
        |at: &At, property, text: &str| tell(sink, thing, at, property, text, Order::Unknown);
    if name.is_empty() {
        say(
            at,
            P::Name,
            &format!("{kind} {}", node.text_of("nfInstanceId")),
        );
    } else {
        say(at, P::Name, name);
    }
    say(at, P::Layer, "function");
    say(at, P::NetworkFunction, kind);
    // Applications and functions of an operator's own are of the network's edge or of nobody knows what.
    if words::term(kind).is_some_and(|term| term.kind.is_some()) {
        say(at, P::Kind, kind);
    } else if !kind.is_empty() && kind != "AF" && !kind.starts_with("CUSTOM_") {
        say(at, P::Kind, "5g core");
    }
    for inner in &node.nodes {
        for (_, property) in MEMBERS.iter().filter(|(name, _)| *name == inner.name) {
            say(&inner.place(at), *property, &inner.text);
        }
    }
    services(node, at, thing, sink);
}

/// Services whose software is another maker's than the function's are parts of it.
fn services(node: &Node, at: &At, thing: ThingId, sink: &mut dyn Sink) {
    let own = node.text_of("vendorId");
    // A list (before release 16), or a map by the service's id.
    let listed = node
        .all("nfServices")
        .map(|service| (service, service.place(at)));
    let mapped = node.all("nfServiceList").flat_map(|map| {
        let above = map.place(at);
        map.nodes
            .iter()
            .map(move |service| (service, service.place(&above)))
    });
    for (service, place) in listed.chain(mapped) {
        let vendor = service.text_of("vendorId");
        if vendor.is_empty() || vendor == own {
            continue;
        }
        let part = sink.thing(About::Module, Some(thing));
        let name = format!(
            "{} {}",
            node.text_of("nfInstanceId"),
            service.text_of("serviceName")
        );
        tell(sink, part, &place, P::Name, &name, Order::Unknown);
        tell(sink, part, &place, P::NfVendorId, vendor, Order::Unknown);
    }
}
