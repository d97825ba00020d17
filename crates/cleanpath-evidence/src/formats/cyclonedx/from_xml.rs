//! The XML syntax of CycloneDX, as a stream.

use super::component::{Component, PROPERTIES, announce};
use crate::format::Sink;
use crate::limits;
use crate::xml::{Step, Trouble, Xml};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use std::io::{self, Read as _};

pub(super) fn read(bytes: &mut dyn crate::format::Read, sink: &mut dyn Sink) -> io::Result<()> {
    let mut bytes = bytes.take(limits::DOCUMENT_BYTES);
    let mut xml = Xml::new(&mut bytes)?;
    if let Err(trouble) = bill(&mut xml, sink) {
        sink.diagnose(trouble.diagnostic(At::File)?);
    }
    Ok(())
}

/// Reads one child to its end: its local name, and its `type` or `name` attribute.
type Child<'a, 'x> = dyn FnMut(&mut Xml<'x>, &str, Option<String>) -> Result<(), Trouble> + 'a;

/// The children of the element that was just opened, each handed to `take`, which reads it to its end.
fn children<'x>(xml: &mut Xml<'x>, take: &mut Child<'_, 'x>) -> Result<(), Trouble> {
    let outer = xml.depth().saturating_sub(1);
    loop {
        match xml.step()? {
            Step::Open(tag) => {
                let attribute = tag.attribute("type").or_else(|| tag.attribute("name"));
                take(xml, tag.name(), attribute)?;
            }
            Step::Close if xml.depth() <= outer => return Ok(()),
            Step::End => return Ok(()),
            Step::Close | Step::Text(_) => {}
        }
    }
}

fn bill(xml: &mut Xml<'_>, sink: &mut dyn Sink) -> Result<(), Trouble> {
    let mut described = None;
    loop {
        match xml.step()? {
            Step::Open(tag) if tag.name() == "bom" => {}
            Step::Open(tag) if tag.name() == "metadata" => described = metadata(xml, sink)?,
            Step::Open(tag) if tag.name() == "components" => {
                list(xml, "/bom/components", described, sink)?;
            }
            Step::Open(_) => xml.skip()?,
            Step::End => return Ok(()),
            Step::Close | Step::Text(_) => {}
        }
    }
}

/// The component that the bill describes, with what the metadata say of its maker.
fn metadata(xml: &mut Xml<'_>, sink: &mut dyn Sink) -> Result<Option<ThingId>, Trouble> {
    let mut described: Option<(ThingId, Component)> = None;
    let (mut maker, mut supplier) = (String::new(), String::new());
    let path = "/bom/metadata/component";
    let read = children(xml, &mut |xml, name, kind| {
        match name {
            "component" if described.is_none() => {
                let thing = announce(None, sink);
                let mut component = Component {
                    kind: kind.unwrap_or_default(),
                    ..Component::default()
                };
                let read = members(xml, &mut component, path, thing, sink);
                described = Some((thing, component));
                read?;
            }
            "manufacture" => maker = organisation(xml)?,
            "supplier" => supplier = organisation(xml)?,
            _ => xml.skip()?,
        }
        Ok(())
    });
    let Some((thing, mut component)) = described else {
        return read.map(|()| None);
    };
    if component.manufacturer.is_empty() {
        component.manufacturer = maker;
    }
    if component.supplier.is_empty() {
        component.supplier = supplier;
    }
    component.tell(thing, &At::Path(path.into()), sink);
    read.map(|()| Some(thing))
}

/// The components of one list.
fn list(
    xml: &mut Xml<'_>,
    path: &str,
    parent: Option<ThingId>,
    sink: &mut dyn Sink,
) -> Result<(), Trouble> {
    let mut number = 0u64;
    children(xml, &mut |xml, name, kind| {
        if name != "component" {
            return xml.skip();
        }
        number += 1;
        let path = format!("{path}/component[{number}]");
        let thing = announce(parent, sink);
        let mut component = Component {
            kind: kind.unwrap_or_default(),
            ..Component::default()
        };
        let read = members(xml, &mut component, &path, thing, sink);
        // What was read before the trouble is told, too.
        component.tell(thing, &At::Path(path.as_str().into()), sink);
        read
    })
}

/// The members of the component that was just opened; components inside it are told at once.
fn members(
    xml: &mut Xml<'_>,
    component: &mut Component,
    path: &str,
    thing: ThingId,
    sink: &mut dyn Sink,
) -> Result<(), Trouble> {
    children(xml, &mut |xml, name, _| {
        match name {
            "name" => component.name = xml.text()?,
            "version" => component.version = xml.text()?,
            "publisher" => component.publisher = xml.text()?,
            "description" => component.description = xml.text()?,
            "cpe" => component.cpe = xml.text()?,
            "purl" => component.purl = xml.text()?,
            "manufacturer" => component.manufacturer = organisation(xml)?,
            "supplier" => component.supplier = organisation(xml)?,
            "properties" => properties(xml, &mut component.properties)?,
            "evidence" => evidence(xml, &mut component.concluded)?,
            "components" => list(xml, &format!("{path}/components"), Some(thing), sink)?,
            _ => xml.skip()?,
        }
        Ok(())
    })
}

/// The name of an organisation.
fn organisation(xml: &mut Xml<'_>) -> Result<String, Trouble> {
    let mut found = String::new();
    children(xml, &mut |xml, name, _| {
        match name {
            "name" if found.is_empty() => found = xml.text()?,
            _ => xml.skip()?,
        }
        Ok(())
    })?;
    Ok(found)
}

fn properties(xml: &mut Xml<'_>, found: &mut Vec<(String, String)>) -> Result<(), Trouble> {
    children(xml, &mut |xml, _, name| {
        let value = xml.text()?;
        if let Some(name) = name.filter(|_| found.len() < PROPERTIES) {
            found.push((name, value));
        }
        Ok(())
    })
}

/// The values that `evidence/identity` concludes.
fn evidence(xml: &mut Xml<'_>, found: &mut Vec<String>) -> Result<(), Trouble> {
    children(xml, &mut |xml, name, _| {
        if name != "identity" {
            return xml.skip();
        }
        children(xml, &mut |xml, name, _| {
            match name {
                "concludedValue" if found.len() < PROPERTIES => found.push(xml.text()?),
                _ => xml.skip()?,
            }
            Ok(())
        })
    })
}
