//! Columns that the user chose by their header, which win over the table of names.

use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use std::sync::atomic::{AtomicBool, Ordering};

/// A column that the user chose.
#[derive(Debug)]
pub struct Chosen {
    header: Box<str>,
    property: Property,
    /// Whether a table had it: files are read on several threads, and a slip of the user's shows only behind the last.
    found: AtomicBool,
}

impl Chosen {
    /// The column of that header, as written but for spaces around it.
    pub fn new(header: &str, property: Property) -> Self {
        Self {
            header: header.trim().into(),
            property,
            found: AtomicBool::new(false),
        }
    }

    /// Whether a header is this one, which then counts as found.
    pub fn finds(&self, header: &str) -> bool {
        let same = header.trim() == &*self.header;
        if same {
            self.found.store(true, Ordering::Relaxed);
        }
        same
    }

    /// What it says.
    pub fn property(&self) -> Property {
        self.property
    }
}

/// What is told when all is read of columns that no table had.
pub fn missed(columns: &[Chosen]) -> impl Iterator<Item = Diagnostic> {
    let missed = columns.iter().filter(|c| !c.found.load(Ordering::Relaxed));
    missed.map(
        |Chosen {
             header, property, ..
         }| {
            let text =
                format!("no table has the column {header:?}, which was to be read as {property}");
            let mut told = Diagnostic::new(Code::Columns, At::File, text);
            "--column".clone_into(&mut told.file);
            told.hint(
                "write the header as the table does; `cleanpath observe` tells which are read",
            )
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_table_has_is_told() {
        let columns =
            [" Vendor", "Vendr"].map(|header| Chosen::new(header, Property::Manufacturer));
        assert!(columns[0].finds("Vendor ") && !columns[0].finds("vendor"));
        let told: Vec<String> = missed(&columns).map(|d| d.message).collect();
        assert_eq!(
            told,
            ["no table has the column \"Vendr\", which was to be read as manufacturer"]
        );
    }
}
