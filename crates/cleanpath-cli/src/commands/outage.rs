//! `outage`: what is lost when a maker's equipment stops.

use super::path::{pretty, woven};
use crate::args::{Books, OutageArgs};
use crate::exit::{BARRED, CLEAR, End, Failure, UNDETERMINED, UNREADABLE};
use crate::rim;
use cleanpath::routes::answer::Terms;
use cleanpath::routes::ends::Ends;
use cleanpath::routes::outage::{Outage, Scenario, exits, outage};
use cleanpath::routes::page;
use cleanpath::routes::told::{self, Asked};
use serde_json::json;
use std::io::{self, Write};

/// Runs the drill twice: unidentified elements run on, and they stop too.
pub(crate) fn run(args: &OutageArgs, books: &Books) -> Result<u8, End> {
    if args.manufacturer.is_empty() {
        let text = "say whose equipment stops: --manufacturer ORG, or a country as two letters";
        return Err(Failure::new(text).into());
    }
    let woven = woven(&args.trace, &args.manufacturer, books)?;
    let network = &woven.network;
    let ends = Ends::of(network);
    let mut chosen = Vec::new();
    for name in &args.exit {
        let end = ends
            .find(name)
            .map_err(|e| Failure::new(format!("--exit: {e}")))?;
        chosen.extend(end.elements);
    }
    let exits = if chosen.is_empty() {
        exits(network)
    } else {
        chosen
    };
    if exits.is_empty() {
        rim::warn(
            "note: no element has the function core or interconnect; nothing counts as stranded for \
             want of a way out. Name exits with --exit",
        );
    }
    let named = told::names(network, &exits);
    let scenario = Scenario {
        exits,
        mbps_per_user: args.mbps_per_user,
        places: args.manufacturer.clone(),
        doubted: false,
    };
    let sure = outage(network, &scenario);
    let worst = outage(
        network,
        &Scenario {
            doubted: true,
            ..scenario
        },
    );
    let asked = woven.asked(Terms {
        forwarding_only: false,
        diverse: false,
    });
    let drill = Drill {
        asked,
        manufacturer: &args.manufacturer,
        exits: named,
        sure: &sure,
        worst: &worst,
        threshold: args.threshold_mw.map(|mw| Threshold::of(mw, &sure, &worst)),
    };
    rim::write(args.output.as_deref(), |out| match args.format.as_str() {
        "json" => pretty(&drill.json(), out),
        _ => drill.text(out),
    })?;
    Ok(if woven.is_unread() {
        UNREADABLE
    } else if sure.direct.elements > 0 {
        BARRED
    } else if worst.direct.elements > 0 {
        UNDETERMINED
    } else {
        CLEAR
    })
}

/// Both drills, and what they were asked with.
struct Drill<'a> {
    asked: Asked,
    manufacturer: &'a [String],
    exits: Vec<String>,
    sure: &'a Outage,
    worst: &'a Outage,
    threshold: Option<Threshold>,
}

impl Drill<'_> {
    fn json(&self) -> serde_json::Value {
        let (asked, sure) = (&self.asked, self.sure);
        json!({
            "asked": asked, "manufacturer": self.manufacturer, "exits": self.exits,
            "direct": sure.direct, "stranded": sure.stranded, "restored": sure.restored,
            "untold": sure.untold, "overloaded": sure.overloaded,
            "overloaded_before": sure.overloaded_before, "unplaced": sure.unplaced,
            "management": {"uncommanded": sure.uncommanded, "commanded": sure.commanded},
            "unidentified": asked.network.unidentified, "if_unidentified_stop": self.worst,
            "threshold": self.threshold.as_ref().map(Threshold::json),
        })
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        page::head(&self.asked, out)?;
        page::outage(self.sure, self.worst, self.asked.network.unidentified, out)?;
        if let Some(threshold) = &self.threshold {
            writeln!(out, "\n{}", threshold.text())?;
        }
        page::limits(out)
    }
}

/// Power lost against the power whose loss the user holds to be dangerous.
struct Threshold {
    megawatts: f64,
    lost: f64,
    at_most: f64,
}

impl Threshold {
    fn of(megawatts: f64, sure: &Outage, worst: &Outage) -> Self {
        let lost = |o: &Outage| o.direct.megawatts + o.stranded.megawatts;
        Self {
            megawatts,
            lost: lost(sure),
            at_most: lost(worst),
        }
    }

    /// `above`, `below`, or `undetermined` where the unidentified elements decide.
    fn state(&self) -> &'static str {
        if self.lost >= self.megawatts {
            "above"
        } else if self.at_most < self.megawatts {
            "below"
        } else {
            "undetermined"
        }
    }

    fn text(&self) -> String {
        format!(
            "Power lost: {} MW, with the unidentified {} MW; threshold {} MW: {}",
            page::number(self.lost),
            page::number(self.at_most),
            page::number(self.megawatts),
            self.state()
        )
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "megawatts": self.megawatts, "lost": self.lost, "lost_at_most": self.at_most,
            "state": self.state(),
        })
    }
}
