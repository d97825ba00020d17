//! Whole-room tests: traps, pairs, order, and every example of the tables.
