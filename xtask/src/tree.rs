//! The repository as the rules see it: every path with its text, and what cargo says of the packages.
//!
//! Knows no rule. Folders that git ignores are left out by name.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Names of folders that are not the repository's.
const IGNORED: &[&str] = &[".git", "target", "artifacts", "corpus"];

/// Everything the rules look at.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The folder that holds it.
    pub(crate) root: PathBuf,
    /// Path below the root with `/`, and text; empty where the file is no UTF-8.
    pub(crate) files: BTreeMap<String, String>,
    /// Output of `cargo metadata`; null until it is asked for.
    pub(crate) metadata: Value,
}

impl Tree {
    /// Reads the repository that this program was started in.
    pub(crate) fn read() -> Result<Self, String> {
        let root = root();
        let mut files = BTreeMap::new();
        walk(&root, "", &mut files)?;
        Ok(Self {
            root,
            files,
            metadata: Value::Null,
        })
    }

    /// Asks cargo for the packages.
    pub(crate) fn with_metadata(mut self) -> Result<Self, String> {
        let text = crate::run::output(&["metadata", "--format-version", "1", "--locked"])?;
        self.metadata = serde_json::from_str(&text).map_err(|e| format!("cargo metadata: {e}"))?;
        Ok(self)
    }

    /// A tree of a few files, for tests.
    #[cfg(test)]
    pub(crate) fn sample(files: &[(&str, &str)]) -> Self {
        let own = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self {
            files: files.iter().map(own).collect(),
            ..Self::default()
        }
    }

    /// The text of a file; empty where there is none.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.files.get(path).map_or("", String::as_str)
    }

    /// Files whose path ends so.
    pub(crate) fn ending<'a>(
        &'a self,
        end: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.all().filter(move |(path, _)| path.ends_with(end))
    }

    /// Files below a folder, given with its `/`.
    pub(crate) fn below<'a>(
        &'a self,
        folder: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.all().filter(move |(path, _)| path.starts_with(folder))
    }

    /// Every file.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Whether a file or folder of the tree fits a path in which `*` and `<word>` stand for anything within a name.
    pub(crate) fn fits(&self, pattern: &str) -> bool {
        let wanted: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
        self.files.keys().any(|path| {
            let mut parts = path.split('/');
            wanted.iter().all(|want| match *want {
                "**" => true,
                want => parts.next().is_some_and(|part| name_fits(want, part)),
            })
        })
    }
}

impl Tree {
    /// Whether any file has a name that fits, in whatever folder.
    pub(crate) fn fits_name(&self, pattern: &str) -> bool {
        self.files.keys().any(|path| {
            path.rsplit('/')
                .next()
                .is_some_and(|name| name_fits(pattern, name))
        })
    }
}

/// Whether one name of a path fits a pattern.
pub(crate) fn name_fits(pattern: &str, name: &str) -> bool {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(start) = rest.find(['*', '<']) {
        let (before, after) = rest.split_at(start);
        pieces.push(before);
        let end = if after.starts_with('<') {
            after.find('>')
        } else {
            Some(0)
        };
        rest = end.and_then(|end| after.get(end + 1..)).unwrap_or_default();
    }
    if pieces.is_empty() {
        return pattern == name;
    }
    let mut left = name;
    for (number, piece) in pieces.iter().enumerate() {
        let found = if number == 0 {
            left.starts_with(piece).then_some(0)
        } else {
            left.find(piece)
        };
        let Some(tail) = found.and_then(|at| left.get(at + piece.len()..)) else {
            return false;
        };
        left = tail;
    }
    left.ends_with(rest)
}

/// The folder that holds the workspace: the parent of this package's, as cargo names it.
fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let parent = package.and_then(|path| path.parent().map(Path::to_path_buf));
    parent.unwrap_or_else(|| PathBuf::from("."))
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<(), String> {
    let told = |e: std::io::Error| format!("{}: {e}", folder.display());
    for entry in fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().map_err(told)?;
        if kind.is_dir() && !IGNORED.contains(&name.as_str()) {
            walk(&entry.path(), &format!("{path}/"), files)?;
        } else if kind.is_file() && name != ".git" {
            let bytes = fs::read(entry.path()).map_err(told)?;
            files.insert(path, String::from_utf8(bytes).unwrap_or_default());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_stand_for_names() {
        let tree = Tree::sample(&[("law/us/a/2020-01-01.cedar", "")]);
        for good in [
            "law/us/",
            "law/<jurisdiction>/<instrument>/",
            "law/us/a/<date>.cedar",
            "law/**",
            "law/*/a",
        ] {
            assert!(tree.fits(good), "{good}");
        }
        for bad in [
            "laws/us",
            "law/us/b",
            "law/us/a/<date>.toml",
            "law/us/a/x/y",
        ] {
            assert!(!tree.fits(bad), "{bad}");
        }
    }
}
