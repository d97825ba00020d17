//! `docs/formats.md`: the evidence formats, from their table, their files and their cases.

use super::{Pages, head};
use crate::problem::Problem;
use crate::tree::Tree;

/// The table of formats.
const TABLE: &str = "crates/cleanpath-evidence/src/formats.rs";

/// The page of formats; a format whose name or specification is no literal is a problem.
pub(super) fn pages(tree: &Tree) -> Result<Pages, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut out = head(TABLE)
        + "# Evidence formats\n\nA format is told from content, never from a file's name. In the order in which ties are decided:\n";
    let modules = modules(tree.text(TABLE));
    if modules.is_empty() {
        problems.push(Problem::of(
            TABLE,
            "the table of formats was not found",
            "keep it as FORMATS: … = &[ &module::Type, … ]",
        ));
    }
    for module in modules {
        match section(tree, &module) {
            Ok(text) => out += &text,
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() {
        Ok(Pages::from([("docs/formats.md".to_owned(), out)]))
    } else {
        Err(problems)
    }
}

/// Modules of the table, in its order.
fn modules(text: &str) -> Vec<String> {
    let block = text
        .split("\npub const FORMATS:")
        .nth(1)
        .and_then(|rest| rest.split("\n];").next());
    let lines = block
        .unwrap_or_default()
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"));
    lines
        .filter_map(|line| Some(line.strip_prefix('&')?.split_once("::")?.0.to_owned()))
        .collect()
}

fn section(tree: &Tree, module: &str) -> Result<String, Problem> {
    let file = format!("crates/cleanpath-evidence/src/formats/{module}.rs");
    let text = tree.text(&file);
    let literal = |function: &str| {
        let body = text.split(&format!("fn {function}(&self)")).nth(1)?;
        let body = body.split('}').next()?;
        body.split('"').nth(1)
    };
    let (Some(name), Some(spec)) = (literal("name"), literal("spec")) else {
        return Err(Problem::of(
            &file,
            "the format's name or specification was not found",
            "let name and spec return a literal",
        ));
    };
    let about: Vec<&str> = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(str::trim)
        .collect();
    let mut out = format!(
        "\n## {name}\n\n{spec}. Read by `{file}`.\n\n{}\n\nCases:\n\n",
        about.join("\n").trim()
    );
    let folder = format!("cases/evidence/{name}/");
    let mut count = 0;
    for (path, case) in tree
        .below(&folder)
        .filter(|(path, _)| path.ends_with("/case.toml"))
    {
        let title = case.parse::<toml::Table>().unwrap_or_default();
        let title = title
            .get("title")
            .and_then(toml::Value::as_str)
            .unwrap_or_default();
        out += &format!("- `{}`: {title}\n", path.trim_end_matches("/case.toml"));
        count += 1;
    }
    if count == 0 {
        out += "- none of its own\n";
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_without_a_name_is_a_problem() {
        let table = (
            TABLE,
            "mod a;\npub const FORMATS: &[&dyn Format] = &[\n    &a::A,\n];\n",
        );
        let file = "crates/cleanpath-evidence/src/formats/a.rs";
        let good = "//! Reads A.\nfn name(&self) -> &'static str {\n    \"a\"\n}\nfn spec(&self) -> &'static str {\n    \"RFC A\"\n}\n";
        let pages_of = |text: &str| pages(&Tree::sample(&[table, (file, text)]));
        assert!(
            pages_of(good)
                .expect("pages")
                .values()
                .any(|page| page.contains("## a\n\nRFC A."))
        );
        assert_eq!(pages_of("//! Reads A.\n").expect_err("problems").len(), 1);
        assert_eq!(pages(&Tree::default()).expect_err("problems").len(), 1);
    }
}
