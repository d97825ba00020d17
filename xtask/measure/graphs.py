#!/usr/bin/env python3
"""Ways, cuts and what must be crossed against networkx, and times beside networkx, igraph and rustworkx.

    pip install networkx igraph rustworkx
    python3 xtask/measure/graphs.py answers  [--bench BINARY] [--data ../shared/data]
    python3 xtask/measure/graphs.py internet [--bench BINARY]

`answers` asks twenty questions on every open topology with a tenth, a third and half of all elements covered: is there a
clean way and how long is the shortest, how many covered elements keep the ends apart and do they, what must every way
cross, are there two ways apart. It ends with status 1 at the first answer that differs. Skipped, with status 0, where the
data is not there. `internet` draws a graph of 80,000 nodes and 500,000 links with heavy-tailed degrees, has our bench
measure it, and measures the same questions with the other libraries.

BINARY is the bench `graphs` of the crate cleanpath as `cargo bench -p cleanpath --bench graphs --no-run` names it; without
it cargo is asked to run it.
"""
import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings

NODES, LINKS = 80_000, 500_000


def bench(binary, *args):
    command = [binary] if binary else ["cargo", "bench", "-q", "-p", "cleanpath", "--bench", "graphs", "--"]
    done = subprocess.run([*command, *args], stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def topologies(path):
    import networkx

    for line in open(path, encoding="utf-8"):
        topology = json.loads(line)
        numbers = {json.dumps(node["id"]): place for place, node in enumerate(topology["nodes"])}
        graph = networkx.Graph()
        graph.add_nodes_from(range(len(numbers)))
        for edge in topology["edges"]:
            one, other = (numbers[json.dumps(edge[end])] for end in ("source", "target"))
            if one != other:
                graph.add_edge(one, other)
        yield topology["name"], graph


def apart(graph, gone, one, other):
    import networkx

    left = graph.subgraph(set(graph) - set(gone))
    return one not in left or other not in left or not networkx.has_path(left, one, other)


def least_cut(graph, covered, one, other):
    """The value of a least cut of covered nodes, ends included, by the largest flow through split nodes."""
    import networkx

    split = networkx.DiGraph()
    for node in graph:
        if node in covered:
            split.add_edge((node, 0), (node, 1), capacity=1)
        else:
            split.add_edge((node, 0), (node, 1))
    for a, b in graph.edges:
        split.add_edge((a, 1), (b, 0))
        split.add_edge((b, 1), (a, 0))
    return networkx.maximum_flow_value(split, (one, 0), (other, 1))


def crossed(graph, one, other):
    """What every way from one to the other must cross: the immediate dominators of the other, upward."""
    import networkx

    above = networkx.immediate_dominators(graph.to_directed(), one)
    chain = [other]
    while chain[-1] != one:
        chain.append(above[chain[-1]])
    return chain[::-1]


def differs(graph, said):
    """What is wrong with an answer, or None."""
    import networkx

    one, other, covered = said["from"], said["to"], set(said["covered"])
    clean = graph.subgraph(set(graph) - covered)
    joined = not apart(graph, covered, one, other)
    if joined != (said["way"] is not None):
        return f"clean way: networkx says {joined}"
    if joined:
        length = networkx.shortest_path_length(clean, one, other) + 1
        if length != len(said["way"]) or not networkx.is_path(clean, said["way"]):
            return f"shortest way: networkx says {length} elements"
    whole = networkx.has_path(graph, one, other)
    if not joined:
        value = least_cut(graph, covered, one, other)
        nodes = said["cut"].get("nodes")
        if said["cut"].get("value") != value or len(nodes) != value or not set(nodes) <= covered:
            return f"least cut: networkx says {value}"
        if not apart(graph, nodes, one, other):
            return "least cut: a way is left"
    elif "way" not in said["cut"]:
        return "least cut: there is a way that cannot be cut"
    truth = crossed(graph, one, other) if whole else None
    if truth != said["crossed"]:
        return f"what must be crossed: networkx says {truth}"
    if one != other and whole:
        inner = graph.copy()
        direct = inner.has_edge(one, other)
        if direct:
            inner.remove_edge(one, other)
        two = int(direct) + networkx.node_connectivity(inner, one, other) >= 2
        if two != (said["two"] is not None):
            return f"two ways apart: networkx says {two}"
    return None


def answers(args):
    path = os.path.join(args.data, "topology", "topohub.jsonl")
    if not os.path.exists(path):
        print(f"skipped: no {path}")
        return 0
    ours = (json.loads(line) for line in bench(args.bench, "answers", os.path.abspath(path)).splitlines())
    graphs = itertools.chain.from_iterable(itertools.repeat(pair, 60) for pair in topologies(path))
    count = joined = 0
    for (name, graph), said in zip(graphs, ours, strict=True):
        if name != said["topology"]:
            print(f"the bench answers for {said['topology']} where {name} was asked")
            return 1
        wrong = differs(graph, said)
        if wrong:
            print(f"{name}, from {said['from']} to {said['to']}: {wrong}, ours: {json.dumps(said)}")
            return 1
        count += 1
        joined += said["way"] is not None
    print(f"{count} questions on {count // 60} topologies agree with networkx; {joined} have a clean way")
    return 0


def draw(path):
    """A graph whose node of rank r is drawn in proportion to r^-0.75, every node linked to one before it."""
    random.seed(7)
    sums = list(itertools.accumulate((rank + 1) ** -0.75 for rank in range(NODES)))
    names = list(range(NODES))
    random.shuffle(names)
    links = set()
    for node in range(1, NODES):
        before = min(node, 2000)
        other = random.choices(range(before), cum_weights=sums[:before])[0]
        links.add((other, node))
    while len(links) < LINKS:
        one, other = random.choices(range(NODES), cum_weights=sums, k=2)
        if one != other:
            links.add((min(one, other), max(one, other)))
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(f"{names[one]} {names[other]}\n" for one, other in sorted(links))


def mixed(number):
    return ((number + 1) * 2_654_435_761 & 0xFFFF_FFFF) >> 7


def timed(what, call):
    started = time.perf_counter()
    result = call()
    print(f"{what}: {time.perf_counter() - started:.3f} s")
    return result


def internet(args):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "links")
        draw(path)
        print(bench(args.bench, "internet", path), end="")
        links = [tuple(map(int, line.split())) for line in open(path, encoding="utf-8")]
    covered = {node for node in range(NODES) if mixed(node) % 100 < 30}
    ends = [node for node in range(NODES) if node not in covered]
    pairs = [(ends[mixed(2 * pair) % len(ends)], ends[mixed(2 * pair + 1) % len(ends)]) for pair in range(10_000)]
    some = pairs[: args.pairs]
    import igraph
    import networkx
    import rustworkx

    warnings.simplefilter("ignore", RuntimeWarning)  # igraph's word for pairs that are not joined

    graph = timed("networkx: load", lambda: networkx.Graph(links))
    clean = graph.subgraph(ends).copy()

    def by_networkx():
        return sum(networkx.has_path(clean, one, other) for one, other in some)

    print("  joined:", timed(f"networkx: {len(some)} pairs by search", by_networkx))
    none = next(pair for pair in pairs if not networkx.has_path(clean, *pair))
    graph = timed("igraph: load", lambda: igraph.Graph(n=NODES, edges=links))
    clean = graph.induced_subgraph(ends)
    place = {node: number for number, node in enumerate(ends)}

    def by_igraph():
        ways = (clean.get_shortest_paths(place[one], place[other])[0] for one, other in some)
        return sum(bool(way) for way in ways)

    print("  joined:", timed(f"igraph: {len(some)} pairs by search", by_igraph))

    def split():
        graph = igraph.Graph(directed=True, n=NODES * 2)
        arcs = [(2 * node, 2 * node + 1) for node in range(NODES)]
        amounts = [1 if node in covered else LINKS for node in range(NODES)]
        arcs += [arc for one, other in links for arc in ((2 * one + 1, 2 * other), (2 * other + 1, 2 * one))]
        graph.add_edges(arcs)
        return graph, amounts + [LINKS] * (2 * len(links))

    graph, amounts = timed("igraph: split graph for cuts", split)
    cut = timed("igraph: one least cut", lambda: graph.mincut(none[0] * 2, none[1] * 2 + 1, amounts))
    print("  value:", int(cut.value))

    def by_rustworkx():
        graph = rustworkx.PyGraph()
        graph.add_nodes_from(range(NODES))
        graph.add_edges_from_no_data(links)
        return graph

    graph = timed("rustworkx: load", by_rustworkx)
    clean = graph.subgraph(ends)

    def search():
        return sum(rustworkx.has_path(clean, place[one], place[other]) for one, other in some)

    print("  joined:", timed(f"rustworkx: {len(some)} pairs by search", search))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("answers", "internet"))
    parser.add_argument("--bench", help="the built bench")
    parser.add_argument("--data", default="../shared/data", help="the shared data")
    parser.add_argument("--pairs", type=int, default=100, help="how many pairs the other libraries are asked")
    args = parser.parse_args()
    return answers(args) if args.what == "answers" else internet(args)


if __name__ == "__main__":
    sys.exit(main())
