//! Which way traffic can take, and what stops when some equipment does: questions asked of the network that evidence
//! shows.
//!
//! [`weave`] makes a [`network`] of elements and links out of assets; [`standing`] says of each whether it is to be
//! avoided; [`answer`] proves whether a clean way joins two [`ends`], [`least`] what to replace, [`outage`] what is lost,
//! [`witness`] who sees what, [`used`] which ways were in fact taken. [`told`] and [`page`] put answers into names.
//! The methods over numbered nodes are [`crate::trace`]'s.

pub mod answer;
pub mod ends;
pub mod exchange;
pub mod form;
pub mod html;
pub mod least;
pub mod map;
pub mod network;
pub mod outage;
pub mod page;
pub mod pairs;
pub mod port;
pub mod prices;
mod room;
pub mod standing;
pub mod svg;
pub mod told;
pub mod used;
pub mod weave;
pub mod witness;
