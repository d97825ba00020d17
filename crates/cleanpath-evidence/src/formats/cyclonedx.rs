//! CycloneDX bills of material 1.2 to 1.7, JSON and XML (ECMA-424): devices with their parts, firmware and software.
//!
//! Who made the bill is not who made the thing: `metadata.manufacturer` (1.6) and `metadata.authors` are left out,
//! `metadata.manufacture` (to 1.5) names the maker of the described component. Knows no vulnerabilities.

mod component;
mod from_json;
mod from_xml;

use crate::format::{Counting, Format, Input, Likelihood, Sink, length};
use crate::lines::head_text;
use crate::{json, limits};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::place::At;
use std::io;

/// Bills of material, either syntax.
#[derive(Debug)]
pub struct CycloneDx;

impl Format for CycloneDx {
    fn name(&self) -> &'static str {
        "cyclonedx"
    }

    fn spec(&self) -> &'static str {
        "CycloneDX 1.2 to 1.7 (ECMA-424), JSON and XML"
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let head = head_text(head);
        let text = head.trim_start();
        let named = text.contains("cyclonedx.org/schema/bom")
            || (text.contains("\"bomFormat\"") && text.contains("CycloneDX"));
        if named && text.starts_with(['{', '<']) {
            Likelihood::Certain
        } else if text.starts_with('{')
            && text.contains("\"specVersion\"")
            && text.contains("\"components\"")
        {
            Likelihood::Likely
        } else {
            Likelihood::No
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        if length(input.bytes)? > limits::DOCUMENT_BYTES {
            let text = "a bill of more bytes than are read of one document; it is read in part";
            sink.diagnose(Diagnostic::new(Code::Limit, At::File, text));
        }
        let mut sink = Counting::new(sink);
        if json::head(input.bytes)?.trim_start().starts_with('<') {
            from_xml::read(input.bytes, &mut sink)?;
        } else {
            from_json::read(input.bytes, &mut sink)?;
        }
        sink.diagnose_empty("the bill lists no component");
        Ok(())
    }
}
