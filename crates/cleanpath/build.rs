//! Turns `registry/organisations/*.toml` into one compact JSON text in the output folder.
//!
//! Reading TOML at every start would cost more than the whole budget of `cleanpath decide`; JSON reads an order of
//! magnitude faster. Nothing is judged here: types and contradictions are checked where the registry is loaded.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a build script speaks to cargo, and is its own rim"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The tables of an organisations file.
const TABLES: [&str; 4] = ["organisation", "link", "state_link", "lookalike"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../registry");
    let folder = root.join("organisations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut merged = serde_json::Map::new();
    for file in files(&folder)? {
        println!("cargo:rerun-if-changed={}", file.display());
        let text = fs::read_to_string(&file)?;
        let table: serde_json::Map<String, serde_json::Value> =
            toml::from_str(&text).map_err(|e| format!("{}: {e}", file.display()))?;
        for (name, rows) in table {
            if !TABLES.contains(&name.as_str()) {
                return Err(format!("{}: unknown table [[{name}]]", file.display()).into());
            }
            let all = merged
                .entry(name)
                .or_insert_with(|| serde_json::Value::Array(Vec::new()));
            if let (Some(all), serde_json::Value::Array(rows)) = (all.as_array_mut(), rows) {
                all.extend(rows);
            }
        }
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("organisations.json");
    fs::write(out, serde_json::to_vec(&merged)?)?;
    Ok(())
}

/// The TOML files of a folder in the order of their names; none where there is no folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
