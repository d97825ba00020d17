//! `decide`: access evaluation requests in, one line of response each, in order.

use crate::args::{Books, Decide};
use crate::exit::{CLEAR, End, Failure, UNREADABLE};
use crate::rim;
use cleanpath::decide::Decider;
use serde_json::value::RawValue;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// Longest request line, in bytes.
const LINE_BYTES: u64 = 16 << 20;

/// Answers every request of the file.
pub(crate) fn run(args: &Decide, books: &Books) -> Result<u8, End> {
    let (law, registry) = rim::books(books)?;
    let mut decider = Decider::new(&registry, &law, rim::today());
    let mut input = BufReader::with_capacity(1 << 16, rim::stream(&args.file)?);
    let failed = |e: std::io::Error| Failure::new(format!("{}: {e}", args.file.display()));
    let mut good = true;
    let mut trouble = None;
    rim::write(None, |out| {
        match answer(&mut input, &mut decider, out) {
            Ok(all) => good = all,
            Err(Stop::Input(error)) => trouble = Some(failed(error)),
            Err(Stop::Nothing) => trouble = Some(nothing(&args.file)),
            Err(Stop::Output(error)) => return Err(error),
        }
        Ok(())
    })?;
    if let Some(trouble) = trouble {
        return Err(trouble.into());
    }
    Ok(if good { CLEAR } else { UNREADABLE })
}

/// That the input holds no request: whoever asked nothing was told nothing.
fn nothing(file: &Path) -> Failure {
    Failure::new(format!(
        "{}: no request there; give one JSON object a line (`cleanpath decide --help` shows one)",
        file.display()
    ))
}

/// Which end failed, or what was missing.
enum Stop {
    Input(std::io::Error),
    /// There was no request to answer.
    Nothing,
    Output(std::io::Error),
}

/// Answers a stream: JSON Lines as they come, or one document that holds an object or an array.
fn answer(
    input: &mut impl BufRead,
    decider: &mut Decider<'_>,
    out: &mut dyn Write,
) -> Result<bool, Stop> {
    let mut good = true;
    let mut line = Vec::new();
    let mut response = Vec::new();
    let mut first = true;
    loop {
        line.clear();
        let read = input
            .take(LINE_BYTES)
            .read_until(b'\n', &mut line)
            .map_err(Stop::Input)?;
        if read == 0 {
            return if first { Err(Stop::Nothing) } else { Ok(good) };
        }
        let request = line.trim_ascii();
        if request.is_empty() {
            continue;
        }
        if std::mem::take(&mut first) && !stands_alone(request) {
            input.read_to_end(&mut line).map_err(Stop::Input)?;
            return document(&line, decider, out);
        }
        response.clear();
        good &= decider.answer(request, &mut response);
        out.write_all(&response).map_err(Stop::Output)?;
        // Whoever asks one question at a time waits for its answer.
        if input.fill_buf().map_err(Stop::Input)?.is_empty() {
            out.flush().map_err(Stop::Output)?;
        }
    }
}

/// Whether a first line is a request by itself, rather than the start of a document over several lines.
fn stands_alone(line: &[u8]) -> bool {
    if line.first() == Some(&b'[') {
        return false;
    }
    !serde_json::from_slice::<&RawValue>(line).is_err_and(|error| error.is_eof())
}

/// Answers one document: an array of requests, or requests one after the other. What is no JSON gets its error line.
fn document(bytes: &[u8], decider: &mut Decider<'_>, out: &mut dyn Write) -> Result<bool, Stop> {
    let mut good = true;
    let mut each = |request: &[u8]| {
        let mut response = Vec::new();
        good &= decider.answer(request, &mut response);
        out.write_all(&response).map_err(Stop::Output)
    };
    if let Ok(array) = serde_json::from_slice::<Vec<&RawValue>>(bytes) {
        array
            .iter()
            .try_for_each(|request| each(request.get().as_bytes()))?;
        return Ok(good);
    }
    let values = serde_json::Deserializer::from_slice(bytes).into_iter::<&RawValue>();
    let requests: Result<Vec<&RawValue>, _> = values.collect();
    if let Ok(requests) = requests {
        requests
            .iter()
            .try_for_each(|request| each(request.get().as_bytes()))?;
        return Ok(good);
    }
    // Neither one document nor several: lines then, the broken ones among them answered as such.
    let lines = bytes.split(|b| *b == b'\n').map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty()).try_for_each(each)?;
    Ok(good)
}
