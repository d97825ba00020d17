//! `registry update`: IEEE's and IANA's own files turned into registry files.

use crate::args::RegistryCommand;
use crate::exit::{CLEAR, End, Failure};
use crate::rim;
use cleanpath::registry::update;

/// Writes a registry file made from the given one.
pub(crate) fn update(args: &RegistryCommand) -> Result<u8, End> {
    let RegistryCommand::Update { file, into } = args;
    let bytes = rim::content(file)?;
    let made = update::read(&bytes);
    for problem in made.diagnostics.iter().take(20) {
        rim::warn(&problem.to_string());
    }
    if made.rows == 0 {
        let text = format!(
            "{}: neither IEEE's CSV of MA-L, MA-M or MA-S nor IANA's enterprise-numbers; take it from the registry's own page",
            file.display()
        );
        return Err(Failure::new(text).into());
    }
    let path = rim::save(into, made.table, &made.text)?;
    rim::write(None, |out| {
        writeln!(
            out,
            "{}: {} rows; use it with --registry {}",
            path.display(),
            made.rows,
            into.display()
        )
    })?;
    Ok(CLEAR)
}
