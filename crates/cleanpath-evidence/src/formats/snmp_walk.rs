//! Walks of an SNMP agent, as snmpsim records (`OID|type|value`) or as net-snmp's `snmpwalk` prints them.
//!
//! A file is one agent and so one box; parts come from ENTITY-MIB, neighbours from LLDP, CDP and MNDP tables,
//! optical units from serials in private trees. Who made what is not known here. Standards: RFC 2578, RFC 3418,
//! RFC 6933, IEEE 802.1AB; see the files of this folder.

mod entity;
mod names;
mod neighbour;
mod private;
mod syntax;
mod system;
mod value;

use crate::format::{Format, Input, Likelihood, Nature, Sink};
use crate::lines::{self, Line, Lines};
use cleanpath_model::diagnostic::{Code, Diagnostic};
use cleanpath_model::observation::ThingId;
use cleanpath_model::place::At;
use cleanpath_model::word::About;
use std::io;
use syntax::Pending;
pub(crate) use value::Value;

/// One walk of one agent.
#[derive(Debug)]
pub struct SnmpWalk;

/// Lines that a sniff looks at.
const SNIFFED: usize = 60;

impl Format for SnmpWalk {
    fn name(&self) -> &'static str {
        "snmp-walk"
    }

    fn spec(&self) -> &'static str {
        "snmpsim .snmprec and net-snmp snmpwalk output"
    }

    fn nature(&self) -> Nature {
        Nature::Observed
    }

    fn sniff(&self, head: &[u8]) -> Likelihood {
        let text = lines::head_text(head);
        let is_said = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
        let (mut all, mut strong, mut weak) = (0usize, 0usize, 0usize);
        let mut pending: Option<Pending> = None;
        for line in text.lines().filter(is_said).take(SNIFFED) {
            let head = syntax::head(line, 0);
            let typed = head.as_ref().is_some_and(|head| head.typed);
            if !typed && pending.as_ref().is_some_and(|open| open.surely_has(line)) {
                continue;
            }
            all += 1;
            let sure = typed || syntax::snmprec(line).is_some();
            strong += usize::from(sure);
            weak += usize::from(!sure && head.is_some());
            pending = head;
        }
        match () {
            () if strong > 0 && (strong + weak) * 2 >= all => Likelihood::Certain,
            () if strong >= 3 || weak > 0 && (strong + weak) * 2 >= all => Likelihood::Likely,
            () => Likelihood::No,
        }
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn Sink) -> io::Result<()> {
        let mut lines = Lines::new(input.bytes)?;
        let mut walk = Walk::new(sink);
        while let Some(line) = lines.next()? {
            walk.line(&line);
        }
        walk.end();
        Ok(())
    }
}

/// The state of reading one walk.
struct Walk<'a> {
    sink: &'a mut dyn Sink,
    /// The box, once a variable was read.
    walked: Option<ThingId>,
    pending: Option<Pending>,
    agent: Agent,
}

/// What an agent's objects say, whatever brought them: a walk's text or a capture's packets.
#[derive(Debug, Default)]
pub(crate) struct Agent {
    system: system::System,
    entities: entity::Entities,
    neighbours: neighbour::Neighbours,
    private: private::Private,
}

impl Agent {
    /// Takes one object of the box; what it says by itself is said at once.
    pub(crate) fn take(
        &mut self,
        oid: &[u32],
        value: &Value,
        walked: ThingId,
        sink: &mut dyn Sink,
    ) {
        if let Some((property, text)) = self.system.read(oid, value) {
            sink.observe(walked, property, &text, At::Oid(names::text(oid).into()));
        } else if !self.entities.take(oid, value) && !self.neighbours.take(oid, value) {
            self.private.take(oid, value, walked, sink);
        }
    }

    /// Says what the objects say together: parts, neighbours, private trees.
    pub(crate) fn tell(self, walked: ThingId, sink: &mut dyn Sink) {
        self.entities.tell(walked, sink);
        self.neighbours.tell(walked, sink);
        self.private.tell(walked, sink);
    }
}

impl<'a> Walk<'a> {
    fn new(sink: &'a mut dyn Sink) -> Self {
        Self {
            sink,
            walked: None,
            pending: None,
            agent: Agent::default(),
        }
    }

    fn line(&mut self, line: &Line<'_>) {
        if line.cut {
            self.diagnose(Code::Limit, line.number, "line too long, cut");
        }
        let text = lines::decode(line.bytes);
        let inside = self.pending.as_ref().is_some_and(Pending::is_open);
        if !inside && let Some(record) = syntax::snmprec(&text) {
            self.close();
            match record {
                Ok((oid, value)) => self.variable(&oid, &value),
                Err(why) => self.diagnose(Code::Malformed, line.number, why),
            }
            return;
        }
        let head = syntax::head(&text, line.number).filter(|head| head.typed || !inside);
        if let Some(head) = head {
            self.close();
            self.pending = Some(head);
            return;
        }
        let goes_on = self
            .pending
            .as_mut()
            .is_some_and(|pending| pending.go_on(&text));
        if !(goes_on || text.trim().is_empty() || text.starts_with('#')) {
            self.diagnose(Code::Malformed, line.number, "not a variable of a walk");
        }
    }

    /// Ends the variable whose value could have gone on.
    fn close(&mut self) {
        let Some(pending) = self.pending.take() else {
            return;
        };
        if pending.cut {
            self.diagnose(Code::Limit, pending.line, "value too long, cut");
        }
        if pending.is_open() {
            self.diagnose(
                Code::Truncated,
                pending.line,
                "the value's closing quote is missing",
            );
        }
        match &pending.oid {
            Some(oid) => self.variable(oid, &pending.value()),
            None => _ = self.walked(),
        }
    }

    fn walked(&mut self) -> ThingId {
        *self
            .walked
            .get_or_insert_with(|| self.sink.thing(About::Box, None))
    }

    fn variable(&mut self, oid: &[u32], value: &Value) {
        let walked = self.walked();
        self.agent.take(oid, value, walked, self.sink);
    }

    fn end(mut self) {
        self.close();
        let Some(walked) = self.walked else { return };
        self.agent.tell(walked, self.sink);
    }

    fn diagnose(&mut self, code: Code, line: u64, message: &str) {
        self.sink
            .diagnose(Diagnostic::new(code, At::Line(line), message));
    }
}
