//! Markdown read lightly: code spans, links, headings and commands, each with its line.
//!
//! Knows nothing of what they should name.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Text between single back-ticks.
    Span(String),
    /// Target of a link within the repository.
    Link(String),
    /// Text of a heading, without its marks.
    Heading(String),
    /// One command of a block of shell, its continued lines joined.
    Command(String),
}

/// The pieces of a page with their lines, from 1.
pub(crate) fn pieces(text: &str) -> Vec<(usize, Piece)> {
    let mut out = Vec::new();
    let mut fence: Option<Block> = None;
    for (number, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        if let Some(info) = line.trim_start().strip_prefix("```") {
            fence = match fence {
                Some(_) => None,
                None => Some(Block::new(info.trim())),
            };
        } else if let Some(block) = &mut fence {
            if let Some(command) = block.line(line) {
                out.extend(commands(&command).map(|one| (number, Piece::Command(one))));
            }
        } else {
            if line.starts_with('#') {
                let heading = line.trim_start_matches('#').trim().replace('`', "");
                out.push((number, Piece::Heading(heading)));
            }
            out.extend(spans(line).map(|span| (number, Piece::Span(span))));
            out.extend(
                links(line)
                    .into_iter()
                    .map(|link| (number, Piece::Link(link))),
            );
        }
    }
    out
}

/// A fenced block of shell, or of anything else.
struct Block {
    shell: bool,
    console: bool,
    begun: String,
}

impl Block {
    fn new(info: &str) -> Self {
        Self {
            shell: ["sh", "bash", "console"].contains(&info),
            console: info == "console",
            begun: String::new(),
        }
    }

    /// Takes a line; gives a command where one ends with it.
    fn line(&mut self, line: &str) -> Option<String> {
        let prompt = line.strip_prefix("$ ");
        if !self.shell || self.console && prompt.is_none() && self.begun.is_empty() {
            return None;
        }
        let line = prompt.unwrap_or(line).trim();
        match line.strip_suffix('\\') {
            Some(part) => {
                self.begun.push_str(part);
                None
            }
            None => Some(std::mem::take(&mut self.begun) + line),
        }
    }
}

/// The commands of a shell line: those of a pipe or a chain apart.
fn commands(line: &str) -> impl Iterator<Item = String> {
    let line = line.split(" # ").next().unwrap_or_default();
    let parts = line.split(['|', ';']).flat_map(|part| part.split("&&"));
    parts
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
}

fn spans(line: &str) -> impl Iterator<Item = String> {
    // Two back-ticks quote a back-tick; such a line names nothing that could be checked.
    let line = if line.contains("``") { "" } else { line };
    line.split('`')
        .skip(1)
        .step_by(2)
        .map(|span| span.trim().to_owned())
}

fn links(line: &str) -> Vec<String> {
    let targets = line
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split([')', ' ', '#']).next());
    targets
        .filter(|target| {
            !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:")
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_told_apart() {
        let text = "# On `x`\nsee `a/b` and [c](d.md#e)\n```sh\ncleanpath a \\\n  --b | cleanpath c\n```\n```text\n`no`\n```\n";
        let kinds: Vec<Piece> = pieces(text).into_iter().map(|(_, piece)| piece).collect();
        assert_eq!(
            kinds,
            [
                Piece::Heading("On x".into()),
                Piece::Span("x".into()),
                Piece::Span("a/b".into()),
                Piece::Link("d.md".into()),
                Piece::Command("cleanpath a --b".into()),
                Piece::Command("cleanpath c".into()),
            ]
        );
    }
}
