//! Which column of a table says what, and the step from a row to statements. Shared by text tables and
//! spreadsheets; knows neither grammar nor encoding.

use crate::days::Order;
use crate::statement;
use crate::table::Chosen;
use crate::table::columns::{self, Meaning};
use crate::table::heading;
use crate::words;
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use std::fmt::Write as _;

/// One column that is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its number, from 0.
    pub index: usize,
    /// What it says.
    pub meaning: Meaning,
    /// The header as written.
    pub header: Box<str>,
    /// Which part of its slashed dates is the day.
    pub order: Order,
    /// The unit that the header gives to bare figures.
    pub unit: Option<&'static str>,
}

impl Column {
    /// Whether the column tells one thing from another of the same make and place of law (name, serial, address),
    /// so that it is no part of the class by which rows are identified and judged once.
    pub fn is_identity(&self) -> bool {
        match self.meaning {
            Meaning::Says(property) => is_identity(property),
            Meaning::Parent | Meaning::Device | Meaning::Element => true,
            Meaning::Type | Meaning::ElementType | Meaning::Role => false,
        }
    }
}

/// Whether a property tells one thing from another rather than what it is. A MAC address counts as identity here,
/// but its prefix can name a maker: whoever builds classes adds the prefix.
pub const fn is_identity(property: Property) -> bool {
    use Property as P;
    matches!(
        property,
        P::Name
            | P::Serial
            | P::AssetTag
            | P::Mac
            | P::IpAddress
            | P::HostName
            | P::Site
            | P::Position
            | P::Status
            | P::SnmpEngineId
            | P::LinkedTo
            | P::LinkedOneWay
            | P::Latitude
            | P::Longitude
            | P::Users
            | P::ReplacementCost
            | P::CapacityMbps
    )
}

/// The columns of a table and what they say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    columns: Vec<Column>,
    unused: Vec<Box<str>>,
    width: usize,
}

/// The layout that a header row names. `overrides` win over the table of aliases.
pub fn layout_of<S: AsRef<str>>(header: &[S], overrides: &[Chosen]) -> Layout {
    let of_units = columns::is_of_units(header);
    let whole = heading::whole(header);
    let mut layout = Layout {
        width: header.len(),
        ..Layout::default()
    };
    let mut found = Vec::new();
    for (index, cell) in header.iter().enumerate() {
        let cell = cell.as_ref().trim();
        let chosen = overrides.iter().find(|chosen| chosen.finds(cell));
        let meaning = match chosen {
            Some(chosen) => Some((Meaning::Says(chosen.property()), 0, None)),
            None => heading::read(cell, whole)
                .map(|(meaning, rank, weaker)| (meaning, rank + 1, weaker)),
        };
        match meaning.and_then(|(m, rank, weaker)| Some((of_element(m, of_units)?, rank, weaker))) {
            Some((meaning, rank, weaker)) => found.push((rank, index, meaning, weaker)),
            None if !cell.is_empty() => layout.unused.push(cell.into()),
            None => {}
        }
    }
    name_devices(&mut found, of_units);
    // The strongest column of each meaning is settled first; at the same strength the one further left.
    found.sort_by_key(|(rank, index, ..)| (*rank, *index));
    for (rank, index, meaning, weaker) in found {
        let header: Box<str> = header
            .get(index)
            .map_or("", |cell| cell.as_ref().trim())
            .into();
        match layout.settle(meaning, weaker, rank == 0) {
            Some(meaning) => layout.columns.push(Column {
                index,
                unit: heading::unit(&header, meaning),
                meaning,
                header,
                order: Order::Unknown,
            }),
            None => layout.unused.push(header),
        }
    }
    if layout.has(Meaning::Says(Property::Model)) {
        for column in layout
            .columns
            .iter_mut()
            .filter(|c| c.meaning == Meaning::Type)
        {
            column.meaning = Meaning::Says(Property::Kind);
        }
    }
    layout.columns.sort_by_key(|column| column.index);
    layout
}

