//! `law verify`: the law book's own analysis, its requests read as `decide` reads them.
//!
//! Knows the registry and the clerk; what is verified, and how, is the law room's.

use crate::decide;
use crate::question::Clerk;
use crate::registry::Registry;
use cleanpath_law::{LawBook, Registrar, Verification};
use cleanpath_model::facts::Facts;
use cleanpath_model::request::Request;

/// Reads requests with the registry at hand.
struct Desk<'a> {
    clerk: Clerk<'a>,
}

impl Registrar for Desk<'_> {
    fn facts(&self, request: &Request) -> Option<Facts> {
        decide::facts(request, &self.clerk).ok()
    }

    fn name(&self, id: &str) -> Option<String> {
        let row = self.clerk.registry().organisation(id)?;
        Some(row.name.clone())
    }

    fn ids(&self) -> Vec<&str> {
        let rows = self.clerk.registry().organisations().all();
        rows.iter().map(|row| row.id.as_str()).collect()
    }
}

/// Verifies every rule of the book against these registries.
pub fn verify(book: &LawBook, registry: &Registry) -> Verification {
    let clerk = Clerk::new(registry, book);
    book.verify(&Desk { clerk })
}
