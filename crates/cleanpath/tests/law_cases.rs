//! Every case of `law/**/cases.toml`, judged by its own instrument alone, with names looked up in the registry.

use cleanpath::question::Clerk;
use cleanpath::registry::Registry;
use cleanpath::worked::failed;
use cleanpath_law::LawBook;

#[test]
fn every_case_of_the_book() {
    let registry = Registry::embedded();
    let book = LawBook::embedded();
    let clerk = Clerk::new(&registry, &book);
    let cases = book.cases();
    let mut wrong = 0;
    for case in &cases {
        if let Some(text) = failed(case, &clerk) {
            wrong += 1;
            println!(
                "{} / {} ({:?})\n  {text}",
                case.instrument, case.title, case.request.context.as_of
            );
        }
    }
    assert!(cases.len() > 100, "the book has its cases: {}", cases.len());
    assert_eq!(wrong, 0, "cases of {} wrong", cases.len());
}
