//! One file a command; this is the switch between them.

mod assess;
mod books;
mod decide;
mod diff;
mod identify;
mod law;
mod measure;
mod observe;
mod org;
mod outage;
mod path;
mod timeline;
mod verify;
mod vocabulary;

use crate::args::{Cli, Command, table};
use crate::exit::{CLEAR, End};
use crate::rim;

/// Does what was asked; the status that the program ends with.
pub(crate) fn run(cli: Cli) -> Result<u8, End> {
    let books = &cli.books;
    match cli.command {
        Command::Assess(args) => assess::assess(&args, books),
        Command::Explain(args) => assess::explain(&args, books),
        Command::Observe(args) => observe::run(&args),
        Command::Identify(args) => identify::run(&args, books),
        Command::Decide(args) => decide::run(&args, books),
        Command::Path(args) => path::run(&args, books),
        Command::Outage(args) => outage::run(&args, books),
        Command::Law(args) => law::run(&args, books),
        Command::Org(args) => org::run(&args, books),
        Command::Vocabulary(args) => vocabulary::run(&args),
        Command::Registry(args) => books::update(&args),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut table(), "cleanpath", &mut script);
            rim::write(None, |out| out.write_all(&script))?;
            Ok(CLEAR)
        }
        Command::Man => {
            rim::write(None, |out| {
                clap_mangen::Man::new(table()).render(&mut &mut *out)
            })?;
            Ok(CLEAR)
        }
    }
}
