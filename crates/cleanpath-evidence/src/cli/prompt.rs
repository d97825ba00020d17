//! Prompts: how a box shows that it waits for a command, in the forms of the platforms that the table names.
//!
//! `<sysname>` and `[sysname]` (VRP, Comware), `host#`, `host(config)#`, `RP/0/RSP0/CPU0:host#` (IOS and its kin),
//! `user@host>` (Junos), `*A:host#` (SR OS), `[user@host] >` (RouterOS), `host (vdom) #` (FortiOS), `(host) *#`
//! (ArubaOS), `* host.3 #` (EXOS), `user@host:~$` (EdgeOS). A line is a prompt only with a command that boxes know
//! behind it, or under a name that was a prompt before: outputs hold these signs too.

use std::collections::BTreeSet;

/// A prompt and what was typed at it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Prompt<'l> {
    /// The name that the box shows.
    pub(super) host: &'l str,
    /// The command, empty where only the key was pressed.
    pub(super) command: &'l str,
}

/// First words of commands.
const VERBS: &[&str] = &[
    "show",
    "sho",
    "sh",
    "display",
    "displ",
    "disp",
    "dis",
    "di",
    "get",
    "diagnose",
    "diag",
    "execute",
    "exec",
    "terminal",
    "term",
    "enable",
    "en",
    "configure",
    "config",
    "conf",
    "exit",
    "quit",
    "end",
    "ping",
    "tracert",
    "traceroute",
    "screen-length",
    "scroll",
    "idle-timeout",
    "save",
    "write",
    "admin",
    "run",
    "system-view",
    "sys",
    "sysname",
    "hostname",
    "interface",
    "undo",
    "no",
    "return",
    "environment",
    "logout",
    "file",
    "lldp",
    "version",
    "info",
    "dir",
    "cat",
    "ifconfig",
    "uname",
    "mca-cli",
    "set",
    "cls",
    "monitor",
    "debugging",
    "admin-save",
    "su",
    "shell",
    "configuration",
    "undo",
    "software",
    "port",
    "chassis",
];

/// Longest name of a host with what prompts put around it.
const LONGEST: usize = 100;

/// Reads a line as a prompt; `known` are the hosts of prompts before.
pub(super) fn read<'l>(line: &'l str, known: &BTreeSet<String>) -> Option<Prompt<'l>> {
    let line = line.trim_start();
    let (host, command) = match line.chars().next()? {
        '<' => angle(line)?,
        '[' => bracket(line, known)?,
        _ => signed(line)?,
    };
    let (host, command) = (host.trim(), command.trim());
    let sure = known.contains(host) || is_command(command);
    // FASTPATH and its kin (EdgeSwitch) show a name of several words in brackets.
    let words = host.split(' ').all(is_host) && (line.starts_with('(') || !host.contains(' '));
    (sure && words).then_some(Prompt { host, command })
}

/// Whether a prompt shows the firmware and no name, as Ubiquiti's do: `XW.v6.1.7`, `U7PG2-BZ.v4.3.20`. A board's
/// letters, then a version of three numbers at least.
pub(super) fn is_firmware(host: &str) -> bool {
    let own = host.rsplit_once('-').map_or(host, |(_, own)| own);
    let Some((board, version)) = own.split_once('.') else {
        return false;
    };
    let letters = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let version = version.trim_start_matches('v');
    matches!(board.len(), 2 | 3)
        && board.bytes().all(letters)
        && board.bytes().any(|b| b.is_ascii_uppercase())
        && version.split('.').count() >= 3
        && version.split('.').all(number)
}

/// Whether a text begins with a word that boxes take for a command.
pub(super) fn is_command(text: &str) -> bool {
    let mut words = text.trim_start_matches('/').split_whitespace();
    let first = words.next().unwrap_or_default().to_ascii_lowercase();
    VERBS.contains(&first.as_str()) || (text.starts_with('/') && text.contains("print"))
}

fn is_host(host: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || "-_.~:@/+!&".contains(c);
    !host.is_empty()
        && host.len() <= LONGEST
        && host.chars().all(fits)
        && host.chars().any(char::is_alphanumeric)
}

/// `<sysname>`, the user view of VRP and Comware; a tag of a document has its closing tag beside it.
fn angle(line: &str) -> Option<(&str, &str)> {
    let (host, rest) = line.strip_prefix('<')?.split_once('>')?;
    (!rest.contains("</")).then_some((host, rest))
}

/// `[sysname]`, `[~sysname-interface]`, and RouterOS's `[user@host] >`.
fn bracket<'l>(line: &'l str, known: &BTreeSet<String>) -> Option<(&'l str, &'l str)> {
    let (inside, rest) = line.strip_prefix('[')?.split_once(']')?;
    if let Some((_, host)) = inside.split_once('@') {
        let (path, command) = rest.split_once('>')?;
        let path = path.trim();
        return (path.is_empty() || path.starts_with('/')).then_some((host, command));
    }
    let inside = inside.trim_start_matches(['~', '*', '=']);
    // The view stands behind the name: what was the name before is the name now.
    let named = known.iter().filter_map(|host| {
        let view = inside.strip_prefix(host.as_str())?;
        (view.is_empty() || view.starts_with('-')).then_some(host.len())
    });
    let end = named.max().unwrap_or(inside.len());
    Some((inside.get(..end)?, rest))
}

