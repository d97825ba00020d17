//! One component of a bill, whichever syntax it came in, and what it says.

use crate::days::Order;
use crate::format::Sink;
use crate::statement::tell;
use crate::table::columns::{self, Meaning};
use crate::words;
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::property::Property as P;
use cleanpath_model::word::About;

/// The members that are read.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// `device`, `firmware`, `library`, … as written.
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) version: String,
    pub(super) manufacturer: String,
    pub(super) supplier: String,
    pub(super) publisher: String,
    pub(super) description: String,
    pub(super) cpe: String,
    pub(super) purl: String,
    /// Names and values of `properties`.
    pub(super) properties: Vec<(String, String)>,
    /// Values that `evidence.identity` concludes.
    pub(super) concluded: Vec<String>,
}

/// Properties of one component that are read.
pub(super) const PROPERTIES: usize = 1000;

/// Announces a component as a thing: the outermost ones are boxes, what is inside another is a module of it.
pub(super) fn announce(parent: Option<ThingId>, sink: &mut dyn Sink) -> ThingId {
    let about = if parent.is_some() {
        About::Module
    } else {
        About::Box
    };
    sink.thing(about, parent)
}

impl Component {
    fn is_hardware(&self) -> bool {
        self.kind == "device"
    }

    /// Says what the component says.
    pub(super) fn tell(&self, thing: ThingId, at: &At, sink: &mut dyn Sink) {
        let mut say = |property, text: &str| tell(sink, thing, at, property, text, Order::Unknown);
        if self.is_hardware() {
            say(P::Model, &self.name);
        } else if self.version.trim().is_empty() {
            say(P::Software, &self.name);
        } else {
            say(
                P::Software,
                &format!("{} {}", self.name.trim(), self.version.trim()),
            );
        }
        say(P::Manufacturer, &self.manufacturer);
        say(P::Supplier, &self.supplier);
        // Whoever publishes a product gives it a name, and need not have made it.
        say(P::Brand, &self.publisher);
        say(P::Description, &self.description);
        if let Some((vendor, product)) = cpe(&self.cpe) {
            say(P::Brand, &vendor);
            say(P::Text, &product);
        }
        say(P::Text, &self.purl);
        for text in &self.concluded {
            say(P::Text, text);
        }
        for (name, value) in &self.properties {
            self.property(name, value, &mut say);
        }
    }

    /// A property of the user's own, where its name is one that inventories use.
    fn property(&self, name: &str, value: &str, say: &mut dyn FnMut(P, &str)) {
        // Taxonomies put their names before it: `cisa:hbom:countryOfOrigin`.
        let last = name.rsplit([':', '/']).next().unwrap_or(name);
        match columns::find(last) {
            Some((Meaning::Says(property), ..)) if self.is_hardware() || is_of_parts(property) => {
                say(property, value);
            }
            Some((Meaning::Role | Meaning::Type, ..)) if words::term(value).is_some() => {
                say(P::Function, value);
            }
            _ => {}
        }
    }
}

/// What software can have of what hardware has.
const fn is_of_parts(property: P) -> bool {
    matches!(
        property,
        P::Manufacturer | P::ProducedIn | P::PartNumber | P::Serial
    )
}

/// Vendor and product of a CPE name (NISTIR 7695), 2.3 or the older URI form.
fn cpe(name: &str) -> Option<(String, String)> {
    let rest = name
        .strip_prefix("cpe:2.3:")
        .or_else(|| name.strip_prefix("cpe:/"))?;
    let plain = |part: &str| part.replace('\\', "").replace('_', " ");
    let mut parts = rest.split(':').skip(1);
    let vendor = parts
        .next()
        .filter(|vendor| !matches!(*vendor, "" | "*" | "-"))?;
    let product = parts
        .next()
        .filter(|product| !matches!(*product, "*" | "-"))
        .unwrap_or_default();
    Some((plain(vendor), plain(product)))
}

#[cfg(test)]
mod tests {
    use super::cpe;

    #[test]
    fn names_of_platforms() {
        let name = "cpe:2.3:h:hikvision:ds-2cd2043g2-i:-:*:*:*:*:*:*:*";
        assert_eq!(
            cpe(name),
            Some(("hikvision".to_owned(), "ds-2cd2043g2-i".to_owned()))
        );
        assert_eq!(
            cpe("cpe:/o:tp-link:archer_c7:1"),
            Some(("tp-link".to_owned(), "archer c7".to_owned()))
        );
        assert_eq!(cpe("huawei"), None);
    }
}
