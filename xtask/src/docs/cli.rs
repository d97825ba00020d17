//! `docs/cli.md`: what `--help` of each command prints.

use super::{Pages, head};
use crate::run;

/// Where the page lies.
pub(crate) const PAGE: &str = "docs/cli.md";

/// Asks the binary for its help, command by command.
pub(super) fn pages() -> Result<Pages, String> {
    let mut out = head("cleanpath --help") + "# Commands\n";
    section(&mut out, &[])?;
    Ok(Pages::from([(PAGE.to_owned(), out)]))
}

fn section(out: &mut String, command: &[&str]) -> Result<(), String> {
    let mut args = vec!["run", "--quiet", "--package", "cleanpath-cli", "--"];
    args.extend(command);
    args.push("--help");
    let help = run::output(&args)?;
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let name = ["cleanpath"]
        .iter()
        .chain(command)
        .copied()
        .collect::<Vec<_>>()
        .join(" ");
    *out += &format!(
        "\n## `{name}`\n\n```text\n{}\n```\n",
        lines.join("\n").trim_end()
    );
    for inner in inner(&lines) {
        let deeper: Vec<&str> = command.iter().copied().chain([inner]).collect();
        section(out, &deeper)?;
    }
    Ok(())
}

/// Names under `Commands:`.
fn inner<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let list = lines
        .iter()
        .skip_while(|line| **line != "Commands:")
        .skip(1);
    let rows = list
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    rows.filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_from_help() {
        let help = [
            "Usage",
            "",
            "Commands:",
            "  assess  Judge",
            "          more",
            "  help    Help",
            "",
            "Options:",
            "  x",
        ];
        assert_eq!(inner(&help), ["assess"]);
    }
}
