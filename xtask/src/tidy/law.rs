//! Rule: each file of rules has worked cases on the eve, the day and the day after.

use crate::day::{after, eve};
use crate::problem::Problem;
use crate::tree::Tree;
use std::collections::BTreeSet;

/// Dated files of law without their three days.
pub(super) fn days(tree: &Tree) -> Vec<Problem> {
    let mut out = Vec::new();
    for (file, _) in tree
        .below("law/")
        .filter(|(file, _)| file.ends_with(".cedar"))
    {
        let (folder, name) = file.rsplit_once('/').unwrap_or_default();
        let day = name.trim_end_matches(".cedar");
        let (Some(eve), Some(after)) = (eve(day), after(day)) else {
            out.push(Problem::of(
                file,
                "the file is not named for a day",
                "name it YYYY-MM-DD.cedar",
            ));
            continue;
        };
        let cases = format!("{folder}/cases.toml");
        let asked = asked(tree.text(&cases));
        let wanted = [
            ("the eve", eve),
            ("the day", day.to_owned()),
            ("the day after", after),
        ];
        let open: Vec<String> = wanted
            .into_iter()
            .filter(|(_, day)| !asked.contains(day))
            .map(|(word, day)| format!("{word} ({day})"))
            .collect();
        if !open.is_empty() {
            let message = format!("{name} has no case on {}", open.join(", "));
            out.push(Problem::of(
                &cases,
                message,
                "add a [[case]] with that as_of",
            ));
        }
    }
    out
}

/// Days on which cases ask.
fn asked(text: &str) -> BTreeSet<String> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let cases = table.get("case").and_then(toml::Value::as_array);
    let day = |case: &toml::Value| case.get("as_of")?.as_str().map(str::to_owned);
    cases.into_iter().flatten().filter_map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_days_are_asked_for() {
        let case = |day: &str| format!("[[case]]\nas_of = \"{day}\"\n");
        let most = case("2020-08-12") + &case("2020-08-13");
        let whole = most.clone() + &case("2020-08-14");
        let file = ("law/us/a/2020-08-13.cedar", "");
        assert_eq!(
            days(&Tree::sample(&[file, ("law/us/a/cases.toml", &most)])).len(),
            1
        );
        assert!(days(&Tree::sample(&[file, ("law/us/a/cases.toml", &whole)])).is_empty());
        assert_eq!(days(&Tree::sample(&[("law/us/a/soon.cedar", "")])).len(), 1);
    }
}
