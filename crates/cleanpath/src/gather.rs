//! One file of evidence, read into memory within bounds: digest, format, things and observations.
//!
//! Knows no law and no companies. Files too large to be held are streamed by [`crate::assess`] instead.

use cleanpath_evidence::{Input, Sink, limits, sniff};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::{Observation, Thing, ThingId};
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use cleanpath_model::word::About;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read, SeekFrom};

/// What one file says.
#[derive(Debug, Clone, Default)]
pub struct FileEvidence {
    /// Its name, as given.
    pub file: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Name of the format, `-` where none claimed it.
    pub format: String,
    /// Things, numbered in order.
    pub things: Vec<Thing>,
    /// Observations in the order of the file.
    pub observations: Vec<Observation>,
    /// What could not be read, and choices made.
    pub problems: Vec<Diagnostic>,
}

/// Reads one file whole. What cannot be read is a diagnostic in the result.
///
/// # Errors
/// Only where the stream itself fails; what was read before is lost then.
pub fn read(
    file: &str,
    bytes: &mut dyn cleanpath_evidence::Read,
    columns: &[(String, Property)],
) -> io::Result<FileEvidence> {
    let (sha256, length) = digest(bytes)?;
    let mut collector = Collector {
        evidence: FileEvidence {
            file: file.to_owned(),
            sha256,
            format: "-".into(),
            ..FileEvidence::default()
        },
        dropped: BTreeMap::new(),
        full: false,
    };
    let mut head = Vec::new();
    bytes.seek(SeekFrom::Start(0))?;
    (&mut *bytes).take(64 << 10).read_to_end(&mut head)?;
    bytes.seek(SeekFrom::Start(0))?;
    if head.is_empty() {
        collector.diagnose(
            Diagnostic::new(Code::Empty, At::File, "the file is empty")
                .hint("export it again; the tool that wrote it may have failed"),
        );
    } else if let Some(format) = sniff(&head) {
        format.name().clone_into(&mut collector.evidence.format);
        format.read(
            Input {
                bytes,
                length,
                columns,
            },
            &mut collector,
        )?;
    } else {
        collector.diagnose(
            Diagnostic::new(
                Code::UnknownFormat,
                At::File,
                "no evidence format claims this content",
            )
            .hint("export as CSV, XLSX, JSON, snmpwalk text, nmap XML or CycloneDX"),
        );
    }
    Ok(collector.finish())
}

/// SHA-256 as lower-case hex, and the length, of a whole stream.
///
/// # Errors
/// Where the stream fails.
pub fn digest(bytes: &mut dyn cleanpath_evidence::Read) -> io::Result<(String, u64)> {
    bytes.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0u8; 1 << 16];
    let mut length = 0u64;
    loop {
        let read = bytes.read(&mut buffer)?;
        let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else {
            break;
        };
        hasher.update(part);
        length += read as u64;
    }
    Ok((hex(&hasher.finalize()), length))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The sink that keeps everything, within bounds.
struct Collector {
    evidence: FileEvidence,
    /// Diagnostics beyond the bound, counted by code.
    dropped: BTreeMap<Code, u64>,
    full: bool,
}

impl Collector {
    fn finish(mut self) -> FileEvidence {
        for (code, count) in self.dropped {
            let text = format!("{count} more of the kind {code}");
            self.evidence
                .problems
                .push(Diagnostic::new(code, At::File, text));
        }
        for problem in &mut self.evidence.problems {
            problem.file.clone_from(&self.evidence.file);
        }
        self.evidence
    }
}

impl Sink for Collector {
    fn thing(&mut self, about: About, parent: Option<ThingId>) -> ThingId {
        let id = ThingId(u32::try_from(self.evidence.things.len()).unwrap_or(u32::MAX));
        if self.evidence.things.len() < limits::OBSERVATIONS {
            self.evidence.things.push(Thing { about, parent });
        }
        id
    }

    fn observe(&mut self, thing: ThingId, property: Property, value: &str, at: At) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        if self.evidence.observations.len() >= limits::OBSERVATIONS {
            if !self.full {
                self.full = true;
                let text =
                    "more observations than are held in memory; the rest of the file was not used";
                self.evidence.problems.push(
                    Diagnostic::new(Code::Limit, at, text)
                        .hint("split the file, or give it as CSV"),
                );
            }
            return;
        }
        let cut = value
            .char_indices()
            .nth(limits::VALUE_BYTES / 4)
            .map_or(value.len(), |(at, _)| at);
        let value = value.get(..cut).unwrap_or(value).into();
        self.evidence.observations.push(Observation {
            thing,
            property,
            value,
            at,
        });
    }

    fn diagnose(&mut self, diagnostic: Diagnostic) {
        let same = self
            .evidence
            .problems
            .iter()
            .filter(|d| d.code == diagnostic.code)
            .count();
        if same < limits::DIAGNOSTICS {
            self.evidence.problems.push(diagnostic);
        } else {
            *self.dropped.entry(diagnostic.code).or_default() += 1;
        }
    }
}
