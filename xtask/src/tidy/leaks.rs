//! Rule: no source and no page names a folder of somebody's machine or the host of a package registry.

use crate::problem::Problem;
use crate::tree::Tree;

/// Signs of a machine's own folders; written in two halves so that this file does not show them.
const MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/t", "mp/"),
    concat!("/Us", "ers/"),
    concat!("C:", "\\Users"),
];

/// Hosts from which packages are fetched; a clone chooses its own.
const HOSTS: &[&str] = &[
    concat!("index.cra", "tes.io"),
    concat!("static.cra", "tes.io"),
    concat!("crates.", "io/api"),
    concat!("proxy.gol", "ang.org"),
    concat!("py", "pi.org"),
    concat!("registry.np", "mjs.org"),
    concat!("[source.", "crates-io]"),
];

/// Files that people write: the lock file, evidence and registries come from elsewhere.
fn written(file: &str) -> bool {
    let kinds = [
        ".rs",
        ".md",
        ".toml",
        ".sh",
        ".yml",
        ".cedar",
        ".cedarschema",
    ];
    let ours = kinds.iter().any(|kind| file.ends_with(kind)) || file.starts_with(".ci/");
    ours && !file.starts_with("registry/organisations/")
        && !(file.starts_with("cases/") && file.contains("/input."))
}

/// Places that name a machine or a host.
pub(super) fn leaks(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, text) in tree.all().filter(|(file, _)| written(file)) {
        for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            for sign in MACHINE.iter().filter(|sign| names_folder(line, sign)) {
                let remedy = "write the path from the root of the repository, or a neutral one";
                out.push(Problem::at(
                    file,
                    number,
                    format!("{sign} is a folder of one machine"),
                    remedy,
                ));
            }
            for host in HOSTS.iter().filter(|host| line.contains(*host)) {
                out.push(Problem::at(
                    file,
                    number,
                    format!("{host} is the host of a package registry"),
                    "leave it to the reader's own configuration",
                ));
            }
        }
    }
    out
}

/// Whether the sign begins a path of the line, rather than standing in the middle of an address or a longer path.
fn names_folder(line: &str, sign: &str) -> bool {
    line.match_indices(sign).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "._-~/}>".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_hosts_are_found() {
        let bad = format!(
            "see {}x\nhttps://a.example{}y\n{}\n",
            concat!("/wo", "rk/"),
            concat!("/ho", "me/"),
            concat!("py", "pi.org")
        );
        let lines: Vec<usize> = leaks(&Tree::sample(&[("docs/a.md", &bad)]))
            .iter()
            .map(|p| p.line)
            .collect();
        assert_eq!(lines, [1, 3]);
        assert!(leaks(&Tree::sample(&[("cases/evidence/a/b/input.md", &bad)])).is_empty());
    }
}
