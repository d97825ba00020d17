//! The header of a table of links: which two columns are the ends, and whether the table is one of links at all.

use crate::days;
use crate::graph::{EdgeColumn, edge_column};
use crate::table::columns::{self, Meaning, folded};
use crate::table::{layout_of, sniff};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use std::fmt::Write as _;
use std::net::IpAddr;

/// How much a pair of headers says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Words of anything that has a beginning and an end.
    Generic,
    /// The words of graphs.
    Graph,
    /// Devices on two sides.
    Sides,
}

/// Pairs of headers, folded; the first is the end that acts.
const ENDS: &[(Strength, &str)] = &[
    (
        Strength::Sides,
        "sideadevice:sidebdevice|terminationaparent:terminationbparent|devicea:deviceb|adevice:bdevice|adevice:zdevice|devicea:devicez",
    ),
    (
        Strength::Sides,
        "sourcedevice:targetdevice|sourcedevice:destinationdevice|fromdevice:todevice|localdevice:remotedevice|localsystem:remotesystem|localnode:remotenode|localhostname:remotehostname|device:neighbor|device:neighbour|device1:device2|startdevice:enddevice",
    ),
    (
        Strength::Sides,
        "sourcene:sinkne|sourcenename:sinknename|nea:neb|nenamea:nenameb|nodea:nodeb|anode:bnode|anode:znode|nodea:nodez|node1:node2|nodename1:nodename2|sourcenode:targetnode|sourcenode:destinationnode|fromnode:tonode|startnode:endnode",
    ),
    (
        Strength::Sides,
        "aend:bend|aend:zend|enda:endb|enda:endz|sitea:siteb|asite:bsite|asite:zsite|fromsite:tosite|gerata:geratb|knotena:knotenb|vongerat:nachgerat|equipementa:equipementb|equipoa:equipob|本端设备:对端设备|本端网元:对端网元|源网元:宿网元",
    ),
    (
        Strength::Graph,
        "source:target|sourcename:targetname|sourceid:targetid|quelle:ziel",
    ),
    (
        Strength::Generic,
        "from:to|fromname:toname|a:b|a:z|start:end|startpoint:endpoint|von:nach|von:bis|depuis:vers|desde:hasta|origen:destino",
    ),
];

/// Headers, folded, of logs: what is listed is what somebody sent, not what is linked.
const LOGS: &str = "protocol|proto|bytes|packets|octets|flows|duration|timestamp|time|datetime|tcpflags|flags|action|subject|message|info|srcport|dstport|destinationport|dport|sport";

/// A header of a table of links.
#[derive(Debug)]
pub(super) struct Header {
    /// What parts the cells.
    pub(super) delimiter: u8,
    /// Records before the first row of data.
    pub(super) before_data: usize,
    /// Cells of the header.
    pub(super) width: usize,
    /// The columns of the ends.
    pub(super) ends: [usize; 2],
    /// What other columns say of the link.
    pub(super) columns: Vec<(usize, EdgeColumn)>,
    strength: Strength,
    cells: Vec<String>,
}

/// Lines above the header that are looked over.
const ABOVE: usize = 40;

/// The header in the beginning of a text, and the rows below it.
pub(super) fn find(text: &str) -> Option<(Header, Vec<Vec<String>>)> {
    let declared = sniff::declared_delimiter(text);
    let candidates: &[u8] = declared.as_ref().map_or(b",;\t|", std::slice::from_ref);
    let mut best: Option<(Header, Vec<Vec<String>>)> = None;
    for delimiter in candidates {
        let mut rows = sniff::sample(text, *delimiter);
        let skip = usize::from(declared.is_some());
        let found = rows
            .iter()
            .enumerate()
            .take(ABOVE)
            .skip(skip)
            .filter(|(index, row)| {
                stands_under_titles(row, rows.get(skip..*index).unwrap_or_default())
            })
            .find_map(|(index, row)| {
                let header = Header::of(row, index + 1, *delimiter)?;
                // "from" and "to" under a first line are a sentence as often as a header.
                (header.strength > Strength::Generic || index == skip).then_some(header)
            });
        let Some(header) = found else { continue };
        if best
            .as_ref()
            .is_none_or(|(other, _)| header.width > other.width)
        {
            let below = rows.split_off(header.before_data.min(rows.len()));
            best = Some((header, below));
        }
    }
    best
}

/// Whether what stands above a row is narrower than it: under a row as wide, a row is data, whatever its words.
fn stands_under_titles(row: &[String], above: &[Vec<String>]) -> bool {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.trim().is_empty()).count();
    above.iter().all(|title| filled(title) < filled(row))
}

impl Header {
    fn of(row: &[String], before_data: usize, delimiter: u8) -> Option<Self> {
        // A long cell is no header, and not worth folding.
        let key = |cell: &String| {
            if cell.len() > 64 {
                String::new()
            } else {
                folded(cell)
            }
        };
        let keys: Vec<String> = row.iter().take(256).map(key).collect();
        let place = |name: &str| keys.iter().position(|key| key == name);
        let pairs = ENDS
            .iter()
            .flat_map(|(strength, pairs)| pairs.split('|').map(move |pair| (*strength, pair)));
        let mut pairs = pairs.filter_map(|(strength, pair)| {
            let (first, second) = pair.split_once(':')?;
            Some((strength, [place(first)?, place(second)?]))
        });
        let (strength, ends) = pairs.next()?;
        let mut columns: Vec<(usize, EdgeColumn)> = Vec::new();
        for (index, cell) in row
            .iter()
            .enumerate()
            .filter(|(index, _)| !ends.contains(index))
        {
            if let Some(column) = edge_column(cell)
                && !columns.iter().any(|(_, other)| *other == column)
            {
                columns.push((index, column));
            }
        }
        let cells = row
            .iter()
            .map(|cell| cell.trim().chars().take(40).collect())
            .collect();
        Some(Self {
            delimiter,
            before_data,
            width: row.len(),
            ends,
            columns,
            strength,
            cells,
        })
    }

