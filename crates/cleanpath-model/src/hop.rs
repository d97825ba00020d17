//! One hop of one path that was traced, as an observation of the hop's thing carries it: a text with a fixed form, so
//! that whoever asks for the paths actually used can put the hops of each back in order.

use std::fmt;
use std::str::FromStr;

/// A place on a traced path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// Number of the path in its file, from 1, in the order of the file.
    pub path: u32,
    /// How many hops it is from where the path begins: the time to live of the probe.
    pub number: u8,
    /// Where the path begins, as the trace writes it; `?` where it does not.
    pub from: String,
    /// What was traced to.
    pub to: String,
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |text: &str| {
            let word: String = text.split_whitespace().collect();
            if word.is_empty() {
                "?".to_owned()
            } else {
                word
            }
        };
        write!(
            f,
            "path {} hop {} from {} to {}",
            self.path,
            self.number,
            plain(&self.from),
            plain(&self.to)
        )
    }
}

/// Why a text is no hop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoHop;

impl FromStr for Hop {
    type Err = NoHop;

    fn from_str(text: &str) -> Result<Self, NoHop> {
        let words: Vec<&str> = text.split(' ').collect();
        let ["path", path, "hop", number, "from", from, "to", to] = words.as_slice() else {
            return Err(NoHop);
        };
        Ok(Self {
            path: path.parse().map_err(|_| NoHop)?,
            number: number.parse().map_err(|_| NoHop)?,
            from: (*from).to_owned(),
            to: (*to).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_reads_back() {
        let hop = Hop {
            path: 3,
            number: 7,
            from: "192.0.2.1".to_owned(),
            to: "2001:db8::1".to_owned(),
        };
        assert_eq!(hop.to_string().parse(), Ok(hop));
        assert_eq!("path 3 hop 300 from a to b".parse::<Hop>(), Err(NoHop));
        assert_eq!("path 3".parse::<Hop>(), Err(NoHop));
    }
}
