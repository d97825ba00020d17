//! Parts of a zip archive (PKWARE APPNOTE 6.3), as streams that end at a bound. Knows no document inside.
//!
//! Sizes that the archive declares are not believed: what a part unpacks to is counted while it is read.

use crate::format::Read;
use crate::limits;
use std::io::{self, Read as _};
use zip::ZipArchive;
use zip::result::ZipError;

/// An opened archive.
#[allow(
    missing_debug_implementations,
    reason = "holds a trait object over the rim's stream"
)]
pub struct Archive<'a> {
    zip: ZipArchive<&'a mut dyn Read>,
    /// Bytes that may still be unpacked, over all parts.
    left: u64,
}

/// Why a part cannot be read.
#[derive(Debug)]
pub enum NoPart {
    /// There is none of that name.
    Missing,
    /// It is damaged, encrypted, or packed in a way that office documents do not use.
    Refused(String),
    /// The stream failed.
    Io(io::Error),
}

/// Parts of an archive; office documents have tens.
const PARTS: usize = 65_536;

impl<'a> Archive<'a> {
    /// Reads the directory; `None` where it is no archive, or one with more parts than any document has.
    pub fn open(bytes: &'a mut dyn Read) -> io::Result<Option<Self>> {
        match ZipArchive::new(bytes) {
            Ok(zip) if zip.len() <= PARTS => Ok(Some(Self {
                zip,
                left: limits::UNPACKED_BYTES,
            })),
            Err(ZipError::Io(error)) if !is_damage(&error) => Err(error),
            Ok(_) | Err(_) => Ok(None),
        }
    }

    /// Whether a part of that name is there; letters match in either case, as Office does.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let same = |n: &[u8]| n.eq_ignore_ascii_case(name.as_bytes());
        self.zip
            .index_for_name(name)
            .or_else(|| self.zip.file_names_raw().position(same))
    }

    /// Reads one part with `read`, which is handed a stream that ends at the archive's bound.
    pub fn part<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut dyn io::Read) -> io::Result<T>,
    ) -> Result<T, NoPart> {
        let index = self.index(name).ok_or(NoPart::Missing)?;
        let part = self.zip.by_index(index).map_err(no_part)?;
        let mut bounded = part.take(self.left);
        let read = read(&mut bounded).map_err(|error| no_part(error.into()));
        self.left = bounded.limit();
        read
    }

    /// Whether the bound on unpacked bytes was reached, so that parts were cut.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

fn no_part(error: ZipError) -> NoPart {
    match error {
        ZipError::FileNotFound => NoPart::Missing,
        ZipError::Io(error) if !is_damage(&error) => NoPart::Io(error),
        other => NoPart::Refused(other.to_string()),
    }
}

/// Whether an error is of the archive's content, which shows as one of the stream, rather than of the stream.
pub fn is_damage(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof, Unsupported};
    matches!(
        error.kind(),
        InvalidData | InvalidInput | Other | UnexpectedEof | Unsupported
    )
}
