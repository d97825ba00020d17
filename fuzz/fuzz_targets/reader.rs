//! One target for every format: `FORMAT` names the reader, without it the content decides. A new format needs no
//! new target; `run.sh` takes the formats from `cases/evidence/`.

#![no_main]

use cleanpath_evidence::fuzz;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static FORMAT: LazyLock<Option<String>> = LazyLock::new(|| std::env::var("FORMAT").ok());

fuzz_target!(|bytes: &[u8]| {
    let counted = match &*FORMAT {
        Some(format) => fuzz::read_as(format, bytes),
        None => fuzz::read_any(bytes),
    };
    assert_eq!(counted.breaches, 0);
});