/// What the network element's columns say of the row's thing: in a table of units the element holds the thing.
fn of_element(meaning: Meaning, of_units: bool) -> Option<Meaning> {
    match (meaning, of_units) {
        (Meaning::Element, true) => Some(Meaning::Parent),
        (Meaning::Element, false) => Some(Meaning::Says(Property::Name)),
        (Meaning::ElementType, true) => None,
        (Meaning::ElementType, false) => Some(Meaning::Type),
        (other, _) => Some(other),
    }
}

/// A column that is found: strength, number, meaning, and what is left of it beside a stronger column.
type Found = (usize, usize, Meaning, Option<Property>);

/// Settles what columns called "Device" name: what holds the row's thing where something else names the row, else the
/// row's thing. A word that is also a description of equipment is a name only beside maker and model.
fn name_devices(found: &mut [Found], of_units: bool) {
    let says = |property| {
        found
            .iter()
            .any(|(_, _, m, _)| *m == Meaning::Says(property))
    };
    let apart = says(Property::Manufacturer) && says(Property::Model);
    let named = of_units || says(Property::Name);
    for (_, _, meaning, weaker) in found
        .iter_mut()
        .filter(|(_, _, m, _)| *m == Meaning::Device)
    {
        *meaning = match weaker.take() {
            Some(property) if named || !apart => Meaning::Says(property),
            None if named => Meaning::Parent,
            _ => Meaning::Says(Property::Name),
        };
    }
}

/// Properties of which a thing can have several, or of which two columns are two claims to be compared.
fn is_repeatable(meaning: Meaning) -> bool {
    use Property as P;
    let Meaning::Says(property) = meaning else {
        // "Role: router" beside "Function: core".
        return meaning == Meaning::Role;
    };
    matches!(
        property,
        P::Manufacturer
            | P::Brand
            | P::Supplier
            | P::PartNumber
            | P::Description
            | P::Mac
            | P::IpAddress
            | P::Software
            | P::Position
            | P::Text
            | P::HostName
            | P::Purpose
            | P::LinkedTo
            | P::LinkedOneWay
            | P::StoresOn
            | P::PoweredBy
    )
}

/// What a second column of a property that a thing has once is read as.
const fn second(property: Property) -> Option<Property> {
    match property {
        Property::Model => Some(Property::PartNumber),
        Property::Site => Some(Property::Position),
        _ => None,
    }
}

impl Layout {
    fn has(&self, meaning: Meaning) -> bool {
        self.columns.iter().any(|column| column.meaning == meaning)
    }

    /// What one more column of `meaning` is read as, beside those that are settled; `None`: not at all.
    fn settle(&self, meaning: Meaning, weaker: Option<Property>, chosen: bool) -> Option<Meaning> {
        let repeatable = chosen || is_repeatable(meaning);
        match meaning {
            _ if !self.has(meaning) || (repeatable && weaker.is_none()) => Some(meaning),
            Meaning::Says(property) => weaker.or(second(property)).map(Meaning::Says),
            _ => None,
        }
    }

    /// The columns that are read, from left to right.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Cells of the header.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many columns are read.
    pub fn score(&self) -> usize {
        self.columns.len()
    }

    /// Whether any column speaks of equipment, or the user chose one.
    pub fn tells_equipment(&self, overrides: &[Chosen]) -> bool {
        let chosen = |c: &Column| overrides.iter().any(|chosen| chosen.finds(&c.header));
        self.columns
            .iter()
            .any(|c| columns::tells_equipment(c.meaning) || chosen(c))
    }

    /// The column that names the thing of which the row's thing is a part.
    pub fn parent(&self) -> Option<usize> {
        self.columns
            .iter()
            .find(|c| c.meaning == Meaning::Parent)
            .map(|c| c.index)
    }

    /// The column that names the row's thing.
    pub fn name(&self) -> Option<usize> {
        let name = Meaning::Says(Property::Name);
        self.columns
            .iter()
            .find(|c| c.meaning == name)
            .map(|c| c.index)
    }

