//! A graph in compressed rows: for each node the sorted run of nodes that a link leads to, and of those that lead here.
//!
//! Parallel links are one, a link from a node to itself is none, a link to a node that the graph does not have is
//! dropped; each is counted, because what is dropped silently is believed to be there.

/// A link, as it is put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arc {
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
    /// Whether it can be gone both ways.
    pub both: bool,
}

impl Arc {
    /// A link that is gone from `from` to `to` alone.
    pub fn one_way(from: u32, to: u32) -> Self {
        let both = false;
        Self { from, to, both }
    }

    /// A link that is gone both ways.
    pub fn both_ways(from: u32, to: u32) -> Self {
        let both = true;
        Self { from, to, both }
    }
}

/// Rows of a sparse square matrix of ones: row `u` lies from `starts[u]` to `starts[u + 1]` in `heads`, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    starts: Vec<u32>,
    heads: Vec<u32>,
}

/// Nodes `0..nodes` and the links between them, each once for every direction it can be gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    nodes: u32,
    ahead: Rows,
    /// The rows turned round; `None` where they are the same, because every link is gone both ways.
    behind: Option<Rows>,
    loops: usize,
    parallel: usize,
    strays: usize,
}

/// The most nodes a graph may have: methods that split a node in two number both halves.
pub const MOST_NODES: u32 = (1 << 31) - 1;

impl Graph {
    /// The graph of `nodes` nodes, at most [`MOST_NODES`], and these links. Linear in both, but for sorting each row.
    pub fn of(nodes: u32, links: impl IntoIterator<Item = Arc>) -> Self {
        let nodes = nodes.min(MOST_NODES);
        let mut graph = Self {
            nodes,
            ..Self::default()
        };
        let mut pairs = Vec::new();
        for Arc { from, to, both } in links {
            if from >= nodes || to >= nodes {
                graph.strays += 1;
            } else if from == to {
                graph.loops += 1;
            } else {
                pairs.push((from, to));
                if both {
                    pairs.push((to, from));
                }
            }
        }
        let put_in = pairs.len();
        graph.ahead = Rows::of(nodes, &pairs);
        drop(pairs);
        graph.parallel = put_in - graph.ahead.heads.len();
        let behind = graph.ahead.turned(nodes);
        graph.behind = (behind != graph.ahead).then_some(behind);
        graph
    }

    /// How many nodes there are; they are numbered from nought.
    pub fn nodes(&self) -> u32 {
        self.nodes
    }

    /// How many links there are, one that is gone both ways counted twice.
    pub fn links(&self) -> usize {
        self.ahead.heads.len()
    }

    /// Links from a node to itself, which were dropped.
    pub fn loops(&self) -> usize {
        self.loops
    }

    /// Directions of links that were there already and were merged.
    pub fn parallel(&self) -> usize {
        self.parallel
    }

    /// Links to nodes that the graph does not have, which were dropped.
    pub fn strays(&self) -> usize {
        self.strays
    }

    /// Whether every link is gone both ways.
    pub fn both_ways(&self) -> bool {
        self.behind.is_none()
    }

    /// The nodes that a link of `node` leads to, sorted.
    pub fn neighbours(&self, node: u32) -> &[u32] {
        self.ahead.row(node)
    }

    /// The nodes from which a link leads to `node`, sorted.
    pub fn back(&self, node: u32) -> &[u32] {
        self.behind.as_ref().unwrap_or(&self.ahead).row(node)
    }

    /// The number of the link from `from` to `to` among all of [`Graph::links`]. Logarithmic in the links of `from`.
    pub fn link(&self, from: u32, to: u32) -> Option<usize> {
        let place = self.ahead.row(from).binary_search(&to).ok()?;
        Some(at(&self.ahead.starts, from) as usize + place)
    }

    /// Those of `nodes` that the graph has, sorted, each once.
    pub(super) fn known(&self, nodes: &[u32]) -> Vec<u32> {
        let known = nodes.iter().copied().filter(|node| *node < self.nodes);
        let mut known: Vec<u32> = known.collect();
        known.sort_unstable();
        known.dedup();
        known
    }
}

impl Rows {
    /// Rows of pairs of row and column, sorted, each once.
    fn of(nodes: u32, pairs: &[(u32, u32)]) -> Self {
        let mut ends = counted(nodes, pairs.iter().map(|(row, _)| *row));
        let mut heads = vec![0; pairs.len()];
        // Each row is filled from behind, so that its end becomes its start.
        for (row, column) in pairs {
            put(&mut heads, &mut ends, *row, *column);
        }
        let mut rows = Self {
            starts: ends,
            heads,
        };
        rows.tidied(nodes);
        rows
    }

    /// Sorts each row and keeps of each run of equal columns one.
    fn tidied(&mut self, nodes: u32) {
        let mut kept: usize = 0;
        let mut start = 0;
        for row in 0..nodes {
            let end = at(&self.starts, row + 1);
            if let Some(found) = self.heads.get_mut(start as usize..end as usize) {
                found.sort_unstable();
            }
            set(&mut self.starts, row, index(kept));
            let mut last = None;
            for place in start..end {
                let column = at(&self.heads, place);
                if last != Some(column) {
                    set(&mut self.heads, index(kept), column);
                    kept += 1;
                    last = Some(column);
                }
            }
            start = end;
        }
        set(&mut self.starts, nodes, index(kept));
        self.heads.truncate(kept);
        self.heads.shrink_to_fit();
    }

    /// Rows for columns and columns for rows. Rows are gone through from the last, so that the new rows are sorted.
    fn turned(&self, nodes: u32) -> Self {
        let mut starts = counted(nodes, self.heads.iter().copied());
        let mut heads = vec![0; self.heads.len()];
        for row in (0..nodes).rev() {
            for column in self.row(row) {
                put(&mut heads, &mut starts, *column, row);
            }
        }
        Self { starts, heads }
    }

    fn row(&self, row: u32) -> &[u32] {
        let (start, end) = (at(&self.starts, row), at(&self.starts, row + 1));
        self.heads
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}

/// For each row the place behind its last element, and at the end how many there are.
fn counted(nodes: u32, rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut ends = vec![0; nodes as usize + 1];
    for row in rows {
        if let Some(count) = ends.get_mut(row as usize) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    ends
}

/// Puts a column before those that the row holds already.
fn put(heads: &mut [u32], starts: &mut [u32], row: u32, column: u32) {
    if let Some(start) = starts.get_mut(row as usize) {
        *start -= 1;
        set(heads, *start, column);
    }
}

/// The value of a node, or the type's nought for a node that the graph does not have: methods ask for nodes that came
/// out of the graph or through [`Graph::known`].
pub(super) fn at<T: Copy + Default>(values: &[T], node: u32) -> T {
    values.get(node as usize).copied().unwrap_or_default()
}

/// Gives a node a value.
pub(super) fn set<T>(values: &mut [T], node: u32, value: T) {
    if let Some(old) = values.get_mut(node as usize) {
        *old = value;
    }
}

/// A count of nodes or links as a number of one.
pub(super) fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
