//! The nouns of cleanpath and their parsing, named in the words of the field (see docs/glossary.md).
//!
//! This room knows no files, no clock, no async, no Cedar: it holds what the other rooms talk about.

pub mod carried;
pub mod country;
pub mod date;
pub mod diagnostic;
pub mod facts;
pub mod fold;
pub mod hop;
pub mod identifier;
pub mod observation;
pub mod organisation;
pub mod place;
pub mod property;
pub mod request;
pub mod ruling;
pub mod word;
