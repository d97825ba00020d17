//! Tells cargo that the law book is part of the crate: a new file under `law/` must reach `include_dir`.

fn main() {
    let law = concat!(env!("CARGO_MANIFEST_DIR"), "/../../law");
    let mut out = std::io::stdout();
    // Nothing can be done about a closed pipe to cargo; a stale book shows in the tests.
    let _ = std::io::Write::write_all(
        &mut out,
        format!("cargo:rerun-if-changed={law}\n").as_bytes(),
    );
}
