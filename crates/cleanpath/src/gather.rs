//! One file of evidence, read into memory within bounds: digest, format, things and observations.
//!
//! Knows no law and no companies. Files too large to be held are streamed by [`crate::assess`] instead.

use cleanpath_evidence::table::Chosen;
use cleanpath_evidence::{Collected, Format, Nature, Read, limits, read_into};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::{Observation, Thing};
use cleanpath_model::place::At;
use sha2::{Digest, Sha256};
use std::io::{self, SeekFrom};

/// What one file says.
#[derive(Debug, Clone, Default)]
pub struct FileEvidence {
    /// Its name, as given.
    pub file: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// Name of the format, `-` where none claimed it.
    pub format: String,
    /// Whose word it carries.
    pub nature: Nature,
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
pub fn read(file: &str, bytes: &mut dyn Read, columns: &[Chosen]) -> io::Result<FileEvidence> {
    let (sha256, _) = digest(bytes)?;
    read_digested(file, bytes, columns, || Ok(sha256))
}

/// The same where the digest is taken elsewhere, at the same time; it is asked for when all is read.
///
/// # Errors
/// Where the stream or the digest fails.
pub fn read_digested(
    file: &str,
    bytes: &mut dyn Read,
    columns: &[Chosen],
    sha256: impl FnOnce() -> io::Result<String>,
) -> io::Result<FileEvidence> {
    let mut collected = Collected::default();
    let format = read_into(bytes, columns, &mut collected)?;
    let mut evidence = FileEvidence {
        file: file.to_owned(),
        sha256: sha256()?,
        format: format.map_or("-", Format::name).to_owned(),
        nature: format.map(Format::nature).unwrap_or_default(),
        things: collected.things,
        observations: collected.observations,
        problems: collected.diagnostics,
    };
    for (code, count) in collected.problems {
        let more = count.saturating_sub(limits::DIAGNOSTICS as u64);
        if more > 0 {
            let text = format!("{more} more of the kind {code}");
            evidence
                .problems
                .push(Diagnostic::new(code, At::File, text));
        }
    }
    for problem in &mut evidence.problems {
        file.clone_into(&mut problem.file);
        if problem.hint.is_empty() {
            hint(problem.code).clone_into(&mut problem.hint);
        }
    }
    Ok(evidence)
}

/// What helps against trouble of a kind, where the reader has nothing better to say.
const fn hint(code: Code) -> &'static str {
    match code {
        Code::Empty => "export it again; the tool that wrote it may have failed",
        Code::UnknownFormat => "export as CSV, XLSX, JSON, snmpwalk text, nmap XML or CycloneDX",
        Code::Truncated => "export it again; what came before the break was used",
        _ => "",
    }
}

/// SHA-256 as lower-case hex, and the length, of a whole stream.
///
/// # Errors
/// Where the stream fails.
pub fn digest(bytes: &mut dyn Read) -> io::Result<(String, u64)> {
    bytes.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0u8; 1 << 18];
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
