//! Hostile bytes to observations: one file a format, one table of formats.
//!
//! This room knows no law, no companies and no judging. Reading never panics, never allocates by a number found
//! in the input, never follows an external entity, and never loses the good records around a bad one.

pub mod archive;
pub mod cli;
pub mod collect;
pub mod days;
mod forest;
pub mod format;
pub mod formats;
pub mod fuzz;
mod graph;
mod hops;
pub mod json;
pub mod limits;
mod lines;
mod node;
pub mod statement;
pub mod table;
pub mod words;
pub mod xml;

pub use collect::{Collected, HEAD, read_into};
pub use format::{Format, Input, Likelihood, Nature, Read, Sink};
pub use formats::{FORMATS, sniff};
