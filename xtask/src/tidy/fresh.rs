//! Rule: the pages made from tables say what the tables say. `docs/cli.md` needs the binary: `cargo x docs --check`.

use crate::docs;
use crate::problem::Problem;
use crate::tree::Tree;

/// Pages that differ from what would be written now, and pages that nothing makes any more.
pub(super) fn docs(tree: &Tree) -> Vec<Problem> {
    match docs::pages(tree) {
        Ok(pages) => docs::stale(tree, &pages),
        Err(problems) => problems,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_made_has_not_passed() {
        assert!(!docs(&Tree::default()).is_empty());
    }
}