    /// The layout of a row that is a header once more: a second table below the first, or one page joined to another.
    /// At least two of its cells, and half of them, are names of columns, and no two say the same.
    pub fn again<T: AsRef<str>>(
        &self,
        cell: impl Fn(usize) -> Option<T>,
        overrides: &[Chosen],
    ) -> Option<Self> {
        let first =
            (0..self.width).find_map(|i| cell(i).filter(|c| !c.as_ref().trim().is_empty()))?;
        // Names of columns rarely hold digits and first cells of rows mostly do: the look-up is not for every row.
        if first.as_ref().contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        columns::find(first.as_ref())?;
        let texts =
            (0..self.width).map(|i| cell(i).map_or_else(String::new, |c| c.as_ref().to_owned()));
        let header: Vec<String> = texts.collect();
        let full = header.iter().filter(|cell| !cell.trim().is_empty()).count();
        let mut next = layout_of(&header, overrides);
        if next.score() < 2 || next.score() * 2 < full || !next.tells_equipment(overrides) {
            return None;
        }
        for column in &mut next.columns {
            let same = self
                .columns
                .iter()
                .find(|old| old.meaning == column.meaning);
            column.order = same.map_or(Order::Unknown, |old| old.order);
        }
        Some(next)
    }

    /// Learns from one row of the sample how the table writes its dates.
    pub fn learn<T: AsRef<str>>(&mut self, cell: impl Fn(usize) -> Option<T>) {
        for column in &mut self.columns {
            if let Some(text) = cell(column.index) {
                column.order = column.order.learn(text.as_ref());
            }
        }
    }

