//! Folders of evidence and cases, for every test that walks them. It knows what lies where, not what a case means.
#![allow(clippy::unwrap_used, reason = "a test stops at the first trouble")]
#![allow(dead_code, reason = "each test uses a part")]

use cleanpath::gather::{self, FileEvidence};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The folder of the whole project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every entry of a folder, by name.
pub(crate) fn entries(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .collect();
    found.sort();
    found
}

/// The last part of a path.
pub(crate) fn leaf(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Reads every file of a folder as evidence, under its bare name.
pub(crate) fn evidence(folder: &Path) -> Vec<FileEvidence> {
    entries(folder)
        .iter()
        .map(|path| gather::read(&leaf(path), &mut File::open(path).unwrap(), &[]).unwrap())
        .collect()
}
