//! Lines to registers: which column is what, and in which base the values are.

use std::collections::BTreeMap;

/// What stood at a register.
#[derive(Debug, Clone)]
enum Raw {
    /// Digits whose base the whole file shows.
    Bare(String),
    /// A number that states its base.
    Word(u16),
    /// Decoded by whoever wrote it.
    Text(String),
}

/// Registers of one device.
#[derive(Debug, Default)]
pub(crate) struct Unit {
    /// Words with the lines that they stand in.
    pub(crate) words: BTreeMap<u32, (u16, u64)>,
    /// Values that were decoded already.
    pub(super) texts: BTreeMap<u32, (String, u64)>,
}

/// Columns of a list by their header.
#[derive(Debug, Clone, Copy)]
struct Columns {
    unit: Option<usize>,
    register: usize,
    value: usize,
}

/// A list as far as it was read.
#[derive(Debug, Default)]
pub(super) struct List {
    raw: BTreeMap<(u8, u32), (Raw, u64)>,
    columns: Option<Columns>,
    /// Whether any bare number has a hexadecimal letter.
    hexadecimal: bool,
    /// Whether registers were left out for want of room.
    pub(super) full: bool,
}

/// Registers kept of one file.
const REGISTERS: usize = 300_000;
/// Words of one line.
const WORDS: usize = 256;

impl List {
    /// Takes a line; `false` where it is neither a header, a comment nor a register.
    pub(super) fn line(&mut self, line: &str, number: u64) -> bool {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with(['#', '/']) {
            return true;
        }
        let cells = cells(line);
        if self.raw.is_empty()
            && self.columns.is_none()
            && let Some(columns) = header(&cells)
        {
            self.columns = Some(columns);
            return true;
        }
        let columns = self.columns.unwrap_or(Columns {
            unit: None,
            register: 0,
            value: 1,
        });
        let cell = |index: usize| cells.get(index).copied();
        let unit = columns
            .unit
            .and_then(cell)
            .and_then(|text| text.parse().ok());
        let Some(register) = cell(columns.register).and_then(register) else {
            return false;
        };
        let rest = if self.columns.is_some() {
            columns.value + 1
        } else {
            cells.len()
        };
        let mut values = cells.get(columns.value..rest).unwrap_or_default();
        if let ([name, .., _], None) = (values, self.columns)
            && name.split_whitespace().all(|word| raw(word).is_none())
        {
            // What the register is called stands between it and its value.
            values = values.get(values.len() - 1..).unwrap_or_default();
        }
        if values.is_empty() {
            return false;
        }
        self.values(unit.unwrap_or(0), register, values, number);
        true
    }

    fn values(&mut self, unit: u8, register: u32, values: &[&str], number: u64) {
        let words: Vec<&str> = values
            .iter()
            .flat_map(|value| value.split_whitespace())
            .collect();
        let read: Option<Vec<Raw>> = words.iter().take(WORDS).map(|word| raw(word)).collect();
        let Some(read) = read.filter(|read| !read.is_empty()) else {
            let text = values.join(" ").trim_matches(['"', '\'']).to_owned();
            return self.keep(unit, register, Raw::Text(text), number);
        };
        // Several words of four digits each are hexadecimal, as tools print frames.
        let frame = words.len() > 1 && words.iter().all(|word| word.len() == 4);
        for (register, word) in (register..).zip(read) {
            let word = match word {
                Raw::Bare(digits) if frame => {
                    u16::from_str_radix(&digits, 16).map_or(Raw::Bare(digits), Raw::Word)
                }
                other => other,
            };
            if let Raw::Bare(digits) = &word {
                self.hexadecimal |= digits.contains(|c: char| c.is_ascii_alphabetic());
            }
            self.keep(unit, register, word, number);
        }
    }

    fn keep(&mut self, unit: u8, register: u32, raw: Raw, number: u64) {
        if self.raw.len() < REGISTERS {
            self.raw.entry((unit, register)).or_insert((raw, number));
        } else {
            self.full = true;
        }
    }

    /// The devices of the list, by their addresses.
    pub(super) fn units(&self) -> Vec<Unit> {
        let mut units: BTreeMap<u8, Unit> = BTreeMap::new();
        let radix = if self.hexadecimal { 16 } else { 10 };
        for ((unit, register), (raw, line)) in &self.raw {
            let unit = units.entry(*unit).or_default();
            let word = match raw {
                Raw::Word(word) => Ok(*word),
                Raw::Bare(digits) => u16::from_str_radix(digits, radix).map_err(|_| digits),
                Raw::Text(text) => Err(text),
            };
            match word {
                Ok(word) => _ = unit.words.insert(*register, (word, *line)),
                Err(text) => _ = unit.texts.insert(*register, (text.clone(), *line)),
            }
        }
        units.into_values().collect()
    }
}

/// The cells of a line: by the strongest sign that parts them, else by blanks or a colon behind the register.
fn cells(line: &str) -> Vec<&str> {
    for sign in [';', '\t', '|', ',', '='] {
        if line.contains(sign) {
            return line.split(sign).map(str::trim).collect();
        }
    }
    match line
        .split_once(": ")
        .or_else(|| line.split_once(char::is_whitespace))
    {
        Some((register, value)) => {
            let values = value
                .split("  ")
                .map(str::trim)
                .filter(|value| !value.is_empty());
            std::iter::once(register.trim()).chain(values).collect()
        }
        None => vec![line],
    }
}

/// The columns, where the line is a header.
fn header(cells: &[&str]) -> Option<Columns> {
    let find = |words: &[&str]| {
        cells.iter().position(|cell| {
            let cell = cell.to_lowercase();
            words.iter().any(|word| cell.contains(word))
        })
    };
    let register = find(&["register", "address", "addr", "reg", "adresse"])?;
    let value = find(&["value", "data", "raw", "hex", "wert", "valeur"])?;
    let unit = find(&["unit id", "unit_id", "unitid", "slave", "unit"])
        .filter(|unit| *unit != value && *unit != register);
    (register != value).then_some(Columns {
        unit,
        register,
        value,
    })
}

/// The number of a register: `30000`, `0x7530`, `HR30000`, `"30000"`, `30000:`.
fn register(text: &str) -> Option<u32> {
    let text = text.trim_matches(['"', '\'', ':', '[', ']', ' ']);
    let text = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if let Some(hex) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(hex, 16).ok().filter(|n| *n <= 0xffff);
    }
    text.parse().ok().filter(|n| *n <= 0xffff)
}

/// One word, or `None` where it is none.
fn raw(text: &str) -> Option<Raw> {
    let text = text.trim_matches(['"', '\'', '[', ']', ',']);
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    if let Some(hex) = hex.or_else(|| text.strip_suffix(['h', 'H']).filter(|hex| hex.len() == 4)) {
        return u16::from_str_radix(hex, 16).ok().map(Raw::Word);
    }
    if let Some(negative) = text.strip_prefix('-') {
        let number: i16 = negative.parse().ok()?;
        return Some(Raw::Word(number.wrapping_neg().cast_unsigned()));
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok();
    let hexadecimal = text.len() == 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
    (digits || hexadecimal).then(|| Raw::Bare(text.to_owned()))
}
