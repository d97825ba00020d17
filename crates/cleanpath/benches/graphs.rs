//! The methods of `trace` on given and on random graphs, with fixed seeds.
//!
//! * `cargo bench -p cleanpath --bench graphs -- replacement TOPOLOGIES [WORK]`: least replacement, its proven gap and
//!   its time, on every topology, with the work that the program allows or another.
//! * `… instances TOPOLOGIES`: the same questions with their answers, a JSON object a line, for `xtask/measure/optimum.py`.
//! * `… answers TOPOLOGIES`: questions and answers on every topology, a JSON object a line, for `xtask/measure/graphs.py`.
//! * `… internet LINKS`: times on the links of a file, `FROM TO` a line, as `xtask/measure/graphs.py` draws them.
//!
//! Topologies are a file with one a line, `nodes` with `id` and `edges` with `source` and `target`.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a benchmark speaks, reads files and may stop at the first trouble"
)]

use cleanpath::routes::least::WORK;
use cleanpath::trace::cut::{Cut, least_cut};
use cleanpath::trace::disjoint::two_ways;
use cleanpath::trace::dominate::must_cross;
use cleanpath::trace::graph::{Arc, Graph};
use cleanpath::trace::replace::{Demand, Problem, Replacement, solve};
use cleanpath::trace::way::{Areas, shortest};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

/// Marsaglia's xorshift64.
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ seed)
    }

    fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // Without a file, as when all benchmarks are run, there is nothing to measure.
    match args
        .iter()
        .copied()
        .filter(|arg| !arg.starts_with("--"))
        .collect::<Vec<_>>()[..]
    {
        ["replacement", file] => replacement(file, WORK),
        ["replacement", file, work] => replacement(file, work.parse().unwrap()),
        ["instances", file] => instances(file, WORK),
        ["answers", file] => answers(file),
        ["internet", file] => internet(file),
        _ => println!("graphs: replacement | instances | answers TOPOLOGIES, or internet LINKS"),
    }
}

/// The topologies of a file: name and graph.
fn topologies(file: &str) -> impl Iterator<Item = (String, Graph)> {
    let text = std::fs::read_to_string(file).unwrap();
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.into_iter().map(|line| {
        let topology: Value = serde_json::from_str(&line).unwrap();
        let nodes = topology["nodes"].as_array().unwrap();
        let names = nodes.iter().map(|node| node["id"].to_string());
        let numbers: BTreeMap<String, u32> = names.zip(0..).collect();
        let number = |end: &Value| numbers[&end.to_string()];
        let edges = topology["edges"].as_array().unwrap().iter();
        let links =
            edges.map(|edge| Arc::both_ways(number(&edge["source"]), number(&edge["target"])));
        let graph = Graph::of(u32::try_from(nodes.len()).unwrap(), links);
        (topology["name"].as_str().unwrap().to_owned(), graph)
    })
}

/// Seconds that this process was on a processor, so that other work beside it does not count.
fn on_processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// What is asked of a topology.
struct Question {
    /// How many of a hundred elements are covered.
    covered: u32,
    needs: Vec<Vec<u32>>,
    costs: Vec<Option<u64>>,
    demands: Vec<Demand>,
}

/// Least replacement with a fifth and with half of all elements covered, random costs and 10 to 30 demands, a third of
/// which want two ways.
fn questions(nodes: u32) -> impl Iterator<Item = Question> {
    let draws = [(20, 1), (50, 2), (50, 3), (20, 4)].into_iter();
    draws.map(move |(covered, seed)| {
        let mut dice = Dice::new(seed);
        let mut needs = Vec::new();
        for node in 0..nodes {
            needs.push(if dice.below(100) < covered {
                vec![node]
            } else {
                vec![]
            });
        }
        let costs = (0..nodes)
            .map(|_| Some(u64::from(1 + dice.below(1000))))
            .collect();
        let mut demands = Vec::new();
        for _ in 0..10 + dice.below(21) {
            demands.push(Demand {
                from: vec![dice.below(nodes)],
                to: vec![dice.below(nodes)],
                ways: 1 + u8::from(dice.below(3) == 0),
            });
        }
        Question {
            covered,
            needs,
            costs,
            demands,
        }
    })
}

impl Question {
    fn solved(&self, graph: &Graph, work: u64) -> Replacement {
        let problem = Problem {
            graph,
            needs: &self.needs,
            costs: &self.costs,
            demands: &self.demands,
        };
        solve(&problem, work)
    }
}

/// How long each least replacement takes and how near it is proved.
fn replacement(file: &str, work: u64) {
    println!("topology\tnodes\tcovered\tdemands\tcost\tbound\tgap\twork\tseconds");
    for (name, graph) in topologies(file) {
        let nodes = graph.nodes();
        for question in questions(nodes) {
            let started = on_processor();
            let found = question.solved(&graph, work);
            let seconds = on_processor() - started;
            let (cost, bound) = (found.cost, found.bound);
            let gap = percent(cost - bound, bound);
            let (covered, count) = (question.covered, question.demands.len());
            let work = found.work;
            println!(
                "{name}\t{nodes}\t{covered} %\t{count}\t{cost}\t{bound}\t{gap:.3} %\t{work}\t{seconds:.2}"
            );
        }
    }
}

