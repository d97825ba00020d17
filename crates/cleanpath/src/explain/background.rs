//! The page's part on what binds nobody by itself: powers, proposals, assessments, statements, reports of the party's
//! country, each with its force.

use super::Page;
use crate::report::wrapped;
use cleanpath_law::Instrument;
use std::io::{self, Write};

impl Page<'_> {
    /// Instruments without a rule of the country of the party, issued by the day of the question and not at an end.
    pub(super) fn background(&self, out: &mut dyn Write) -> io::Result<()> {
        let party = self.inquiry.party.as_ref();
        let Some(country) = party.and_then(|party| party.country.as_deref()) else {
            return Ok(());
        };
        // Days of issue known to the month or the year are shorter texts, and so the earlier ones.
        let day = self.inquiry.as_of.to_string();
        let stands = |about: &Instrument| {
            about.jurisdiction == country
                && about.issued.as_str() <= day.as_str()
                && about.end.is_none_or(|last| last >= self.inquiry.as_of)
                && self.book.acts_of(&about.id).is_empty()
        };
        let found: Vec<&Instrument> = self.book.instruments().filter(|a| stands(a)).collect();
        if found.is_empty() {
            return Ok(());
        }
        writeln!(out, "\n5. Background of {country}: bars nothing by itself")?;
        for about in found {
            let text = format!("{} ({}): {}", about.id, about.force, about.title);
            wrapped(out, "   ", &text)?;
        }
        Ok(())
    }
}
