//! Standard input, which cannot be sought: what is read from start to end streams, anything else is held.
//!
//! A capture from a pipe has no bound, as a file has none. What must be held is held up to a bound, and what lies
//! behind it is told: the answer then counts as one over evidence that could not be read.

use cleanpath::gather::{self, FileEvidence};
use cleanpath_evidence::table::Chosen;
use cleanpath_evidence::{Format, HEAD, sniff};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// Bytes that are held of what does not stream.
pub(super) const HELD: u64 = 512 << 20;

/// Reads the evidence that comes through a pipe; of what does not stream, at most `held` bytes.
pub(super) fn evidence(
    pipe: &mut dyn Read,
    held: u64,
    columns: &[Chosen],
) -> io::Result<FileEvidence> {
    let mut head = Vec::new();
    pipe.take(HEAD).read_to_end(&mut head)?;
    if sniff(&head).is_some_and(Format::streams) {
        let piped = RefCell::new(Piped::behind(head, pipe));
        let digest = || piped.borrow_mut().digest();
        return gather::read_digested("-", &mut Shared(&piped), columns, digest);
    }
    let rest = held.saturating_sub(head.len() as u64);
    pipe.take(rest).read_to_end(&mut head)?;
    let cut = pipe.read(&mut [0])? > 0;
    let mut evidence = gather::read("-", &mut Cursor::new(head), columns)?;
    if cut {
        let mut told = Diagnostic::new(Code::Unreadable, At::File, too_much(held)).hint(SAVE);
        "-".clone_into(&mut told.file);
        evidence.problems.push(told);
    }
    Ok(evidence)
}

/// All of a pipe, which must be within what is held.
pub(super) fn whole(pipe: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    pipe.take(HELD + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > HELD {
        return Err(io::Error::other(format!("{}; {SAVE}", too_much(HELD))));
    }
    Ok(bytes)
}

fn too_much(held: u64) -> String {
    format!(
        "standard input goes on behind the {held} bytes that are held of it; the rest was not read"
    )
}

const SAVE: &str = "save it as a file and name that";

/// A pipe of which the first bytes were read and can be read again, and its digest.
struct Piped<'a> {
    head: Vec<u8>,
    at: usize,
    rest: &'a mut dyn Read,
    hasher: Sha256,
}

impl<'a> Piped<'a> {
    fn behind(head: Vec<u8>, rest: &'a mut dyn Read) -> Self {
        let hasher = Sha256::new().chain_update(&head);
        Self {
            head,
            at: 0,
            rest,
            hasher,
        }
    }

    /// The digest of everything, that is of what the reader left, too.
    fn digest(&mut self) -> io::Result<String> {
        let mut buffer = vec![0; 1 << 18];
        self.at = self.head.len();
        while self.read(&mut buffer)? > 0 {}
        Ok(gather::hex(&std::mem::take(&mut self.hasher).finalize()))
    }
}

impl Read for Piped<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut again = self.head.get(self.at..).unwrap_or_default();
        if !again.is_empty() {
            let count = again.read(out)?;
            self.at += count;
            return Ok(count);
        }
        let count = self.rest.read(out)?;
        self.hasher.update(out.get(..count).unwrap_or_default());
        // What came from the pipe is gone: from now on nothing is read again.
        self.head
            .truncate(if count > 0 { 0 } else { self.head.len() });
        Ok(count)
    }
}

/// The reader and the digest take turns at one pipe.
struct Shared<'a, 'p>(&'a RefCell<Piped<'p>>);

impl Read for Shared<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(out)
    }
}

impl Seek for Shared<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut piped = self.0.borrow_mut();
        if to != SeekFrom::Start(0) || piped.head.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::NotSeekable,
                "what came through a pipe is read once",
            ));
        }
        piped.at = 0;
        Ok(0)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]
mod tests {
    use super::*;

    /// A capture of one empty frame again and again, longer than what is kept of its start.
    fn capture() -> Vec<u8> {
        let mut bytes =
            b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\xff\xff\0\0\x01\0\0\0".to_vec();
        let arp = b"\xff\xff\xff\xff\xff\xff\0\xe0\xfc\x01\x02\x03\x08\x06\0\x01\x08\0\x06\x04\0\x02\0\xe0\xfc\x01\x02\x03\xc0\0\x02\x07\0\xe0\xfc\0\0\0\xc0\0\x02\x08";
        while (bytes.len() as u64) < 3 * HEAD {
            bytes.extend([0u8; 8]);
            bytes.extend([42, 0, 0, 0, 42, 0, 0, 0]);
            bytes.extend(arp);
        }
        bytes
    }

    #[test]
    fn a_capture_streams_past_what_is_held() {
        let bytes = capture();
        let file = gather::read("-", &mut Cursor::new(bytes.clone()), &[]).unwrap();
        let piped = evidence(&mut bytes.as_slice(), 1, &[]).unwrap();
        assert_eq!(piped.sha256, file.sha256);
        assert_eq!(piped.observations, file.observations);
        assert!(!piped.observations.is_empty());
        assert_eq!(piped.problems, file.problems);
    }

    #[test]
    fn what_is_not_held_is_told() {
        let mut table = b"name,manufacturer\n".to_vec();
        while (table.len() as u64) < 2 * HEAD {
            table.extend(b"sw1,Huawei\n");
        }
        let whole = table.len() as u64;
        let cut = evidence(&mut table.as_slice(), whole - 1, &[]).unwrap();
        assert!(is_cut(&cut));
        assert!(!cut.observations.is_empty());
        let all = evidence(&mut table.as_slice(), whole, &[]).unwrap();
        assert!(!is_cut(&all));
    }

    fn is_cut(evidence: &FileEvidence) -> bool {
        evidence
            .problems
            .iter()
            .any(|problem| problem.code == Code::Unreadable)
    }
}