/// The same questions and their answers, for another solver.
fn instances(file: &str, work: u64) {
    for (name, graph) in topologies(file) {
        for question in questions(graph.nodes()) {
            let found = question.solved(&graph, work);
            let needs = question.needs.iter().zip(&question.costs);
            let costs = needs.map(|(needs, cost)| cost.filter(|_| !needs.is_empty()));
            let demands = question.demands.iter();
            let demands = demands.map(|demand| json!([demand.from[0], demand.to[0], demand.ways]));
            let answer = json!({
                "topology": name,
                "costs": costs.collect::<Vec<_>>(),
                "demands": demands.collect::<Vec<_>>(),
                "things": found.things,
                "cost": found.cost,
                "bound": found.bound,
                "exact": found.exact,
            });
            println!("{answer}");
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "printed with three places")]
fn percent(part: u64, whole: u64) -> f64 {
    part as f64 * 100.0 / whole.max(1) as f64
}

/// Twenty questions on every topology, with a tenth, a third and half of all elements covered.
fn answers(file: &str) {
    for (number, (name, graph)) in (0..).zip(topologies(file)) {
        for (covered, seed) in [(10, 1), (33, 2), (50, 3)] {
            let mut dice = Dice::new(number * 10 + seed);
            let covered: Vec<bool> = (0..graph.nodes())
                .map(|_| dice.below(100) < covered)
                .collect();
            for _ in 0..20 {
                let (from, to) = (dice.below(graph.nodes()), dice.below(graph.nodes()));
                let clean = |node: u32| !covered[node as usize];
                let areas = Areas::of(&graph, clean);
                let way = shortest(&graph, &[from], &[to], clean);
                assert_eq!(areas.reach(from, to), Some(way.is_some()));
                let capacity = |node: u32| covered[node as usize].then_some(1);
                let cut = match least_cut(&graph, &[from], &[to], capacity) {
                    Cut::Nodes { value, nodes } => json!({ "value": value, "nodes": nodes }),
                    Cut::Uncuttable { way } => json!({ "way": way }),
                };
                let answer = json!({
                    "topology": name,
                    "covered": (0..graph.nodes()).filter(|node| !clean(*node)).collect::<Vec<_>>(),
                    "from": from,
                    "to": to,
                    "way": way,
                    "cut": cut,
                    "crossed": must_cross(&graph, &[from], &[to], |_| true),
                    "two": two_ways(&graph, &[from], &[to], |_| true),
                });
                println!("{answer}");
            }
        }
    }
}

/// Times on one graph: loading it, one answer with its certificate, and ten thousand pairs on two threads.
fn internet(file: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    let started = Instant::now();
    let mut links = Vec::new();
    for line in text.lines() {
        let (from, to) = line.split_once(' ').unwrap();
        links.push(Arc::both_ways(from.parse().unwrap(), to.parse().unwrap()));
    }
    let nodes = 1 + links
        .iter()
        .map(|link| link.from.max(link.to))
        .max()
        .unwrap();
    let count = links.len();
    let graph = Graph::of(nodes, links);
    let seconds = started.elapsed().as_secs_f64();
    println!("load: {nodes} nodes, {count} links in {seconds:.3} s");
    // The rule by which xtask/measure/graphs.py covers nodes and draws pairs too.
    let covered: Vec<bool> = (0..nodes).map(|node| mixed(node) % 100 < 30).collect();
    let clean = |node: u32| !covered[node as usize];
    let ends: Vec<u32> = (0..nodes).filter(|node| clean(*node)).collect();
    let end = |draw: u32| ends[mixed(draw) as usize % ends.len()];
    let pairs: Vec<(u32, u32)> = (0..10_000)
        .map(|pair| (end(pair * 2), end(pair * 2 + 1)))
        .collect();
    let (mut way, mut cut) = (Vec::new(), Vec::new());
    for (from, to) in &pairs {
        let started = Instant::now();
        let found = answer(&graph, clean, *from, *to);
        let times = if found { &mut way } else { &mut cut };
        times.push(started.elapsed().as_secs_f64() * 1e3);
        if way.len() >= 200 && cut.len() >= 200 {
            break;
        }
    }
    for (what, mut times) in [("way", way), ("cut", cut)] {
        times.sort_by(f64::total_cmp);
        let (count, median) = (times.len(), times[times.len() / 2]);
        let most = times[times.len() - 1];
        println!("one answer with its {what}: median {median:.2} ms, most {most:.2} ms of {count}");
    }
    let started = Instant::now();
    let halves = pairs.split_at(pairs.len() / 2);
    let ask = |pairs: &[(u32, u32)]| -> usize {
        let found = pairs
            .iter()
            .filter(|(from, to)| answer(&graph, clean, *from, *to));
        found.count()
    };
    let found = std::thread::scope(|scope| {
        let one = scope.spawn(|| ask(halves.0));
        let other = scope.spawn(|| ask(halves.1));
        one.join().unwrap() + other.join().unwrap()
    });
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{} pairs on two threads: {found} joined, {seconds:.2} s",
        pairs.len()
    );
}

/// A clean way, or the cut that proves that there is none; whether there is one.
fn answer(graph: &Graph, clean: impl Fn(u32) -> bool, from: u32, to: u32) -> bool {
    match least_cut(graph, &[from], &[to], |node| (!clean(node)).then_some(1)) {
        Cut::Uncuttable { .. } => true,
        Cut::Nodes { value, nodes } => {
            assert_eq!(value, nodes.len() as u64);
            false
        }
    }
}

/// A number that looks random, of a number (the multiplier of Knuth's hashing).
fn mixed(number: u32) -> u32 {
    (number + 1).wrapping_mul(2_654_435_761) >> 7
}
