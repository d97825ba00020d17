//! Folders: which files lie in them, and which are left out and why.
//!
//! Links are not followed, so that no walk is endless and none leaves the folder that was named; hidden files belong to
//! tools. What is left out is told. A link or a hidden file that is named itself is read.

use crate::exit::Failure;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders within folders that are gone into.
const DEPTH: u32 = 32;

/// What a walk through a folder found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Files in the order of their names.
    pub(super) files: Vec<PathBuf>,
    hidden: Vec<PathBuf>,
    links: Vec<PathBuf>,
    deep: Vec<PathBuf>,
}

impl Walk {
    /// Walks through a folder.
    pub(super) fn of(dir: &Path) -> io::Result<Self> {
        let mut walk = Self::default();
        walk.below(dir, 0)?;
        Ok(walk)
    }

    fn below(&mut self, dir: &Path, depth: u32) -> io::Result<()> {
        let mut entries: Vec<PathBuf> = fs::read_dir(dir)?
            .map(|e| e.map(|e| e.path()))
            .collect::<io::Result<_>>()?;
        entries.sort();
        for entry in entries {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            let kind = fs::symlink_metadata(&entry)?.file_type();
            if name.starts_with('.') {
                self.hidden.push(entry);
            } else if kind.is_symlink() {
                self.links.push(entry);
            } else if kind.is_dir() && depth < DEPTH {
                self.below(&entry, depth + 1)?;
            } else if kind.is_dir() {
                self.deep.push(entry);
            } else if kind.is_file() {
                self.files.push(entry);
            }
        }
        Ok(())
    }

    /// What was left out of the folder, a diagnostic for each reason.
    fn left_out(&self, dir: &Path) -> Vec<Diagnostic> {
        let hint = "name each as a PATH of its own to have it read";
        let of = |code, what: &str, paths: &[PathBuf]| {
            let first = paths.first()?;
            let message = format!(
                "left out, being {what}: {}, such as {}",
                paths.len(),
                first.display()
            );
            Some(told(
                dir,
                Diagnostic::new(code, At::File, message).hint(hint),
            ))
        };
        [
            of(
                Code::Choice,
                "hidden (a name that begins with a dot)",
                &self.hidden,
            ),
            of(Code::Choice, "symbolic links", &self.links),
            of(Code::Unreadable, "folders over 32 deep", &self.deep),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A diagnostic about a path.
fn told(path: &Path, mut diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.file = path.display().to_string();
    diagnostic
}

/// Every file that the paths name, folders read whole. A path that cannot be read, and what is left out of a folder, is
/// a diagnostic.
pub(crate) fn files(named: &[PathBuf]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut files = Vec::new();
    let mut troubles = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        match Walk::of(path) {
            Ok(walk) => {
                troubles.extend(walk.left_out(path));
                files.extend(walk.files);
            }
            Err(error) => troubles.push(unreadable(path, &error)),
        }
    }
    (files, troubles)
}

/// That a path could not be read.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let trouble = Diagnostic::new(Code::Unreadable, At::File, error.to_string());
    told(
        path,
        trouble.hint("check the path and that you may read it"),
    )
}

/// Every text file below a folder: path relative to it, content. A folder that holds none of the kind is a failure.
pub(super) fn texts(
    dir: &Path,
    wanted: impl Fn(&str) -> bool,
    kind: &str,
) -> Result<Vec<(String, String)>, Failure> {
    let failed = |path: &Path, e: io::Error| Failure::new(format!("{}: {e}", path.display()));
    let walk = Walk::of(dir).map_err(|e| failed(dir, e))?;
    super::tell(&walk.left_out(dir));
    let mut texts = Vec::new();
    for file in walk.files {
        let name = file
            .strip_prefix(dir)
            .unwrap_or(&file)
            .to_string_lossy()
            .replace('\\', "/");
        let bytes = fs::read(&file).map_err(|e| failed(&file, e))?;
        texts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    if texts.iter().any(|(name, _)| wanted(name)) {
        return Ok(texts);
    }
    Err(Failure::new(format!(
        "{}: no file there is {kind}",
        dir.display()
    )))
}
