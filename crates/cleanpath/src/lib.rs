//! The library of cleanpath: who made the equipment, who controls the maker, what the law in force says.

pub mod identify;
pub mod registry;