    /// What a row says: each statement with the column's number to `say`, each cell that is no value of its
    /// property, with the reason, to `doubt`.
    pub fn read<T: AsRef<str>>(
        &self,
        cell: impl Fn(usize) -> Option<T>,
        say: &mut dyn FnMut(usize, Property, &str),
        doubt: &mut dyn FnMut(usize, Property, &str, &'static str),
    ) {
        for column in &self.columns {
            if let Some(text) = cell(column.index) {
                column.read(text.as_ref(), say, doubt);
            }
        }
    }

    /// The choice of columns as the user reads it: one line, for information.
    pub fn choice(&self, at: At) -> Diagnostic {
        let mut text = String::from("columns:");
        let mut sign = ' ';
        for column in self.columns.iter().take(64) {
            let meaning = match column.meaning {
                Meaning::Says(property) => property.as_str(),
                Meaning::Type | Meaning::ElementType => "model or kind",
                Meaning::Role => "kind and function",
                Meaning::Parent | Meaning::Device | Meaning::Element => "parent",
            };
            let header: String = column.header.chars().take(40).collect();
            let _ = write!(text, "{sign} {meaning} ← {header}");
            sign = ',';
        }
        if !self.unused.is_empty() {
            let unused = self
                .unused
                .iter()
                .take(32)
                .map(|h| h.chars().take(40).collect::<String>());
            let _ = write!(
                text,
                "; not used: {}",
                unused.collect::<Vec<_>>().join(", ")
            );
        }
        Diagnostic::new(Code::Choice, at, text.replacen(":  ", ": ", 1))
    }
}

impl Column {
    /// What one cell of the column says; see [`Layout::read`].
    pub fn read(
        &self,
        text: &str,
        say: &mut dyn FnMut(usize, Property, &str),
        doubt: &mut dyn FnMut(usize, Property, &str, &'static str),
    ) {
        let (property, strict) = match self.meaning {
            Meaning::Says(property) => (property, true),
            Meaning::Type if words::term(text).is_some_and(|t| t.kind.is_some()) => {
                (Property::Kind, true)
            }
            Meaning::Type | Meaning::ElementType => (Property::Model, true),
            Meaning::Role => (Property::Function, false),
            Meaning::Parent | Meaning::Device | Meaning::Element => return,
        };
        let bare = |text: &str| text.trim().ends_with(|c: char| c.is_ascii_digit());
        let with_unit = self
            .unit
            .filter(|_| bare(text))
            .map(|unit| format!("{} {unit}", text.trim()));
        let text = with_unit.as_deref().unwrap_or(text);
        let read = statement::read(property, text, self.order, &mut |p, v| {
            say(self.index, p, v);
        });
        // A role in the user's own words is none of ours; one of ours in doubt is told.
        if let Err(reason) = read
            && (strict || words::is_doubtful(text))
        {
            doubt(self.index, property, text, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(header: &[&str]) -> String {
        layout_of(header, &[]).choice(At::File).message
    }

    #[test]
    fn the_stronger_column_wins_and_the_weaker_keeps_its_rest() {
        assert_eq!(
            shown(&["Vendor", "Manufacturer", "Type", "Colour"]),
            "columns: supplier ← Vendor, manufacturer ← Manufacturer, model or kind ← Type; not used: Colour"
        );
        assert_eq!(
            shown(&["Vendor", "Type"]),
            "columns: manufacturer ← Vendor, model or kind ← Type"
        );
        assert_eq!(
            shown(&["Model", "Type"]),
            "columns: model ← Model, kind ← Type"
        );
        assert_eq!(
            shown(&["Device", "Vendor", "Model"]),
            "columns: name ← Device, manufacturer ← Vendor, model ← Model"
        );
        assert_eq!(
            shown(&["Device", "Module Bay", "Module Type"]),
            "columns: parent ← Device, position ← Module Bay, model ← Module Type"
        );
        assert_eq!(
            shown(&["Device", "Name", "Manufacturer", "Part ID"]),
            "columns: parent ← Device, name ← Name, manufacturer ← Manufacturer; not used: Part ID"
        );
        assert_eq!(
            shown(&["Gerät", "Hersteller", "Modell"]),
            "columns: name ← Gerät, manufacturer ← Hersteller, model ← Modell"
        );
        assert_eq!(
            shown(&["Équipement", "N° de série"]),
            "columns: description ← Équipement, serial ← N° de série"
        );
        assert_eq!(
            shown(&["Host", "Make", "Model", "Essential"]),
            "columns: host-name ← Host, manufacturer ← Make, model ← Model; not used: Essential"
        );
        assert_eq!(
            shown(&["Camera", "Camera maker", "Camera model", "Module maker"]),
            "columns: name ← Camera, manufacturer ← Camera maker, model ← Camera model; not used: Module maker"
        );
        assert_eq!(
            shown(&["Name", "Role", "Function"]),
            "columns: name ← Name, kind and function ← Role, kind and function ← Function"
        );
        let chosen = [Chosen::new("Colour", Property::Manufacturer)];
        assert!(layout_of(&["Colour"], &chosen).tells_equipment(&chosen));
    }

    #[test]
    fn a_header_that_comes_again_is_no_row() {
        let layout = layout_of(&["Name", "Maker", "Vendor", "Model"], &[]);
        let again = |row: [&str; 4]| layout.again(|i| row.get(i).copied(), &[]);
        assert!(again(["Model", "Vendor", "Serial", ""]).is_some());
        assert!(again(["Host", "Site", "Manufacturer", "Model"]).is_some());
        assert!(again(["Router", "x", "Cisco", "C9300"]).is_none());
        assert!(again(["Model", "x", "Cisco", "C9300"]).is_none());
        assert!(again(["", "", "", ""]).is_none());
    }

    #[test]
    fn a_row_becomes_statements() {
        let layout = layout_of(&["Type", "Role", "Purchase date"], &[]);
        let mut said = Vec::new();
        let mut doubts = 0;
        for row in [
            ["Access switch", "Core", "01.02.2020"],
            ["S5720", "Blue ones", "0000-00-00"],
        ] {
            layout.read(
                |i| row.get(i).copied(),
                &mut |_, p, v| said.push(format!("{p}={v}")),
                &mut |_, _, _, _| doubts += 1,
            );
        }
        assert_eq!(
            said,
            [
                "kind=switch",
                "function=core",
                "obtained=2020-02-01",
                "model=S5720"
            ]
        );
        assert_eq!(doubts, 1);
    }
}
