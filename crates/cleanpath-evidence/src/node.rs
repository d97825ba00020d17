//! Records of management models as trees, the same whether they came as XML or as JSON (RFC 7951 writes one YANG
//! model both ways, TS 32.160 one 3GPP model). Names are local: prefixes of namespaces and modules are cut.
//!
//! A tree is bounded in nodes and in the length of each text. Knows no vocabulary.

use crate::format::Read;
use crate::limits;
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::diagnostic::Diagnostic;
use cleanpath_model::place::At;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io;

/// Nodes of one tree.
const NODES: usize = 200_000;

/// An element, an attribute, a member or one item of a list.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Its local name; items of a list have the list's.
    pub(crate) name: String,
    /// The step that leads to it from the node above, as the file writes it.
    step: String,
    /// Its own text, trimmed.
    pub(crate) text: String,
    /// What is inside it, in order; attributes first.
    pub(crate) nodes: Vec<Node>,
}

/// A name without the prefix of its namespace (`hw:class`) or module (`ietf-hardware:class`).
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

impl Node {
    /// The first child of that name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// Every child of that name.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.nodes.iter().filter(move |node| node.name == name)
    }

    /// The text of the first child of that name; empty where there is none.
    pub(crate) fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |node| node.text.as_str())
    }

    /// The place of a node inside this one, which stands at `at`.
    pub(crate) fn place(&self, at: &At) -> At {
        match at {
            At::Path(path) => At::Path(format!("{path}/{}", self.step).into()),
            At::File => At::Path(format!("/{}", self.step).into()),
            other => other.clone(),
        }
    }

    /// The tree of a JSON value. Lists of lists are one list.
    pub(crate) fn of_json(name: &str, value: Value) -> Self {
        let mut node = Self {
            name: local(name).to_owned(),
            ..Self::default()
        };
        node.take(name, value);
        node
    }

    fn take(&mut self, step: &str, value: Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.member(local(&name), &pointed(&name), value);
                }
            }
            Value::Array(items) => {
                // Only the outermost value of a tree comes here as a list.
                let name = self.name.clone();
                for (index, item) in items.into_iter().enumerate() {
                    self.member(&name, &format!("{step}{index}"), item);
                }
            }
            Value::String(text) => text.trim().clone_into(&mut self.text),
            Value::Number(number) => self.text = number.to_string(),
            Value::Bool(yes) => self.text = yes.to_string(),
            Value::Null => {}
        }
    }

    fn member(&mut self, name: &str, step: &str, value: Value) {
        if let Value::Array(items) = value {
            for (index, item) in items.into_iter().enumerate() {
                self.member(name, &format!("{step}/{index}"), item);
            }
            return;
        }
        let mut node = Self {
            name: name.to_owned(),
            step: step.to_owned(),
            ..Self::default()
        };
        node.take("", value);
        self.nodes.push(node);
    }

    /// Fills the tree of the element that was just opened. After trouble it holds what came before.
    pub(crate) fn fill(&mut self, xml: &mut Xml<'_>, tag: &Element<'_>) -> Result<(), Trouble> {
        let mut left = NODES;
        self.element(xml, tag, &mut left)
    }

    fn element(
        &mut self,
        xml: &mut Xml<'_>,
        tag: &Element<'_>,
        left: &mut usize,
    ) -> Result<(), Trouble> {
        tag.name().clone_into(&mut self.name);
        for (name, text) in tag.attributes() {
            self.nodes.push(Self {
                step: format!("@{name}"),
                name,
                text,
                nodes: Vec::new(),
            });
        }
        *left = left
            .checked_sub(1 + self.nodes.len())
            .ok_or(Trouble::Limit("a record of too many elements"))?;
        let outer = xml.depth().saturating_sub(1);
        let mut siblings = Siblings::default();
        loop {
            match xml.step()? {
                Step::Open(tag) => {
                    let step = siblings.step(tag.name());
                    let mut node = Self {
                        step,
                        ..Self::default()
                    };
                    let read = node.element(xml, &tag, left);
                    self.nodes.push(node);
                    read?;
                }
                Step::Text(text) if self.text.len() + text.len() <= limits::VALUE_BYTES => {
                    self.text.push_str(&text);
                }
                Step::Text(_) => {}
                Step::Close if xml.depth() > outer => {}
                Step::Close | Step::End => break,
            }
        }
        let trimmed = self.text.trim();
        if trimmed.len() < self.text.len() {
            self.text = trimmed.to_owned();
        }
        Ok(())
    }
}

/// One step of a JSON pointer (RFC 6901).
fn pointed(name: &str) -> String {
    crate::json::step("", name).split_off(1)
}

