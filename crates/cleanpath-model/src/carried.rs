//! What one link carries at most, as an observation of its first end tells it: a text with a fixed form, with the ports
//! that tell the link from others between the same two ends.

use std::fmt::{self, Write as _};

/// What one link carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried<'a> {
    /// In Mbit/s, a number.
    pub megabits: &'a str,
    /// The port at the end that tells it and the port at the other; empty where one is not said.
    pub ports: [&'a str; 2],
    /// The other end, by name.
    pub other: &'a str,
}

impl<'a> Carried<'a> {
    /// Reads the form that is written; `None` where a text is not of it.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (link, other) = text.split_once(' ')?;
        let mut parts = link.split(';');
        let mut part = || parts.next().unwrap_or_default();
        Some(Self {
            megabits: part(),
            ports: [part(), part()],
            other,
        })
    }
}

impl fmt::Display for Carried<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.megabits)?;
        if self.ports != ["", ""] {
            for port in self.ports {
                f.write_char(';')?;
                // Ports are compared, and their spelling is no matter: "Gi 0/1" is "gi0/1".
                let plain = port.chars().filter(|c| !c.is_whitespace() && *c != ';');
                plain
                    .flat_map(char::to_lowercase)
                    .try_for_each(|c| f.write_char(c))?;
            }
        }
        write!(f, " {}", self.other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let written = |ports| {
            let (megabits, other) = ("2.5", "core 2; room 7");
            Carried {
                megabits,
                ports,
                other,
            }
            .to_string()
        };
        for (ports, text, read) in [
            (["", ""], "2.5 core 2; room 7", ["", ""]),
            (
                ["Gi 0/1", "Port;2"],
                "2.5;gi0/1;port2 core 2; room 7",
                ["gi0/1", "port2"],
            ),
            (["", "7"], "2.5;;7 core 2; room 7", ["", "7"]),
        ] {
            assert_eq!(written(ports), text);
            let carried = Carried::parse(text).unwrap();
            assert_eq!(
                (carried.megabits, carried.ports, carried.other),
                ("2.5", read, "core 2; room 7")
            );
        }
        assert_eq!(Carried::parse("10000"), None);
    }
}
