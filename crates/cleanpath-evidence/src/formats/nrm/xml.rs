//! The XML syntax of the models, as a stream.

use super::members;
use crate::format::{Read, Sink};
use crate::node::{Node, Trail};
use crate::xml::{Element, Step, Trouble, Xml};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property;
use std::io;

pub(super) fn read(bytes: &mut dyn Read, sink: &mut dyn Sink) -> io::Result<()> {
    let mut walk = Walk {
        xml: Xml::new(bytes)?,
        trail: Trail::default(),
        open: Vec::new(),
        prefix: String::new(),
        vendor: None,
        sink,
    };
    if let Err(trouble) = walk.document() {
        walk.sink.diagnose(trouble.diagnostic(At::File)?);
    }
    Ok(())
}

/// A managed object that is open.
struct Object {
    depth: usize,
    class: String,
    name: String,
    /// The thing that it is, or that holds it.
    thing: Option<ThingId>,
    at: At,
    /// Attributes that stand in it without a container.
    bare: Node,
    /// Whether its attributes were told.
    told: bool,
}

struct Walk<'a, 's> {
    xml: Xml<'a>,
    trail: Trail,
    open: Vec<Object>,
    /// What stands before the names of all objects.
    prefix: String,
    /// Who the head of a bulk file says made what it lists.
    vendor: Option<(String, At)>,
    sink: &'s mut dyn Sink,
}

impl Walk<'_, '_> {
    fn document(&mut self) -> Result<(), Trouble> {
        loop {
            match self.xml.step() {
                Ok(Step::Open(tag)) => self.element(&tag)?,
                Ok(Step::Close) => {
                    self.trail.close();
                    self.close();
                }
                Ok(Step::Text(_)) => {}
                Ok(Step::End) => return Ok(()),
                Err(trouble) => {
                    // What stood before the trouble is told, too.
                    while let Some(object) = self.open.pop() {
                        self.settle(&object);
                    }
                    return Err(trouble);
                }
            }
        }
    }

    fn element(&mut self, tag: &Element<'_>) -> Result<(), Trouble> {
        let at = self.trail.open(tag.name());
        let above = self.open.last();
        let depth = above.map_or(0, |object| object.depth);
        let inside = above.is_some_and(|object| members::is_thing(&object.class));
        let name = tag.name();
        if name == "fileHeader" {
            self.vendor = tag.attribute("vendorName").map(|vendor| (vendor, at));
        } else if name == "configData" {
            self.prefix = tag.attribute("dnPrefix").unwrap_or_default();
        } else if let Some(id) = tag.attribute("id") {
            self.object(name, &id, at);
        } else if inside && self.xml.depth() == depth + 1 {
            let mut node = Node::default();
            let read = node.fill(&mut self.xml, tag);
            self.trail.close();
            self.attributes(node, &at);
            return read;
        }
        Ok(())
    }

    fn object(&mut self, class: &str, id: &str, at: At) {
        let (above, parent) = match self.open.last() {
            Some(object) => (object.name.as_str(), object.thing),
            None => (self.prefix.as_str(), None),
        };
        let name = members::named(above, class, id);
        let own = members::announce(class, parent, self.sink);
        if let (Some(thing), "ManagedElement", Some((vendor, place))) = (own, class, &self.vendor) {
            let property = Property::FileVendor;
            self.sink.observe(thing, property, vendor, place.clone());
        }
        self.open.push(Object {
            depth: self.xml.depth(),
            class: class.to_owned(),
            name,
            thing: own.or(parent),
            at,
            bare: Node::default(),
            told: false,
        });
    }

    /// Attributes of the object that is open: in their container, or one that stands without.
    fn attributes(&mut self, node: Node, at: &At) {
        let Some(object) = self.open.last_mut() else {
            return;
        };
        let Some(thing) = object.thing else { return };
        if node.name == "attributes" {
            members::tell(&object.class, &object.name, &node, thing, at, self.sink);
            object.told = true;
        } else if object.bare.nodes.len() < BARE {
            object.bare.nodes.push(node);
        }
    }

    /// Leaves the object that ends with the element just closed.
    fn close(&mut self) {
        if self
            .open
            .last()
            .is_some_and(|object| self.xml.depth() < object.depth)
            && let Some(object) = self.open.pop()
        {
            self.settle(&object);
        }
    }

    /// Tells of an object whose attributes stood in no container, or that had none.
    fn settle(&mut self, object: &Object) {
        let waits = members::is_thing(&object.class) && !object.told;
        if let Some(thing) = object.thing.filter(|_| waits) {
            members::tell(
                &object.class,
                &object.name,
                &object.bare,
                thing,
                &object.at,
                self.sink,
            );
        }
    }
}

/// Attributes without a container that are kept of one object.
const BARE: usize = 200;
