//! Which crate may know which: the order of rooms, the rooms of certain libraries, reasons and number of packages.

use crate::problem::Problem;
use crate::tree::Tree;
use serde_json::Value;

/// The rooms from left to right; a crate imports only from ranks below its own.
const ORDER: &[(&str, u8)] = &[
    ("cleanpath-model", 0),
    ("cleanpath-evidence", 1),
    ("cleanpath-law", 1),
    ("cleanpath", 2),
    ("cleanpath-server", 3),
    ("cleanpath-cli", 4),
];

/// Libraries that one room alone may know.
const ROOMS: &[(&str, &str)] = &[
    ("cedar-policy", "cleanpath-law"),
    ("clap", "cleanpath-cli"),
    ("indicatif", "cleanpath-cli"),
    ("axum", "cleanpath-server"),
    ("rusqlite", "cleanpath-server"),
];

/// Packages that the lock file may hold.
const BUDGET: usize = 250;

/// The members of the workspace, as cargo tells them: name, manifest, names of what they depend on.
fn members(tree: &Tree) -> Vec<(&str, String, Vec<&str>)> {
    let list = |value: &'static str| tree.metadata.get(value).and_then(Value::as_array);
    let ids: Vec<&Value> = list("workspace_members").into_iter().flatten().collect();
    let packages = list("packages").into_iter().flatten();
    packages
        .filter(|package| package.get("id").is_some_and(|id| ids.contains(&id)))
        .filter_map(|package| {
            let name = package.get("name")?.as_str()?;
            let dependencies = package.get("dependencies")?.as_array()?;
            let names = dependencies.iter().filter_map(|d| d.get("name")?.as_str());
            let manifest = package.get("manifest_path")?.as_str()?;
            let folder = manifest.rsplit('/').nth(1).unwrap_or_default();
            let file = if name == "xtask" {
                "xtask/Cargo.toml".into()
            } else {
                format!("crates/{folder}/Cargo.toml")
            };
            Some((name, file, names.collect()))
        })
        .collect()
}

/// Rule: imports run from left to right.
pub(super) fn order(tree: &Tree) -> Vec<Problem> {
    let rank = |name: &str| {
        ORDER
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, rank)| *rank)
    };
    let mut out = Vec::new();
    let members = members(tree);
    if members.is_empty() {
        let remedy = "run cargo metadata and see what it says";
        return vec![Problem::of(
            "Cargo.toml",
            "cargo names no member of the workspace",
            remedy,
        )];
    }
    for (name, file, dependencies) in &members {
        let own = rank(name);
        if own.is_none() && *name != "xtask" {
            let message = format!("the crate {name} has no place in the order of rooms");
            out.push(Problem::of(
                file,
                message,
                "add it to ORDER in xtask/src/tidy/crates.rs and to ARCHITECTURE.md",
            ));
        }
        let ours = dependencies.iter().filter(|d| d.starts_with("cleanpath"));
        for other in ours.filter(|other| rank(other) >= own) {
            let message = format!("{name} may not import {other}");
            out.push(Problem::of(
                file,
                message,
                "move what is shared to a room on the left of both",
            ));
        }
    }
    out
}

/// Rule: certain libraries are known in one room.
pub(super) fn rooms(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (name, file, dependencies) in members(tree) {
        for (library, room) in ROOMS {
            if name != *room && dependencies.contains(library) {
                let message = format!("{name} depends on {library}, which only {room} may know");
                out.push(Problem::of(
                    &file,
                    message,
                    format!("ask {room} for what you need"),
                ));
            }
        }
    }
    out
}

