//! The page's part on layers: what the asset hangs on with the maker of each, and what authorities say of its function.

use super::Page;
use crate::layers;
use crate::recognise::Examined;
use crate::registry::sensitivity::{self, Level};
use crate::report::{clean, wrapped};
use cleanpath_model::property::Property;
use cleanpath_model::word::{Status, Tie};
use std::io::{self, Write};

impl Page<'_> {
    /// What the asset hangs on, each with who made it: layers are different things with makers of their own.
    pub(super) fn layers(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(own) = self.all.iter().position(|one| std::ptr::eq(one, self.one)) else {
            return Ok(());
        };
        let below = layers::below(own, self.all);
        if below.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n   Layers, each a thing of its own")?;
        for (depth, tied) in below {
            let head = format!("   {}{} ", "  ".repeat(depth), tied.tie);
            let other = tied.asset.and_then(|at| self.all.get(at));
            let told = match other {
                Some(other) => format!("{}: {}", clean(&other.asset.name), made(other)),
                // A place, or a country, has no maker; everything else that is named has one.
                None if matches!(tied.tie, Tie::HostedAt | Tie::OperableFrom) => clean(&tied.to),
                None => format!(
                    "{}: in no evidence, so that its maker is not known",
                    clean(&tied.to)
                ),
            };
            wrapped(out, &head, &told)?;
        }
        Ok(())
    }

    /// What authorities say of the asset's function, one by one.
    pub(super) fn sensitivity(&self, out: &mut dyn Write) -> io::Result<()> {
        let named = self.one.value(Property::NetworkFunction);
        let function = self.one.properties.function.as_deref();
        let levels = self.registry.sensitivity();
        let found = sensitivity::of(&levels, named.as_deref(), function);
        if found.is_empty() {
            return Ok(());
        }
        let what = named.as_deref().or(function).unwrap_or_default();
        let text = format!(
            "What authorities say of {}, each in its own words (no law by itself)",
            clean(what)
        );
        writeln!(out)?;
        wrapped(out, "   ", &text)?;
        for level in found {
            wrapped(out, "   - ", &told(level))?;
            let source = format!("{} ({})", level.source, level.confidence);
            wrapped(out, "     source: ", &source)?;
        }
        Ok(())
    }
}

/// Who made a thing, as far as that is known.
fn made(one: &Examined<'_>) -> String {
    let names: Vec<String> = one
        .makers()
        .iter()
        .map(|maker| clean(&maker.name))
        .collect();
    match one.verdict.status {
        Status::Known => names.join(", "),
        Status::Conflicting => format!("manufacturer conflicting: {}", names.join(", ")),
        Status::Unknown => "manufacturer unknown".to_owned(),
    }
}

/// A row in one line.
fn told(level: &Level) -> String {
    let mut text = format!("{} ({}): ", level.authority, level.edition);
    let by = if level.deadline.is_empty() {
        String::new()
    } else {
        format!("by {}", level.deadline)
    };
    let most = if level.cap.is_empty() {
        String::new()
    } else {
        format!("at most {}", level.cap)
    };
    let scope = if level.scope.is_empty() {
        String::new()
    } else {
        format!("as {}", level.scope)
    };
    let parts: Vec<&str> = [&level.level, &level.rule, &by, &most, &scope]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    text.push_str(&parts.join("; "));
    text
}
