//! What crosses what: ways, cuts and least replacement over a graph of numbered nodes.
//!
//! These are the methods alone. A node is a number, whether it is open, what it weighs and what it costs are given;
//! nothing here knows of evidence, makers or files. Every answer is the same for the same input: equal choices fall to
//! the smallest number.

pub mod cut;
pub mod disjoint;
pub mod dominate;
pub(crate) mod flow;
pub mod graph;
pub mod light;
pub mod replace;
pub mod valley;
pub mod way;

#[cfg(test)]
mod tests;
