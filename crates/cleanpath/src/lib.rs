//! The library of cleanpath: who made the equipment, who controls the maker, what the law in force says.
//!
//! Pure: bytes and a date go in, a report comes out. Files, clock, argv and terminal belong to the rim.
//! The modules follow the data: [`gather`] → [`join`] → [`identify`] → [`recognise`] → [`question`] → [`bench`] →
//! [`assess`] → [`report`]; [`reconcile`] holds records against what was observed, [`waiver`] leaves out of the count what
//! an authority lifted, [`stream`] does the same for tables too large to hold, [`decide`] asks the law without evidence,
//! [`layers`] says what hangs on what, [`explain`] prints a proof, [`compare`] says what changed between two days,
//! [`addressed`] says of which parties the book does not speak.

pub mod addressed;
pub mod assess;
pub mod attribute;
pub mod bench;
pub mod compare;
mod contents;
pub mod decide;
mod describe;
pub mod explain;
pub mod gather;
pub mod identify;
pub mod join;
pub mod layers;
pub mod question;
pub mod recognise;
pub mod reconcile;
pub mod registry;
pub mod relabel;
pub mod report;
pub mod routes;
pub mod settle;
pub mod stream;
pub mod target;
pub mod trace;
pub mod traits;
pub mod verify;
pub mod waiver;
pub mod worked;