/// Rule: each line of the workspace's dependencies says why it is there, and crates take theirs from it.
pub(super) fn reasons(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, text) in tree
        .ending("Cargo.toml")
        .filter(|(file, _)| !file.starts_with("fuzz/"))
    {
        let mut section = "";
        for (number, line) in text
            .lines()
            .enumerate()
            .map(|(at, line)| (at + 1, line.trim()))
        {
            if line.starts_with('[') {
                section = line;
            } else if line.contains('=')
                && section.ends_with("dependencies]")
                && !line.starts_with('#')
            {
                out.extend(reason(
                    file,
                    number,
                    line,
                    section == "[workspace.dependencies]",
                ));
            }
        }
    }
    out
}

fn reason(file: &str, number: usize, line: &str, workspace: bool) -> Option<Problem> {
    let said = line
        .rsplit_once(" # ")
        .is_some_and(|(_, why)| why.trim().len() > 5);
    if workspace && !line.contains("path = ") && !said {
        let remedy = "end the line with # and why no smaller thing would do";
        return Some(Problem::at(
            file,
            number,
            "the dependency does not say why it is there",
            remedy,
        ));
    }
    if !workspace && !line.contains("workspace = true") && !line.contains(".workspace") {
        let remedy =
            "list it in [workspace.dependencies] with its reason and write name.workspace = true";
        return Some(Problem::at(
            file,
            number,
            "the dependency is not the workspace's",
            remedy,
        ));
    }
    None
}

/// Rule: the lock file stays within its budget.
pub(super) fn budget(tree: &Tree) -> Vec<Problem> {
    let count = tree.text("Cargo.lock").matches("[[package]]").count();
    if count == 0 {
        return vec![Problem::of(
            "Cargo.lock",
            "there is no lock file",
            "run cargo generate-lockfile and commit it",
        )];
    }
    if count <= BUDGET {
        return Vec::new();
    }
    let message = format!("{count} packages, {BUDGET} are the budget");
    vec![Problem::of(
        "Cargo.lock",
        message,
        "drop a dependency or a feature of one",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sample(name: &str, dependency: &str) -> Tree {
        let manifest = format!("x/crates/{name}/Cargo.toml");
        let package = json!({"id": "a", "name": name, "manifest_path": manifest, "dependencies": [{"name": dependency}]});
        Tree {
            metadata: json!({"workspace_members": ["a"], "packages": [package]}),
            ..Tree::default()
        }
    }

    #[test]
    fn imports_run_one_way() {
        assert!(order(&sample("cleanpath", "cleanpath-law")).is_empty());
        for (name, other) in [
            ("cleanpath-law", "cleanpath-evidence"),
            ("xtask", "cleanpath"),
            ("cleanpath-new", "x"),
        ] {
            assert_eq!(order(&sample(name, other)).len(), 1, "{name}");
        }
        assert_eq!(
            order(&Tree::default()).len(),
            1,
            "what cannot be checked has not passed"
        );
    }

    #[test]
    fn only_the_law_knows_cedar() {
        assert!(rooms(&sample("cleanpath-law", "cedar-policy")).is_empty());
        assert_eq!(rooms(&sample("cleanpath", "cedar-policy")).len(), 1);
    }

    #[test]
    fn dependencies_have_reasons() {
        let text = "[workspace.dependencies]\na = { path = \"crates/a\" }\nb = \"1\" # reads B files\nc = \"1\"\n";
        let own = "[dependencies]\nb.workspace = true\nc = \"1\"\n";
        let found = reasons(&Tree::sample(&[
            ("Cargo.toml", text),
            ("crates/a/Cargo.toml", own),
        ]));
        let places: Vec<_> = found.iter().map(|p| (p.file.as_str(), p.line)).collect();
        assert_eq!(places, [("Cargo.toml", 4), ("crates/a/Cargo.toml", 3)]);
    }

    #[test]
    fn the_lock_has_a_budget() {
        assert_eq!(
            budget(&Tree::sample(&[(
                "Cargo.lock",
                &"[[package]]\n".repeat(BUDGET + 1)
            )]))
            .len(),
            1
        );
        assert!(budget(&Tree::sample(&[("Cargo.lock", "[[package]]\n")])).is_empty());
    }
}
