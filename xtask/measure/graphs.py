#!/usr/bin/env python3
"""Ways, cuts and what must be crossed against networkx, and times beside networkx, igraph and rustworkx.

    pip install networkx igraph rustworkx
    python3 xtask/measure/graphs.py check    --bin target/release/cleanpath [--data ../shared/data] [--seconds 45]
    python3 xtask/measure/graphs.py answers  [--bench BINARY] [--data ../shared/data]
    python3 xtask/measure/graphs.py internet [--bench BINARY]

`check` asks the program itself: `cleanpath path --pairs` over topologies with covered and unidentified elements, and
holds every state, way, least cut and what must be crossed against networkx. It takes the open topologies where the data
is there and draws its own where it is not, begins no other when the seconds are over, and ends with status 1 at the first
answer that differs. Before that it spoils right answers and makes sure that each is refused.

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


def drawn(count=40):
    """Topologies of our own: rings with chords, trees, meshes of sites, and grids with holes, fixed seeds."""
    import networkx

    for number in range(count):
        dice = random.Random(number)
        size = dice.randrange(6, 70)
        if number % 4 == 0:
            graph = networkx.cycle_graph(size)
            graph.add_edges_from(dice.sample(range(size), 2) for _ in range(size // 4))
        elif number % 4 == 1:
            graph = networkx.Graph((node, dice.randrange(max(0, node - 5), node)) for node in range(1, size))
        elif number % 4 == 2:
            graph = networkx.gnm_random_graph(size, size * 2, seed=number)
        else:
            graph = networkx.convert_node_labels_to_integers(networkx.grid_2d_graph(5, size // 5 + 1))
            graph.remove_nodes_from(dice.sample(sorted(graph), len(graph) // 6))
            graph = networkx.convert_node_labels_to_integers(graph)
        yield f"drawn-{number}", graph


MAKERS = {"clean": "Nokia", "unidentified": "", "covered": "Huawei"}


def ask(binary, graph, standing, pairs):
    """What the program tells of every pair."""
    with tempfile.TemporaryDirectory() as folder:
        def table(name, head, rows):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.writelines(f"{','.join(row)}\n" for row in [head, *rows])

        table("inventory.csv", ("Name", "Manufacturer"), ((f"r{n}", MAKERS[standing[n]]) for n in graph))
        table("links.csv", ("source", "target"), ((f"r{a}", f"r{b}") for a, b in graph.edges))
        evidence = [os.path.join(folder, name) for name in ("inventory.csv", "links.csv")]
        table("pairs.list", ("from", "to"), ((f"r{a}", f"r{b}") for a, b in pairs))
        command = [binary, "path", *evidence, "--pairs", os.path.join(folder, "pairs.list"), "--format", "jsonl"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode not in (0, 1, 2):
            sys.exit(f"{' '.join(command)}: status {done.returncode}")
        return [json.loads(line) for line in done.stdout.splitlines()]


def refused(graph, standing, one, other, said):
    """What is wrong with an answer of the program, or None."""
    import networkx

    def over(*kinds):
        return graph.subgraph(node for node in graph if standing[node] in kinds)

    def joined(part):
        return one in part and other in part and networkx.has_path(part, one, other)

    numbers = {field: [int(name[1:]) for name in said[field]] for field in ("path", "cut", "none_if", "unavoidable")}
    clean, hoped = over("clean"), over("clean", "unidentified")
    state = "clean" if joined(clean) else "undetermined" if joined(hoped) else "none"
    if said["state"] != state:
        return f"state: networkx says {state}"
    if said["connected"] != joined(graph):
        return f"connected: networkx says {joined(graph)}"
    if not joined(graph):
        return None if numbers["path"] == [] else "path: there is none"
    within = {"clean": clean, "undetermined": hoped, "none": graph}[state]
    weigh = {"clean": 0, "unidentified": 1, "covered": 1 << 20}

    def weight(path):
        return sum((weigh[standing[node]] << 20) + 1 for node in path)

    arcs = networkx.DiGraph(within)
    for _, end, data in arcs.edges(data=True):
        data["weight"] = weight([end])
    least = networkx.dijkstra_path(arcs, one, other)
    path = numbers["path"]
    if path[:1] != [one] or path[-1:] != [other] or not networkx.is_path(within, path) or weight(path) != weight(least):
        return f"path: networkx says {least}"
    if state == "clean":
        return None
    doubtful = {"undetermined": "unidentified", "none": "covered"}[state]
    able = {node for node in within if standing[node] == doubtful}
    cut = numbers["cut" if state == "none" else "none_if"]
    value = least_cut(within, able, one, other)
    if len(cut) != value or not set(cut) <= able or not apart(within, cut, one, other):
        return f"least cut: networkx says {value} elements"
    must = [node for node in crossed(within, one, other) if node in able]
    if numbers["unavoidable"] != must:
        return f"what must be crossed: networkx says {must}"
    return None


def spoilt(said):
    """An answer made wrong in each field that it has."""
    other = {"clean": "none", "none": "undetermined", "undetermined": "clean"}
    yield {**said, "state": other[said["state"]]}
    yield {**said, "connected": not said["connected"]}
    for field in ("path", "cut", "none_if", "unavoidable"):
        if said[field]:
            yield {**said, field: said[field][1:]}


def check(args):
    path = os.path.join(args.data, "topology", "topohub.jsonl")
    there = os.path.exists(path)
    started = time.monotonic()
    count = graphs = spoils = 0
    states = dict.fromkeys(("clean", "undetermined", "none"), 0)
    for name, graph in topologies(path) if there else drawn():
        if time.monotonic() - started > args.seconds:
            break
        if len(graph) > 200:
            continue
        for share in (15, 40):
            dice = random.Random(f"{name} {share}")
            kinds = list(MAKERS)
            standing = {node: dice.choices(kinds, (100 - 2 * share, share, share))[0] for node in graph}
            pairs = [tuple(dice.choices(range(len(graph)), k=2)) for _ in range(20)]
            for (one, other), said in zip(pairs, ask(args.bin, graph, standing, pairs), strict=True):
                wrong = refused(graph, standing, one, other, said)
                if wrong:
                    print(f"{name}, from r{one} to r{other}: {wrong}, ours: {json.dumps(said)}")
                    return 1
                for false in spoilt(said) if count % 20 == 0 else ():
                    spoils += 1
                    if not refused(graph, standing, one, other, false):
                        print(f"{name}, from r{one} to r{other}: a spoilt answer passes: {json.dumps(false)}")
                        return 1
                count += 1
                states[said["state"]] += 1
        graphs += 1
    told = ", ".join(f"{number} {state}" for state, number in states.items())
    kind = "open" if there else "drawn"
    print(f"{count} answers of the program on {graphs} {kind} topologies agree with networkx ({told}); ", end="")
    print(f"{spoils} spoilt ones are refused; {time.monotonic() - started:.0f} s")
    return 0 if count and spoils and all(states.values()) else 1


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
    parser.add_argument("what", choices=("check", "answers", "internet"))
    parser.add_argument("--bin", default="target/release/cleanpath", help="the program")
    parser.add_argument("--seconds", type=float, default=45, help="when check begins no other topology")
    parser.add_argument("--bench", help="the built bench")
    parser.add_argument("--data", default="../shared/data", help="the shared data")
    parser.add_argument("--pairs", type=int, default=100, help="how many pairs the other libraries are asked")
    args = parser.parse_args()
    return {"check": check, "answers": answers, "internet": internet}[args.what](args)


if __name__ == "__main__":
    sys.exit(main())
