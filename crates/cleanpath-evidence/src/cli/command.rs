//! Commands as people type them, held against the words of a row: abbreviated, with arguments, with pipes.

/// What an output speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// The box that printed it, and its parts.
    Own,
    /// Others that the box sees, or nothing of equipment.
    Others,
    /// No row of the table knows it.
    Unknown,
}

/// Prefixes that say where or how a command is run.
const BEFORE: &[&str] = &["admin", "do", "run", "more", "cli", "sudo", "net"];

/// A typed command in small letters, words parted by one blank, without pipes and without what stands before it.
pub(super) fn normalised(typed: &str) -> String {
    let typed = typed.split('|').next().unwrap_or_default().to_lowercase();
    let typed = typed.replace(['_', '/'], " ");
    let mut words: Vec<&str> = typed.split_whitespace().collect();
    while words.len() > 1 && words.first().is_some_and(|w| BEFORE.contains(w)) {
        words.remove(0);
    }
    words.join(" ")
}

/// How many words of `row` the command has, in their order and the first one first; `None` where one is missing.
pub(super) fn fits(row: &str, typed: &str) -> Option<usize> {
    let mut typed = typed.split(' ');
    let mut count = 0usize;
    for wanted in row.split(' ') {
        if count == 0 {
            if !is_short(typed.next()?, wanted, 2) {
                return None;
            }
        } else if !typed.any(|word| is_short(word, wanted, 3)) {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Whether one word is the other, cut: `ver` for `version`, `neighbors` for `neighbor`.
fn is_short(typed: &str, wanted: &str, least: usize) -> bool {
    typed == wanted
        || typed.len() >= least
            && (wanted.starts_with(typed)
                || wanted.len() > 3
                    && typed
                        .strip_prefix(wanted)
                        .is_some_and(|rest| rest.len() < 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviated_with_arguments_and_pipes() {
        let fit = |row, typed| fits(row, &normalised(typed));
        assert_eq!(fit("show version", "sh ver"), Some(2));
        assert_eq!(fit("display lldp neighbor", "dis lldp nei brief"), Some(3));
        assert_eq!(
            fit(
                "show lldp neighbor detail",
                "show lldp neighbors Gi0/1 detail | no-more"
            ),
            Some(4)
        );
        assert_eq!(fit("show inventory", "admin show inventory"), Some(2));
        assert_eq!(fit("show version", "show vlan"), None);
        assert_eq!(fit("show version", "show"), None);
        assert_eq!(fit("display device", "display_device_manuinfo"), Some(2));
    }
}
