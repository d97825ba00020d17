//! Tables whose columns are told by the place of their titles: a cell reaches from its title to the next one.
//!
//! Titles are looked for by name, so that one table of names reads the orders and widths of many platforms. A first
//! cell too long for its column stands on a line of its own, its row on the next.

use super::{Line, Told};
use cleanpath_model::property::Property;
use cleanpath_model::word::About;

/// A title and what its cells say; `None` for a column that only bounds its neighbours.
pub(super) type Titles = &'static [(&'static str, Option<Property>)];

/// A column of a table found: where it begins, and what it says.
type Column = (usize, Option<Property>);

/// Reads every table of the lines that has at least `least` titles which say something; each row opens a part.
/// Says whether there was one.
pub(super) fn read(
    titles: Titles,
    least: usize,
    about: About,
    lines: &[Line],
    told: &mut Told,
) -> bool {
    let mut any = false;
    let mut table = Table::default();
    let blank = Line {
        number: 0,
        text: String::new(),
    };
    let mut above = [&blank, &blank];
    let below = lines.iter().skip(1).map(Some).chain([None]);
    for (line, below) in lines.iter().zip(below) {
        let mut found = ruled(titles, above, &line.text);
        if !tells(&found, least) {
            found = header(titles, &line.text);
        }
        above = [above.last().copied().unwrap_or(line), line];
        if tells(&found, least) {
            table = Table::under(found, above);
        } else if below.is_some_and(|below| is_underlined(&line.text, &below.text)) {
            table = Table::default();
        } else if let Some(cells) = table.row(&line.text, least) {
            any = true;
            told.open(about);
            for (says, cell) in cells {
                if let Some(property) = says {
                    told.say(property, &cell, line.number);
                }
            }
        }
    }
    any
}

/// Whether a line is the heading of what follows: a line of `=`, as long as it, stands below.
fn is_underlined(line: &str, below: &str) -> bool {
    let (line, below) = (line.trim(), below.trim());
    !below.is_empty()
        && below.chars().all(|c| c == '=')
        && below.len() == line.chars().count()
        && line.chars().any(char::is_alphabetic)
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    columns: Vec<Column>,
    /// The first word of its titles.
    title: String,
    /// A first cell that stands on a line of its own.
    long: Option<String>,
}

impl Table {
    fn under(columns: Vec<Column>, above: [&Line; 2]) -> Self {
        let mut titles = above.iter().rev().map(|line| line.text.as_str());
        let titles = titles.find(|text| text.contains(char::is_alphabetic));
        let title = titles.and_then(|text| text.split_whitespace().next());
        Self {
            columns,
            title: title.unwrap_or_default().to_owned(),
            long: None,
        }
    }

    /// The cells of a line, where it is a row.
    fn row(&mut self, line: &str, least: usize) -> Option<Vec<(Option<Property>, String)>> {
        let text = line.trim_end();
        if text.is_empty() || text.chars().all(|c| "-=+|_ ".contains(c)) {
            return None;
        }
        let (first, _) = *self.columns.first()?;
        if text.split_whitespace().next() == Some(self.title.as_str()) {
            // The first title again, over columns that say nothing.
            self.columns.clear();
            return None;
        }
        let alone = text.split_whitespace().count() == 1;
        if alone && self.columns.len() > 2 && !text.starts_with("  ") {
            self.long = Some(text.trim().to_owned());
            return None;
        }
        let mut cells = cells(&self.columns, text);
        if let Some(value) = self.long.take()
            && let Some(cell) = cells.first_mut().filter(|c| c.1.is_empty() && first <= 4)
        {
            cell.1 = value;
        }
        let told = |(says, cell): &&(Option<Property>, String)| says.is_some() && !cell.is_empty();
        let filled = cells.iter().filter(told).count();
        (filled >= least.min(2)).then_some(cells)
    }
}

/// The columns of a line of titles; empty where it has none.
fn header(titles: Titles, line: &str) -> Vec<Column> {
    let signs: Vec<char> = line.chars().collect();
    let mut columns = Vec::new();
    // A title that a colon follows is a key.
    if line.contains(':') || signs.len() > WIDEST {
        return columns;
    }
    let (mut at, mut blanks) = (0usize, 2usize);
    while let Some(sign) = signs.get(at) {
        if sign.is_whitespace() || *sign == '|' {
            blanks += if *sign == '|' { 2 } else { 1 };
            at += 1;
            continue;
        }
        let rest: String = signs.iter().skip(at).take(40).collect();
        let known = titles
            .iter()
            .filter(|(title, _)| begins(&rest, title))
            .max_by_key(|(title, _)| title.len());
        if let Some((title, says)) = known {
            columns.push((at, *says));
            at += title.chars().count();
        } else {
            if blanks > 1 {
                columns.push((at, None));
            }
            while signs.get(at).is_some_and(|c| !c.is_whitespace()) {
                at += 1;
            }
        }
        blanks = 0;
    }
    columns
}

/// Whether enough of the columns say something.
fn tells(columns: &[Column], least: usize) -> bool {
    columns.iter().filter(|(_, says)| says.is_some()).count() >= least
}