/// Forms that end in `#`, `>`, `$` or `%`.
fn signed(line: &str) -> Option<(&str, &str)> {
    let cards = ["*A:", "*B:", "*C:", "*D:", "A:", "B:", "C:", "D:"];
    if let Some(rest) = cards.iter().find_map(|card| line.strip_prefix(card)) {
        let (place, command) = rest.split_once('#')?;
        let host = place.split('>').next()?;
        return Some((after_user(host), command));
    }
    let end = line
        .find(['#', '>', '$', '%'])
        .filter(|end| *end <= LONGEST)?;
    let (head, rest) = line.split_at_checked(end)?;
    Some((name(head)?, rest.get(1..)?))
}

/// The host's name in the head of a prompt: decorations stand in brackets or alone, the name is one word.
fn name(head: &str) -> Option<&str> {
    let head = head.trim();
    if let Some((host, rest)) = head.strip_prefix('(').and_then(|h| h.split_once(')')) {
        let decorated = rest.trim().chars().all(|c| !c.is_whitespace());
        return decorated.then_some(host);
    }
    let mut words = head.split_whitespace().filter(|word| {
        !word.starts_with(['(', '[', '*']) || word.len() > 2 && word.starts_with('*')
    });
    let host = words.next()?.trim_start_matches('*');
    if words.next().is_some() {
        return None;
    }
    let host = host.split('(').next()?;
    let routed = host.starts_with("RP/") || host.starts_with("0/");
    let host = if routed {
        host.rsplit(':').next()?
    } else {
        host
    };
    let host = after_user(host);
    let host = host.split(":~").next()?.split(":/").next()?;
    // Security contexts and failover roles stand behind a slash (ASA), the number of the command behind a dot (EXOS).
    let host = if routed {
        host
    } else {
        host.split('/').next()?
    };
    let numbered = head
        .starts_with('*')
        .then(|| host.rsplit_once('.'))
        .flatten();
    match numbered.filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())) {
        Some((host, _)) => Some(host),
        None => Some(host.trim_end_matches(':')),
    }
}

/// The host of `user@host`.
fn after_user(host: &str) -> &str {
    host.split_once('@').map_or(host, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<(String, String)> {
        read(line, &BTreeSet::new()).map(|p| (p.host.to_owned(), p.command.to_owned()))
    }

    #[test]
    fn a_firmware_is_no_name() {
        for host in [
            "XW.v6.1.7",
            "XM.v5.6.15",
            "2XC.v8.7.11",
            "U7PG2-BZ.v4.3.20",
            "US.6.5.59",
        ] {
            assert!(is_firmware(host), "{host}");
        }
        for host in [
            "sw.v1.2.3",
            "AP.v1",
            "SW.10.2",
            "core-1",
            "CORE.example.net",
            "1.2.3.4",
        ] {
            assert!(!is_firmware(host), "{host}");
        }
    }

    #[test]
    fn every_platform_has_its_form() {
        for (line, host) in [
            ("<core-1>display version", "core-1"),
            ("[~core-1]display device", "core-1"),
            ("core-1#show version", "core-1"),
            ("core-1(config-if)# sh lldp neighbors", "core-1"),
            ("RP/0/RSP0/CPU0:core-1#show inventory", "core-1"),
            ("ops@core-1> show chassis hardware", "core-1"),
            ("*A:core-1# show chassis", "core-1"),
            ("A:core-1>config>router# info", "core-1"),
            ("[ops@core-1] > /system routerboard print", "core-1"),
            ("core-1 (root) # get system status", "core-1"),
            ("(core-1) *[mynode] #show inventory", "core-1"),
            ("* core-1.7 # show version", "core-1"),
            ("ops@core-1:~$ show version", "core-1"),
            ("(UBNT EdgeSwitch) #show version", "UBNT EdgeSwitch"),
            ("core-1/pri/act# show version", "core-1"),
            ("WAP>display sn", "WAP"),
        ] {
            assert_eq!(of(line).map(|p| p.0).as_deref(), Some(host), "{line}");
        }
    }

    #[test]
    fn outputs_are_no_prompts() {
        for line in [
            "<title>show me</title>",
            "[Board Properties]",
            "Serial #: 12345",
            "CPU utilisation 5% show",
            "Port 1 is up # not a prompt",
            "description <C4> work",
            "<core one> display version",
            "(a, b) # show version",
            "#",
            "core-1#",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
        let known = BTreeSet::from(["core-1".to_owned()]);
        assert!(read("core-1#", &known).is_some());
        let prompt = read("[core-1-Eth-Trunk1]frob", &known).unwrap();
        assert_eq!((prompt.host, prompt.command), ("core-1", "frob"));
    }
}
