//! Cost of one decision as the law book grows: 1, 10, 30 and 300 copies of it, each copy with states and measures of its
//! own. `cargo bench -p cleanpath --bench scaling`.
//!
//! The requests are those of the book's worked cases whose party names its country, asked as `decide` asks: a line of JSON
//! in, a line of JSON out, every request timed by itself. They are asked on twelve days, and once before the clock
//! starts, so that what is kept for a day is there. *Differing* requests have a model each, so that no answer is reused.
//!
//! Measures that reach parties of every country (`principal.country == "US" || …`, the export rules) are in the first copy
//! alone: a copy of one would be one more measure that answers, and what is measured is the cost of those that do not.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark speaks and may stop at the first trouble"
)]

use cleanpath::decide::Decider;
use cleanpath::registry::Registry;
use cleanpath_law::LawBook;
use cleanpath_model::date::Date;
use cleanpath_model::request::Request;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Stands in the texts where a copy puts its number, and before each country that a party is of.
const MARK: char = '\u{1}';
const COUNTRY: char = '\u{2}';
const COPIES: [usize; 4] = [1, 10, 30, 300];
const ROUNDS: usize = 20;

/// The files of the book, with a mark behind each id and each country that a party is of.
fn template(book: &LawBook) -> Vec<(String, String)> {
    let ids: Vec<&str> = book.instruments().map(|i| i.id.as_str()).collect();
    let mut files = Vec::new();
    for id in &ids {
        for (path, text) in book.files_of(id) {
            if path.ends_with("cases.toml") {
                continue;
            }
            let mut text = countries(text);
            for other in &ids {
                for end in ['"', '/'] {
                    let quoted = format!("\"{other}{end}");
                    text = text.replace(&quoted, &format!("\"{other}{MARK}{end}"));
                }
            }
            files.push((path.to_owned(), text));
        }
    }
    files
}

/// Marks the countries of `principal.country == "CC"` and of `["CC", ...].contains(principal.country)`.
fn countries(text: &str) -> String {
    let mut out = String::new();
    for (number, part) in text.split("principal.country").enumerate() {
        let mut part = part.to_owned();
        if number > 0 {
            out.push_str("principal.country");
            if let Some(rest) = part.strip_prefix(" == \"") {
                part = format!(" == \"{COUNTRY}{rest}");
            }
        }
        if let Some(list) = part.strip_suffix(".contains(")
            && let Some((before, codes)) = list.rsplit_once('[')
        {
            let codes: String = codes
                .split('"')
                .enumerate()
                .map(|(n, text)| match n % 2 {
                    0 => text.to_owned(),
                    _ => format!("\"{COUNTRY}{text}\""),
                })
                .collect();
            part = format!("{before}[{codes}.contains(");
        }
        out.push_str(&part);
    }
    out
}

/// The text for a copy: its countries are others than those asked about, of codes that ISO 3166-1 leaves free or not.
fn abroad(text: &str, copy: usize) -> String {
    let mut parts = text.split(COUNTRY);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_at(2);
        if copy == 0 {
            out.push_str(code);
        } else {
            let first = code
                .bytes()
                .fold(copy, |sum, byte| sum * 31 + usize::from(byte));
            let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
            // No law of the book is of a country whose code begins with Q, W, X or Y.
            let strange = ['Q', 'W', 'X', 'Y'];
            out.push(*strange.get(first / 26 % 4).unwrap());
            out.push(letter(first));
        }
        out.push_str(rest);
    }
    out
}

/// Folders of the measures that reach parties of every country.
fn beyond(template: &[(String, String)]) -> Vec<&str> {
    let rules = template.iter().filter(|(path, text)| {
        path.contains(".cedar")
            && text.contains("(principal.country == ")
            && text.contains("|| resource.")
    });
    rules
        .filter_map(|(path, _)| Some(path.rsplit_once('/')?.0))
        .collect()
}

/// A book of so many copies; the first is the book as it is.
fn copies(template: &[(String, String)], count: usize) -> LawBook {
    let mut files = Vec::new();
    let reaching = beyond(template);
    for copy in 0..count {
        let number = if copy == 0 {
            String::new()
        } else {
            format!("-{copy}")
        };
        let made = template.iter().filter(|(path, _)| {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            copy == 0 || !reaching.contains(&folder)
        });
        let made = made.map(|(path, text)| {
            let path = format!("{copy:03}/{path}");
            (path, abroad(&text.replace(MARK, &number), copy))
        });
        files.extend(made);
    }
    let (book, problems) = LawBook::load(files);
    assert!(problems.is_empty(), "{:?}", problems.first());
    book
}

/// The questions of the worked cases, on twelve days.
fn requests(book: &LawBook) -> Vec<Request> {
    let named = book.cases().into_iter().map(|case| case.request);
    let mut requests: Vec<Request> = named
        .filter(|request| request.subject.properties.country.is_some())
        .collect();
    for (number, request) in requests.iter_mut().enumerate() {
        let month = i8::try_from(number % 12).unwrap() + 1;
        request.context.as_of = Some(Date::constant(2026, month, 1).to_string());
    }
    requests
}

/// Times of every request, sorted.
fn times(decider: &mut Decider<'_>, lines: &[Vec<u8>]) -> Vec<Duration> {
    let mut out = Vec::new();
    let mut times: Vec<Duration> = lines
        .iter()
        .map(|line| {
            out.clear();
            let start = Instant::now();
            black_box(decider.answer(black_box(line), &mut out));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn lines(requests: &[Request], model: impl Fn(usize) -> Option<String>) -> Vec<Vec<u8>> {
    let all = (0..ROUNDS).flat_map(|round| requests.iter().map(move |request| (round, request)));
    all.enumerate()
        .map(|(number, (_, request))| {
            let mut request = request.clone();
            if let Some(model) = model(number) {
                request.resource.properties.model = Some(model);
            }
            serde_json::to_vec(&request).unwrap()
        })
        .collect()
}

fn told(name: &str, times: &[Duration]) {
    let at = |permille: usize| {
        let place = (times.len() * permille / 1000).min(times.len() - 1);
        times.get(place).unwrap().as_secs_f64() * 1e6
    };
    let sum: Duration = times.iter().sum();
    let second = f64::from(u32::try_from(times.len()).unwrap()) / sum.as_secs_f64();
    println!(
        "  {name:<10} p50 {:>7.2} us  p99 {:>7.2} us  p99.9 {:>7.2} us  {second:>9.0} a second",
        at(500),
        at(990),
        at(999)
    );
}

fn main() {
    let registry = Registry::embedded();
    let whole = LawBook::embedded();
    let template = template(&whole);
    let requests = requests(&whole);
    let repeating = lines(&requests, |_| None);
    let differing = lines(&requests, |number| Some(format!("X-{number}")));
    for count in COPIES {
        let start = Instant::now();
        let book = copies(&template, count);
        let loaded = start.elapsed();
        println!(
            "{count} copies: {} instruments, read in {:.0} ms, {} requests",
            book.instruments().count(),
            loaded.as_secs_f64() * 1e3,
            repeating.len()
        );
        let mut decider = Decider::new(&registry, &book, Date::constant(2026, 8, 1));
        times(&mut decider, &repeating);
        told("repeating", &times(&mut decider, &repeating));
        told("differing", &times(&mut decider, &differing));
    }
}
