//! Banners, headers, titles and announcements: what a service says of itself before anybody logs in.
//!
//! Most name only software, and software is nobody's box: a banner counts where a fingerprint fits, where a maker's
//! own distinctive word stands in it, or where a model number is all that it says.

use super::claim::{Claim, Origin, Row, Subject, Weight, shown};
use super::speech::{Heard, Speech};
use super::stance::Author;
use super::{Seen, Technique};
use crate::registry::{Maker, NameMatch, Registry};
use cleanpath_model::property::Property;
use cleanpath_model::word::Basis;

/// What a service says of itself.
#[derive(Debug)]
pub(super) struct Banner;

impl Technique for Banner {
    fn name(&self) -> &'static str {
        "banner"
    }

    fn reads(&self) -> &'static [Property] {
        &[
            Property::SshBanner,
            Property::TelnetBanner,
            Property::FtpBanner,
            Property::SmtpBanner,
            Property::SipBanner,
            Property::HttpServer,
            Property::HttpAuthenticate,
            Property::HttpCookie,
            Property::HtmlTitle,
            Property::HttpFavicon,
            Property::UsbId,
            Property::DhcpVendorClass,
            Property::UpnpServer,
            Property::MdnsTxt,
            Property::RtspServer,
            Property::RtspRealm,
            Property::OnvifScopes,
            Property::Sadp,
            Property::Dhip,
            Property::DiscoveryReply,
            Property::NetconfCapability,
            Property::CwmpManufacturer,
            Property::ScannerOpinion,
            Property::Text,
            Property::Description,
        ]
    }

    fn subject(&self) -> Subject {
        Subject::Box
    }

    fn claims(&self, seen: &Seen<'_>, registry: &Registry, out: &mut Vec<Claim>) {
        let text = if seen.property == Property::HtmlTitle {
            plain(seen.text)
        } else {
            seen.text.to_owned()
        };
        let speech = Speech {
            technique: self.name(),
            property: seen.property,
            prints: prints(seen.property),
            text: &text,
            origin: origin(seen.property),
            evidence: seen.evidence,
        };
        let before = out.len();
        let heard = speech.fingerprints(registry, out);
        if heard == Heard::Trap {
            return;
        }
        // Of a realm, a scope or a whole message only known forms tell: words in it may be anybody's.
        if heard != Heard::Named && !is_structured(seen.property) {
            let named = seen.property != Property::SshBanner
                && speech.words(registry, author(seen.property), false, out)
                || seen.property == Property::DhcpVendorClass && whole(&speech, registry, out);
            if !named {
                speech.models(registry, false, out);
            }
        }
        if matches!(
            seen.property,
            Property::Description | Property::ScannerOpinion
        ) {
            // Somebody's words about a thing, not the thing's own.
            for claim in out.iter_mut().skip(before) {
                claim.weight = claim.weight.max(Weight::Support);
                claim.basis = Basis::T5;
            }
        }
    }
}

/// A vendor class that is a maker's name and nothing else, in whatever letters ("snom", "Asus").
fn whole(speech: &Speech<'_>, registry: &Registry, out: &mut Vec<Claim>) -> bool {
    let NameMatch::Known(org) = registry.resolve_name(speech.text) else {
        return false;
    };
    if !Registry::builds(org) {
        return false;
    }
    let mut claim = speech.claim(Subject::Box, Weight::Alone);
    claim.makers = vec![Maker::of(org)];
    claim.row = Some(Row::organisation(org));
    claim.because = format!(
        "{} {} is the name of {}",
        speech.property.as_str(),
        shown(speech.text),
        org.name
    );
    out.push(claim);
    true
}

/// Whether a text is a message or a key of a protocol, and not a line in which a box names itself.
fn is_structured(property: Property) -> bool {
    matches!(
        property,
        Property::RtspRealm
            | Property::OnvifScopes
            | Property::Sadp
            | Property::Dhip
            | Property::DiscoveryReply
            | Property::HttpFavicon
            | Property::UsbId
            | Property::NetconfCapability
            // Operators put their own names here.
            | Property::CwmpManufacturer
    )
}

/// Who writes such a text.
fn author(property: Property) -> Author {
    match property {
        Property::HtmlTitle => Author::Page,
        _ => Author::Firmware,
    }
}

/// Technique of the fingerprints that apply.
fn prints(property: Property) -> &'static str {
    match property {
        Property::Description | Property::ScannerOpinion => "text",
        other => other.as_str(),
    }
}

fn origin(property: Property) -> Origin {
    match property {
        Property::SshBanner
        | Property::TelnetBanner
        | Property::FtpBanner
        | Property::SmtpBanner => Origin::Login,
        Property::HttpServer
        | Property::HttpAuthenticate
        | Property::HttpCookie
        | Property::HtmlTitle
        | Property::HttpFavicon => Origin::Web,
        Property::Text | Property::Description | Property::ScannerOpinion => Origin::Hearsay,
        _ => Origin::Announcement,
    }
}

/// A title without the character references that pages commonly carry.
fn plain(text: &str) -> String {
    let mut text = text.to_owned();
    for (reference, sign) in [
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("&reg;", " "),
        ("&trade;", " "),
        ("&quot;", "\""),
        ("&#39;", "'"),
    ] {
        if text.contains(reference) {
            text = text.replace(reference, sign);
        }
    }
    text
}
