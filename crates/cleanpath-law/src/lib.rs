//! The law room: the book is loaded, checked, picked by date and judged here, and nowhere else is Cedar known.
//!
//! Facts go in ([`cleanpath_model::facts::Facts`]), rulings come out ([`cleanpath_model::ruling::Ruling`]). The room
//! knows nothing of evidence, files or names of companies. The format of the book is law/README.md's.

mod book;
mod cedar;
mod change;
mod check;
mod compile;
mod condition;
mod explain;
mod index;
mod instrument;
mod judge;
mod page;
mod party;
mod rule;
mod select;
mod syntax;
#[cfg(test)]
mod tests;
mod timeline;
mod token;
mod trouble;
mod verify;

pub use book::{LawBook, ListInForce};
pub use change::{Change, Turn};
pub use explain::{Explanation, RuleExplanation, Why};
pub use instrument::{Case, Citation, Covers, Entry, Event, Instrument, NameList};
pub use page::{Page, RuleText};
pub use party::Addressee;
pub use select::{How, Reach, Selected, Target, Wanted};
pub use verify::{Check, Finding, Registrar, Verification, Witness};