/// Elements of one name under one element, counted.
#[derive(Debug, Default)]
struct Siblings(BTreeMap<String, u64>);

/// Names counted under one element; others are shown without a number.
const NAMES: usize = 1000;

impl Siblings {
    /// The step to one more element of that name: `component[2]`.
    fn step(&mut self, name: &str) -> String {
        if let Some(count) = self.0.get_mut(name) {
            *count += 1;
            return format!("{name}[{count}]");
        }
        if self.0.len() < NAMES {
            self.0.insert(name.to_owned(), 1);
        }
        format!("{name}[1]")
    }
}

/// The way to the element that is open in a document read step by step.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Length of the path above each open element, and what stands inside it.
    open: Vec<(usize, Siblings)>,
    path: String,
}

impl Trail {
    /// Follows an opened element and gives its place.
    pub(crate) fn open(&mut self, name: &str) -> At {
        let step = match self.open.last_mut() {
            Some((_, siblings)) => siblings.step(name),
            None => name.to_owned(),
        };
        self.open.push((self.path.len(), Siblings::default()));
        self.path.push('/');
        self.path.push_str(&step);
        At::Path(self.path.as_str().into())
    }

    /// Follows a closed element.
    pub(crate) fn close(&mut self) {
        if let Some((length, _)) = self.open.pop() {
            self.path.truncate(length);
        }
    }
}

/// Takes a record with its place, or what could not be read.
pub(crate) type Take<'a> = dyn FnMut(At, Result<Node, Diagnostic>) + 'a;

/// Reads a document in either syntax and hands on its records: in XML each element of which `is_record` is true of
/// the name, wherever it stands; in JSON what [`crate::json::records`] takes for one.
pub(crate) fn records(
    bytes: &mut dyn Read,
    is_record: &dyn Fn(&str) -> bool,
    take: &mut Take<'_>,
) -> io::Result<()> {
    if crate::json::head(bytes)?.trim_start().starts_with('<') {
        return xml_records(bytes, is_record, take);
    }
    crate::json::records(bytes, &mut |at, value| {
        take(at, value.map(|value| Node::of_json("", value)));
    })
}

fn xml_records(
    bytes: &mut dyn Read,
    is_record: &dyn Fn(&str) -> bool,
    take: &mut Take<'_>,
) -> io::Result<()> {
    let mut xml = Xml::new(bytes)?;
    let mut trail = Trail::default();
    loop {
        let trouble = match xml.step() {
            Ok(Step::Open(tag)) => {
                let at = trail.open(tag.name());
                if !is_record(tag.name()) {
                    continue;
                }
                let mut node = Node::default();
                let read = node.fill(&mut xml, &tag);
                trail.close();
                take(at, Ok(node));
                match read {
                    Ok(()) => continue,
                    Err(trouble) => trouble,
                }
            }
            Ok(Step::Close) => {
                trail.close();
                continue;
            }
            Ok(Step::Text(_)) => continue,
            Ok(Step::End) => return Ok(()),
            Err(trouble) => trouble,
        };
        let diagnostic = trouble.diagnostic(At::File)?;
        take(At::File, Err(diagnostic));
        return Ok(());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(document: &str) -> Vec<String> {
        let mut seen = Vec::new();
        let mut bytes = Cursor::new(document.as_bytes());
        records(
            &mut bytes,
            &|name| name == "c",
            &mut |at, node| match node {
                Ok(node) => {
                    seen.extend(node.nodes.iter().map(|inner| {
                        format!("{}: {}={}", inner.place(&at), inner.name, inner.text)
                    }));
                }
                Err(diagnostic) => seen.push(diagnostic.code.to_string()),
            },
        )
        .unwrap();
        seen
    }

    #[test]
    fn both_syntaxes_give_one_tree() {
        assert_eq!(
            read("<a><x:c id='1'><x:n> s </x:n></x:c><b/><c><n>t</n><n>u</n></c></a>"),
            [
                "/a/c[1]/@id: id=1",
                "/a/c[1]/n[1]: n=s",
                "/a/c[2]/n[1]: n=t",
                "/a/c[2]/n[2]: n=u"
            ]
        );
        assert_eq!(
            read("{\n\"m:n\":[\"t\",\"u\"],\n\"k\":true}"),
            ["/m:n/0: n=t", "/m:n/1: n=u", "/k: k=true"]
        );
        assert_eq!(read("[{\"n\":1}]"), ["/0/n: n=1"]);
        assert_eq!(read("<a><c><n>t</n>"), ["/a/c[1]/n[1]: n=t", "truncated"]);
    }
}
