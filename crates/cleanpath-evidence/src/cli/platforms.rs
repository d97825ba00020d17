//! Readers of one platform family each: the outputs whose shape is that family's own.

pub(super) mod access;
pub(super) mod cisco;
pub(super) mod computers;
pub(super) mod huawei;
pub(super) mod others;
pub(super) mod zte;