/// The columns by a ruler (`--- ----- ----`) and the titles that stand over it, in one line or in two.
fn ruled(titles: Titles, above: [&Line; 2], ruler: &str) -> Vec<Column> {
    let signs: Vec<char> = ruler.trim_end().chars().take(WIDEST).collect();
    if !signs.contains(&'-') || signs.iter().any(|c| !"-+| ".contains(*c)) {
        return Vec::new();
    }
    let rule = |at: usize| signs.get(at) == Some(&'-');
    let starts: Vec<usize> = (0..signs.len())
        .filter(|at| rule(*at) && (*at == 0 || !rule(at - 1)))
        .collect();
    if starts.len() < 3 {
        return Vec::new();
    }
    let lines: Vec<Vec<char>> = above
        .iter()
        .map(|line| line.text.chars().collect())
        .collect();
    let ends = starts.iter().skip(1).copied().chain([WIDEST]);
    let over = |(from, to): (usize, usize)| {
        let cut = |line: &Vec<char>| -> String { line.iter().skip(from).take(to - from).collect() };
        let parts: Vec<String> = lines
            .iter()
            .map(|line| cut(line).trim().trim_matches('|').trim().to_owned())
            .collect();
        let both = parts.join(" ");
        let known = |text: &str| {
            titles
                .iter()
                .find(|(title, _)| title.eq_ignore_ascii_case(text.trim()))
        };
        let title = known(&both).or_else(|| parts.last().and_then(|text| known(text)));
        (from, title.and_then(|(_, says)| *says))
    };
    starts.iter().copied().zip(ends).map(over).collect()
}

/// Widest line of titles.
const WIDEST: usize = 512;

/// Whether a text begins with a title, as a word of its own, in any case of letters.
fn begins(text: &str, title: &str) -> bool {
    let Some(head) = text.get(..title.len()) else {
        return false;
    };
    let next = text.get(title.len()..).and_then(|rest| rest.chars().next());
    head.eq_ignore_ascii_case(title) && next.is_none_or(|c| c.is_whitespace() || c == '|')
}

/// The cells of a row. A word that crosses a bound belongs to the column in which it begins.
fn cells(table: &[Column], text: &str) -> Vec<(Option<Property>, String)> {
    let signs: Vec<char> = text.chars().collect();
    let sign = |at: usize| signs.get(at).is_some_and(|c| !c.is_whitespace());
    let inside = |at: usize| at > 0 && sign(at) && sign(at - 1);
    let bounds = table.iter().map(|(at, _)| *at);
    let before = [0].into_iter().chain(bounds.clone());
    let after = bounds.clone().skip(1).chain([signs.len()]);
    let start = |((at, before), after): ((usize, usize), usize)| {
        if !inside(at) {
            return at;
        }
        let begin = (before..at)
            .rev()
            .find(|p| !sign(*p))
            .map_or(before, |p| p + 1);
        let end = (at..=signs.len())
            .find(|p| !inside(*p))
            .unwrap_or(signs.len());
        // A word that fills its column to the brim runs into the next cell, which would else be empty; any other
        // belongs where most of it stands.
        match () {
            () if begin == before && !(end..after).any(sign) => at,
            () if at - begin < end - at => begin,
            () => end,
        }
    };
    let starts: Vec<usize> = bounds.zip(before).zip(after).map(start).collect();
    let ends = starts.iter().skip(1).copied().chain([signs.len()]);
    let pairs = starts.iter().copied().zip(ends);
    let cut = |(from, to): (usize, usize)| -> String {
        signs
            .iter()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    };
    let texts = pairs.map(|pair| cut(pair).trim().trim_end_matches('|').trim().to_owned());
    table.iter().map(|(_, says)| *says).zip(texts).collect()
}

/// Whether a text is one of separated values: its first two lines hold the same number of one sign, three fields up.
pub(super) fn is_separated(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else {
        return false;
    };
    [',', ';', '\t'].iter().any(|sign| {
        let count = first.matches(*sign).count();
        count > 1 && count == second.matches(*sign).count()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: Titles = &[
        ("Device ID", Some(Property::Name)),
        ("Local Intf", Some(Property::LocalInterface)),
        ("Port ID", Some(Property::PortId)),
    ];

    fn rows(text: &str) -> Vec<String> {
        let lines: Vec<Line> = super::super::screen::lines(text);
        let mut told = Told::default();
        read(TITLES, 2, About::Neighbour, &lines, &mut told);
        (1..64)
            .take_while(|part| told.speaks_of(*part))
            .map(|part| {
                let value = |p| told.value(part, p).unwrap_or("-").to_owned();
                [Property::Name, Property::LocalInterface, Property::PortId]
                    .map(value)
                    .join(" ")
            })
            .collect()
    }

    #[test]
    fn cells_stand_under_their_titles() {
        let text = "Device ID    Local Intf   Hold-time  Port ID\n\
                    sw-1         Gi1/0/1      120        Gi0/24\n\
                    a-very-long-name.example.net\n\
                    \x20            Gi1/0/2      120        xe-0/0/1\n\
                    sw-3-name-of-14 Gi1/0/3   120        7\n";
        assert_eq!(
            rows(text),
            [
                "sw-1 Gi1/0/1 Gi0/24",
                "a-very-long-name.example.net Gi1/0/2 xe-0/0/1",
                "sw-3-name-of-14 Gi1/0/3 7"
            ]
        );
    }
}
