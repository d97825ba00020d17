//! What leaves the program: standard output, files, standard error, colours.
//!
//! A reader that goes away is no error, and takes nothing from the exit status: the job is done to its end. Output that
//! is lost in any other way is a failure.

use crate::exit::{End, Failure};
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Whether standard output shows colours: a terminal that can, and the user has not said otherwise (no-color.org).
pub(crate) fn colour() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    io::stdout().is_terminal() && !dumb && !unwanted
}

/// A line on standard error.
pub(crate) fn warn(text: &str) {
    // Where stderr is gone there is nobody to warn.
    let _ = writeln!(io::stderr(), "cleanpath: {text}");
}

/// Writes to standard output, or to a file that appears whole or not at all.
pub(crate) fn write(
    output: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), End> {
    write_on(output, |out, _| write(out))
}

/// The same for output that is made while it is written: it is told whether anybody still reads.
pub(crate) fn write_on(
    output: Option<&Path>,
    write: impl FnOnce(&mut dyn Write, &Cell<bool>) -> io::Result<()>,
) -> Result<(), End> {
    let gone = Cell::new(false);
    let Some(path) = output else {
        let mut out = BufWriter::new(Reader::new(standard()?, &gone));
        write(&mut out, &gone)?;
        return Ok(out.flush()?);
    };
    let write = |out: &mut dyn Write| write(out, &gone);
    let failed = |e: io::Error| Failure::new(format!("{}: {e}", path.display()));
    // What is there may be a link, such as /dev/stdout: it stays, and what it names is written.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        // A device or a pipe is written to; a file renamed over it would take its place.
        let mut out = BufWriter::new(File::options().write(true).open(path).map_err(failed)?);
        return Ok(write(&mut out).and_then(|()| out.flush()).map_err(failed)?);
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let mut out = BufWriter::new(File::create(&part).map_err(failed)?);
    let written = write(&mut out).and_then(|()| out.flush());
    drop(out);
    if let Err(error) = written {
        // The half-written file is of no use to anybody; if it cannot be removed the error says enough.
        let _ = fs::remove_file(&part);
        return Err(failed(error).into());
    }
    Ok(fs::rename(&part, path).map_err(failed)?)
}

/// Creates a folder and writes one file in it.
pub(crate) fn save(dir: &Path, name: &str, text: &str) -> Result<PathBuf, End> {
    fs::create_dir_all(dir).map_err(|e| Failure::new(format!("{}: {e}", dir.display())))?;
    let path = dir.join(name);
    write(Some(&path), |out| out.write_all(text.as_bytes()))?;
    Ok(path)
}

/// Standard output as a plain file: the standard library's own takes one that cannot be written to for a success.
#[cfg(unix)]
fn standard() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

/// Standard output; a console wants the standard library's own, which turns text into what it shows.
#[cfg(not(unix))]
fn standard() -> io::Result<io::Stdout> {
    Ok(io::stdout())
}

/// A reader of our output, who may go away, as `head` does. What comes after is not written, but is not an error.
struct Reader<'a, W> {
    out: W,
    gone: &'a Cell<bool>,
}

impl<'a, W: Write> Reader<'a, W> {
    const fn new(out: W, gone: &'a Cell<bool>) -> Self {
        Self { out, gone }
    }

    /// What writing came to, or `unread` where nobody reads any more.
    fn heed<T>(&mut self, result: io::Result<T>, unread: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.gone.set(true);
                Ok(unread)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Reader<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.gone.get() {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.heed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gone.get() {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.heed(flushed, ())
    }
}
