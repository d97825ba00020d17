//! Folders of cases, for every test that walks them. It knows what lies where, not what a case means.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of all cases.
pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases")
}

/// Folders in a folder, by name.
pub(crate) fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found = entries(path);
    found.retain(|path| path.is_dir());
    found
}

/// The last part of a path.
pub(crate) fn leaf(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// The one file `input.*` of a case, if it has one.
pub(crate) fn input(case: &Path) -> Result<Option<PathBuf>, String> {
    let mut found = entries(case);
    found.retain(|path| path.file_stem().is_some_and(|stem| stem == "input"));
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        _ => Err("a case has one input.*".into()),
    }
}

fn entries(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    found.sort();
    found
}
