//! How far reading has come, shown on a terminal.
use indicatif::{ProgressBar, ProgressStyle};
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Seek, SeekFrom};
use std::path::PathBuf;

/// A file of which a bar shows how much was read. What is read again is not counted again.
pub(super) struct Watched<'a> {
    file: File,
    bar: &'a ProgressBar,
    at: u64,
    /// Bytes up to the furthest that was read.
    pub(super) seen: u64,
}

impl<'a> Watched<'a> {
    pub(super) const fn new(file: File, bar: &'a ProgressBar) -> Self {
        Self {
            file,
            bar,
            at: 0,
            seen: 0,
        }
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(out)?;
        self.at += read as u64;
        if self.at > self.seen {
            self.bar.inc(self.at - self.seen);
            self.seen = self.at;
        }
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

/// A bar over the bytes to read, shown on a terminal only.
pub(super) fn progress(files: &[PathBuf]) -> ProgressBar {
    let total = files
        .iter()
        .filter_map(|f| fs::metadata(f).ok())
        .map(|m| m.len())
        .sum();
    if !io::stderr().is_terminal() || total < 4 << 20 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    let template = "reading {wide_bar} {bytes}/{total_bytes} {eta}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
