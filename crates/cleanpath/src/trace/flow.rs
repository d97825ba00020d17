//! The largest flow through pipes with a room each, from one start to one end (Dinic, 1970): in rounds, each of which
//! sends along all shortest ways over what is left. Many sources of different loads need few rounds, where one way at a
//! time would need one search for each of them.

/// Room that never fills.
pub(crate) const UNLIMITED: u64 = 1 << 60;
/// A node that is not reached.
const UNREACHED: u32 = u32::MAX;

/// Pipes, and what is left of them. Pipe `2 p` is the `p`th, `2 p + 1` what it can send back.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// Where each pipe leads.
    heads: Vec<usize>,
    room: Vec<u64>,
    left: Vec<u64>,
    /// Pipes that begin at a node, each with where it leads: of node `n` those from `starts[n]` to `starts[n + 1]`.
    pipes: Vec<(usize, usize)>,
    starts: Vec<usize>,
    /// By node, steps from the start in this round.
    steps: Vec<u32>,
    /// By node, the pipe of its own that is tried next.
    next: Vec<usize>,
    ends: (usize, usize),
}

impl Flow {
    /// Lays a pipe.
    pub(crate) fn pipe(&mut self, from: usize, to: usize, room: u64) {
        self.heads.extend([to, from]);
        self.room.extend([room, 0]);
    }

    /// Sorts the pipes by where they begin; between these ends all flow goes.
    pub(crate) fn ready(&mut self, start: usize, end: usize) {
        let nodes = self.heads.iter().max().map_or(2, |last| last + 1).max(2);
        let tail = |pipe: &usize| of(&self.heads, pipe ^ 1);
        let mut pipes: Vec<usize> = (0..self.heads.len()).collect();
        pipes.sort_by_key(tail);
        let led = pipes.iter().map(|pipe| (*pipe, of(&self.heads, *pipe)));
        self.pipes = led.collect();
        self.starts = vec![0; nodes + 1];
        for pipe in 0..self.heads.len() {
            let after = of(&self.heads, pipe ^ 1) + 1;
            let count = of(&self.starts, after) + 1;
            put(&mut self.starts, after, count);
        }
        for node in 0..nodes {
            let sum = of(&self.starts, node) + of(&self.starts, node + 1);
            put(&mut self.starts, node + 1, sum);
        }
        self.ends = (start, end);
    }

    /// The largest flow, where the first pipes have these rooms.
    pub(crate) fn largest(&mut self, first: &[u64]) -> u64 {
        self.left.clone_from(&self.room);
        for (pipe, room) in first.iter().enumerate() {
            put(&mut self.left, pipe * 2, *room);
        }
        let mut value: u64 = 0;
        while self.survey() {
            self.next.clone_from(&self.starts);
            value = value.saturating_add(self.send());
        }
        value
    }

    /// Whether what was left after the last flow leads from the start to a node.
    pub(crate) fn is_reached(&self, node: usize) -> bool {
        self.steps
            .get(node)
            .is_some_and(|steps| *steps != UNREACHED)
    }

    /// By node, whether the end could be reached from it over what was left after the last flow.
    pub(crate) fn leading(&self) -> Vec<bool> {
        let mut leading = vec![false; self.starts.len()];
        put(&mut leading, self.ends.1, true);
        let mut front = vec![self.ends.1];
        while let Some(node) = front.pop() {
            for place in of(&self.starts, node)..of(&self.starts, node + 1) {
                let (pipe, tail) = of(&self.pipes, place);
                if of(&self.left, pipe ^ 1) > 0 && !of(&leading, tail) {
                    put(&mut leading, tail, true);
                    front.push(tail);
                }
            }
        }
        leading
    }

    /// Counts the steps from the start over what is left; whether the end is reached.
    fn survey(&mut self) -> bool {
        self.steps.clear();
        self.steps.resize(self.starts.len(), UNREACHED);
        put(&mut self.steps, self.ends.0, 0);
        let mut front = vec![self.ends.0];
        let mut step = 0;
        while !front.is_empty() && !self.is_reached(self.ends.1) {
            step += 1;
            let mut ahead = Vec::new();
            for node in front {
                for place in of(&self.starts, node)..of(&self.starts, node + 1) {
                    let (pipe, head) = of(&self.pipes, place);
                    if of(&self.left, pipe) > 0 && !self.is_reached(head) {
                        put(&mut self.steps, head, step);
                        ahead.push(head);
                    }
                }
            }
            front = ahead;
        }
        self.is_reached(self.ends.1)
    }

    /// Sends along shortest ways until none is left.
    fn send(&mut self) -> u64 {
        let mut value: u64 = 0;
        let mut way: Vec<usize> = Vec::new();
        let mut node = self.ends.0;
        loop {
            if node == self.ends.1 {
                value = value.saturating_add(self.fill(&way));
                // Back to where the first pipe that is full begins.
                let full = way.iter().position(|pipe| of(&self.left, *pipe) == 0);
                way.truncate(full.unwrap_or(0));
            } else if let Some(pipe) = self.onward(node) {
                way.push(pipe);
            } else if way.pop().is_some() {
                // Nothing leads on from here in this round.
                put(&mut self.steps, node, UNREACHED);
            } else {
                return value;
            }
            node = way
                .last()
                .map_or(self.ends.0, |pipe| of(&self.heads, *pipe));
        }
    }

    /// A pipe that leads a step further; those that do not are not tried again in this round.
    fn onward(&mut self, node: usize) -> Option<usize> {
        let last = of(&self.starts, node + 1);
        for place in of(&self.next, node)..last {
            put(&mut self.next, node, place);
            let (pipe, head) = of(&self.pipes, place);
            let further = of(&self.steps, head) == of(&self.steps, node).saturating_add(1);
            if of(&self.left, pipe) > 0 && further && self.is_reached(head) {
                return Some(pipe);
            }
        }
        put(&mut self.next, node, last);
        None
    }

    /// Fills a way; what it took.
    fn fill(&mut self, way: &[usize]) -> u64 {
        let room = way.iter().map(|pipe| of(&self.left, *pipe)).min();
        let amount = room.unwrap_or(0);
        for &pipe in way {
            let ahead = of(&self.left, pipe) - amount;
            put(&mut self.left, pipe, ahead);
            let back = of(&self.left, pipe ^ 1).saturating_add(amount);
            put(&mut self.left, pipe ^ 1, back);
        }
        amount
    }
}

/// The value at a place; nought where there is none.
fn of<T: Copy + Default>(all: &[T], place: usize) -> T {
    all.get(place).copied().unwrap_or_default()
}

/// Puts a value at a place, where there is one.
fn put<T>(all: &mut [T], place: usize, value: T) {
    if let Some(slot) = all.get_mut(place) {
        *slot = value;
    }
}
