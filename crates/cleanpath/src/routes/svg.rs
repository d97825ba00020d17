//! The map as SVG 1.1: covered, unidentified and clean elements told apart by shape, border and lightness as well as by
//! colour, so that it reads in grey and for the colour-blind (colours of Okabe and Ito, 2008). No script, nothing is
//! loaded, every text is escaped.

use super::map::Map;
use super::network::{Element, Known, Network, Standing};
use crate::report::Escaped;
use std::io::{self, Write};

/// Characters of a name that are drawn; the whole stands in the title.
const LABEL: usize = 20;

const STYLE: &str = "text{font:11px system-ui,sans-serif;fill:#14181c;\
paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.l{stroke:#8a939c;stroke-width:1.3;fill:none}\
.t{stroke-dasharray:2 4}.h{stroke:#b9c0c7;stroke-width:1;stroke-dasharray:6 4;fill:none}\
.w{stroke:#0072b2;stroke-width:5;stroke-linecap:round;opacity:.75}.d{stroke-width:3;stroke-dasharray:1 7;opacity:1}\
.covered{fill:#d55e00;stroke:#14181c;stroke-width:1.6}.unidentified{fill:#fff;stroke:#14181c;stroke-width:1.6;stroke-dasharray:3 2}\
.clean{fill:#bfe3f5;stroke:#14181c;stroke-width:1.2}.cut{fill:none;stroke:#14181c;stroke-width:3}\
.new{fill:none;stroke:#009e73;stroke-width:2.4;stroke-dasharray:5 3}";

/// Draws the map.
pub fn draw(network: &Network, map: &Map, out: &mut dyn Write) -> io::Result<()> {
    let (width, height) = (map.size.0.max(840.0), map.size.1 + 60.0);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" aria-label=\"Map of the network\"><style>{STYLE}</style>\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    )?;
    lines(map, out)?;
    for (number, place) in &map.places {
        if let Some(element) = network.elements.get(*number) {
            let marks = Marks {
                cut: map.cut.contains(number),
                replace: map.replace.contains(number),
                behind: behind(network, *number),
            };
            node(element, *place, marks, out)?;
        }
    }
    legend(map, height, out)?;
    writeln!(out, "</svg>")
}

fn lines(map: &Map, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |a: usize, b: usize, class: &str| match (map.places.get(&a), map.places.get(&b))
    {
        (Some((x1, y1)), Some((x2, y2))) => writeln!(
            out,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ),
        _ => Ok(()),
    };
    for (a, b) in &map.holds {
        line(*a, *b, "h")?;
    }
    for ((a, b), clean) in &map.ways {
        line(*a, *b, if *clean { "w" } else { "w d" })?;
    }
    for (a, b, known) in &map.links {
        line(*a, *b, if *known == Known::Traced { "l t" } else { "l" })?;
    }
    Ok(())
}

/// What is drawn around an element.
#[derive(Clone, Copy)]
struct Marks {
    cut: bool,
    replace: bool,
    /// What commands, runs or stores for it, where that is worse than it is by itself.
    behind: Option<Standing>,
}

/// The worst of what an element hangs on, where it is worse than the element.
fn behind(network: &Network, number: usize) -> Option<Standing> {
    let own = network.elements.get(number)?.standing;
    let touched = network.touched(number, false);
    let all = touched.into_iter().filter_map(|e| network.elements.get(e));
    all.map(|e| e.standing).max().filter(|worst| *worst > own)
}

/// One element: a square where covered, a lozenge with a question mark where unidentified, a circle where clean; a
/// ring where every way hangs on it or it is of the cut.
fn node(
    element: &Element,
    (x, y): (f64, f64),
    marks: Marks,
    out: &mut dyn Write,
) -> io::Result<()> {
    let maker = element.manufacturer.as_deref().unwrap_or("unknown maker");
    let why = match element.why.as_str() {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let title = format!("{}: {} ({maker}){why}", element.name, element.standing);
    write!(out, "<g><title>{}</title>", Escaped(&title))?;
    shape(element.standing, (x, y), out)?;
    if let Some(worst) = marks.behind {
        // A flag: clean by itself, and held by something that is not.
        write!(
            out,
            "<rect class=\"{worst}\" x=\"{:.1}\" y=\"{:.1}\" width=\"9\" height=\"9\"/>",
            x + 7.0,
            y - 15.0
        )?;
    }
    if marks.cut {
        write!(
            out,
            "<circle class=\"cut\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"17\"/>"
        )?;
    }
    if marks.replace {
        write!(
            out,
            "<circle class=\"new\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"22\"/>"
        )?;
    }
    let mut label: String = element.name.chars().take(LABEL).collect();
    if label.len() < element.name.len() {
        label.push('…');
    }
    writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
        y + 32.0,
        Escaped(&label)
    )
}

fn shape(standing: Standing, (x, y): (f64, f64), out: &mut dyn Write) -> io::Result<()> {
    match standing {
        Standing::Covered => write!(
            out,
            "<rect class=\"covered\" x=\"{:.1}\" y=\"{:.1}\" width=\"20\" height=\"20\"/>\
             <path stroke=\"#14181c\" stroke-width=\"1.6\" d=\"M{:.1} {:.1}l12 12m0 -12l-12 12\"/>",
            x - 10.0,
            y - 10.0,
            x - 6.0,
            y - 6.0
        ),
        Standing::Unidentified => write!(
            out,
            "<path class=\"unidentified\" d=\"M{x:.1} {:.1}l13 13l-13 13l-13 -13z\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">?</text>",
            y - 13.0,
            y + 4.0
        ),
        Standing::Clean => {
            write!(
                out,
                "<circle class=\"clean\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"10\"/>"
            )
        }
    }
}

fn legend(map: &Map, height: f64, out: &mut dyn Write) -> io::Result<()> {
    let y = height - 24.0;
    let entries = [
        (Standing::Covered, "covered"),
        (Standing::Unidentified, "unidentified"),
        (Standing::Clean, "clean"),
    ];
    let mut x = 20.0;
    for (standing, name) in entries {
        shape(standing, (x, y), out)?;
        writeln!(
            out,
            "<text x=\"{:.0}\" y=\"{:.0}\">{name}</text>",
            x + 18.0,
            y + 4.0
        )?;
        x += 105.0;
    }
    // Each mark with its room to the next.
    let marks = [
        (
            "<circle class=\"cut\" cx=\"10\" cy=\"0\" r=\"10\"/>",
            "cut",
            60.0,
        ),
        (
            "<circle class=\"new\" cx=\"10\" cy=\"0\" r=\"10\"/>",
            "to replace",
            95.0,
        ),
        ("<path class=\"w\" d=\"M0 0h26\"/>", "clean way", 100.0),
        (
            "<path class=\"w d\" d=\"M0 0h26\"/>",
            "way, not clean",
            125.0,
        ),
        (
            "<rect class=\"covered\" x=\"8\" y=\"-5\" width=\"9\" height=\"9\"/>",
            "hangs on such",
            0.0,
        ),
    ];
    for (mark, name, room) in marks {
        writeln!(
            out,
            "<g transform=\"translate({x:.0} {y:.0})\">{mark}<text x=\"31\" y=\"4\">{name}</text></g>"
        )?;
        x += room;
    }
    if map.hidden > 0 {
        write!(
            out,
            "<text x=\"20\" y=\"18\">{} elements of the network are not shown</text>",
            map.hidden
        )?;
    }
    Ok(())
}