    /// Whether the table is one of links, as far as header and first rows show.
    pub(super) fn is_plausible(&self, rows: &[Vec<String>]) -> bool {
        let keys = || self.cells.iter().map(|cell| folded(cell));
        if keys().any(|key| LOGS.split('|').any(|log| log == key)) {
            return false;
        }
        if self.strength == Strength::Sides {
            return true;
        }
        let layout = layout_of(&self.cells, &[]);
        // A row that has a name, a serial number or a day of its own is a thing with a "from" and a "to".
        let of_a_thing = |meaning| match meaning {
            Meaning::Says(property) => {
                matches!(
                    property,
                    P::Name | P::HostName | P::AssetTag | P::Obtained | P::Installed
                ) || columns::tells_equipment(meaning)
            }
            _ => false,
        };
        if layout
            .columns()
            .iter()
            .any(|column| of_a_thing(column.meaning))
        {
            return false;
        }
        let cells = rows
            .iter()
            .flat_map(|row| self.ends.map(|index| row.get(index)));
        let cells: Vec<&str> = cells
            .flatten()
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
            .collect();
        let names = cells
            .iter()
            .filter(|cell| is_name(cell, self.strength))
            .count();
        names * 10 > cells.len() * 9
    }

    /// The choice of columns as the user reads it.
    pub(super) fn choice(&self) -> Diagnostic {
        let cell = |index: usize| self.cells.get(index).map_or("", String::as_str);
        let [first, second] = self.ends.map(cell);
        let mut text = format!("links: first end ← {first}, second end ← {second}");
        for (index, column) in &self.columns {
            let says = match column {
                EdgeColumn::Kind => "kind",
                EdgeColumn::Type => "kind or material",
                EdgeColumn::OneWay | EdgeColumn::BothWays => "direction",
                EdgeColumn::Capacity | EdgeColumn::CapacityIn(_) => "capacity",
                EdgeColumn::Unit => "unit of capacity",
                EdgeColumn::Bits => "capacity in bit/s",
                EdgeColumn::FirstPort => "port at the first end",
                EdgeColumn::SecondPort => "port at the second end",
            };
            let _ = write!(text, ", {says} ← {}", cell(*index));
        }
        let used = |index| {
            self.ends.contains(&index) || self.columns.iter().any(|(other, _)| *other == index)
        };
        let unused = self
            .cells
            .iter()
            .enumerate()
            .filter(|(index, cell)| !used(*index) && !cell.is_empty());
        let unused: Vec<&str> = unused.map(|(_, cell)| cell.as_str()).take(32).collect();
        if !unused.is_empty() {
            let _ = write!(text, "; not used: {}", unused.join(", "));
        }
        Diagnostic::new(Code::Choice, At::File, text)
    }
}

/// Whether a cell can be the name of an element: no day, no address of mail or of a page, no sentence, and no bare number
/// unless numbers are how graphs name their nodes.
fn is_name(cell: &str, strength: Strength) -> bool {
    if cell.len() > 128
        || cell.contains("://")
        || cell.contains('@')
        || cell.split_whitespace().count() > 8
    {
        return false;
    }
    if cell.parse::<IpAddr>().is_ok() {
        return true;
    }
    let lettered = cell.contains(|c: char| c.is_alphabetic());
    let whole = cell.bytes().all(|b| b.is_ascii_digit());
    let day = days::read(cell, days::Order::Unknown).is_ok() || days::span(cell).is_some();
    (lettered && !day) || (whole && strength == Strength::Graph)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(text: &str) -> bool {
        find(text).is_some_and(|(header, rows)| header.is_plausible(&rows))
    }

    #[test]
    fn links_are_told_from_whatever_else_has_two_ends() {
        for links in [
            "source,target\n0,1\n1,2\n",
            "from;to;kind\ncore-1;core-2;carries\n",
            "A\tB\nsw1\tsw2\n",
            "Side A device,Side A name,Side B device,Side B name\nsw1,Gi0/1,sw2,Gi0/2\n",
            "Report of fibres\n\nSource NE,Source Port,Sink NE,Sink Port\nNE-1,1,NE-2,1\n",
            "von|nach|Kapazität\nBerlin|Bonn|10G\n",
        ] {
            assert!(claims(links), "{links}");
        }
        for other in [
            "Name,Model,From,To\nsw1,S5720,2019-01-01,2024-01-01\n",
            "Model,Device A,Serial\n",
            "from,to,bytes\n192.0.2.1,192.0.2.2,77\n",
            "No.,Time,Source,Destination,Protocol,Length,Info\n1,0.0,a,b,TCP,1,x\n",
            "from,to\n2019-01-01,2024-01-01\n",
            "from,to\na@example.com,b@example.com\n",
            "start,end\n0,100\n100,200\n",
            "source,target\nhttps://example.com/a,https://example.com/b\n",
            "Asset,From,To\nA-1,Berlin,Bonn\n",
            "source\nx\n",
        ] {
            assert!(!claims(other), "{other}");
        }
    }
}
