//! The book inside the program is without a mistake.

use cleanpath_law::LawBook;

#[test]
fn embedded_book_is_sound() {
    let book = LawBook::embedded();
    let problems: Vec<String> = book.check().iter().map(ToString::to_string).collect();
    assert!(
        problems.is_empty(),
        "{} mistakes in law/:\n{}",
        problems.len(),
        problems.join("\n")
    );
}
