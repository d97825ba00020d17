#!/usr/bin/env python3
"""The least replacement against the optimum that HiGHS, a solver of integer programmes, finds by itself.

    pip install highspy networkx scipy
    python3 xtask/measure/optimum.py check --bin target/release/cleanpath [--data ../shared/data] [--seconds 40]
    python3 xtask/measure/optimum.py bench [--bench BINARY] [--names world,emea] [--seconds 600]

`check` asks the program itself: `cleanpath path --pairs`, with and without `--diverse`, over topologies with covered
elements of random costs. `bench` asks the bench `graphs` of the crate cleanpath for the questions that its `replacement`
measures (the largest topologies last; BINARY as `cargo bench -p cleanpath --bench graphs --no-run` names it).

Either way an answer is refused, and the status is 1, where what it replaces does not give every demand the ways that
it can have, where its cost is not what these elements cost, where it is more than a hundredth above the optimum, where
its bound is above the optimum, or where it calls itself exact and is not. Right answers are spoilt first, to see that
each is refused. Where HiGHS does not end in time, what it has proved takes the optimum's place and the line says so.

Nothing is taken from the engine but questions and answers. The rows of the programme are Menger's theorem: of the
elements that keep the ends of a demand apart, and the link that joins them, as many are clean as ways are wanted. Those
that a solution violates are found by the largest flow through split nodes (SciPy), first for solutions of the linear
programme, then for those in whole numbers, until none is violated.
"""
import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time

from graphs import bench, drawn, topologies

# What one way is worth in a flow of whole numbers of 32 bits.
WAY = 1 << 20
# By how much a row must be violated to be added.
WORTH = 1e-4
# Rows that one demand may give for one solution.
ROWS = 6


class Question:
    """Demands over a graph of which some elements cost something before they are clean."""

    def __init__(self, graph, costs, demands):
        import numpy
        import scipy.sparse

        self.numpy, self.sparse = numpy, scipy.sparse
        self.size = len(graph)
        self.costs = numpy.array([cost or 0 for cost in costs], dtype=float)
        self.covered = numpy.array([cost is not None for cost in costs])
        self.links = {pair for one, other in graph.edges for pair in ((one, other), (other, one))}
        self.network()
        # Ends that are one and the same have to be clean, and no more.
        self.ends = {one for one, other, _ in demands if one == other}
        asked = {(min(one, other), max(one, other), ways) for one, other, ways in demands if one != other}
        self.demands = []
        everything = numpy.ones(self.size)
        for one, other, ways in sorted(asked):
            possible = min(ways, self.flow(one, other, ways, everything)[0] // WAY)
            if possible:
                self.ends |= {one, other}
                self.demands.append((one, other, possible))

    def network(self):
        """Node n is split: links lead to 2 n and from 2 n + 1. Every arc has its way back, so that what is left of the
        arcs after a flow has the same places; the last node is the spring, which lets through as much as is wanted."""
        numpy, size = self.numpy, self.size
        nodes = numpy.arange(size)
        links = numpy.array(sorted(self.links), dtype=int).reshape(-1, 2)
        spring = numpy.full(size, 2 * size)
        tails = numpy.concatenate([2 * nodes, 2 * links[:, 0] + 1, spring])
        heads = numpy.concatenate([2 * nodes + 1, 2 * links[:, 1], 2 * nodes + 1])
        kinds = numpy.concatenate([nodes, numpy.full(len(links), -1), -2 - nodes])
        number = numpy.arange(1, len(tails) + 1)
        shape = (2 * size + 1,) * 2
        laid = self.sparse.csr_array((number, (tails, heads)), shape=shape)
        both = laid + self.sparse.csr_array((numpy.full(len(tails), 1 << 40), (heads, tails)), shape=shape)
        both.sort_indices()
        arcs = both.data % (1 << 40)
        self.pattern = both
        # Of each arc, what it is: a node, a link (-1), from the spring (-2 - node), or the way back (none of these).
        self.kinds = numpy.where(arcs > 0, kinds[numpy.maximum(arcs, 1) - 1], -2 - 2 * size)
        self.rows = numpy.repeat(numpy.arange(shape[0]), numpy.diff(both.indptr))

    def flow(self, one, other, ways, values):
        """The largest flow, up to the ways wanted; with it, what is left of every arc."""
        from scipy.sparse.csgraph import maximum_flow

        numpy = self.numpy
        # One more than nought, so that of cuts of the same worth the one of fewest elements is found.
        worth = numpy.minimum(numpy.where(self.covered, values * WAY + 1, WAY), WAY).astype(numpy.int32)
        if ways == 1:
            worth[~self.covered] = 2 * WAY
        worth[[one, other]] = 0
        room = numpy.zeros(len(self.kinds), dtype=numpy.int32)
        nodes = self.kinds >= 0
        room[nodes] = worth[self.kinds[nodes]]
        room[self.kinds == -1] = 2 * WAY
        if ways > 1:
            # A link that joins the ends is one way, and no more.
            room[(self.rows == 2 * one + 1) & (self.pattern.indices == 2 * other) & (self.kinds == -1)] = WAY
        room[self.kinds == -2 - one] = ways * WAY
        laid = self.sparse.csr_array((room, self.pattern.indices, self.pattern.indptr), shape=self.pattern.shape)
        found = maximum_flow(self.sparse.csr_matrix(laid), 2 * self.size, 2 * other, method="dinic")
        sent = self.sparse.csr_array(found.flow)
        sent.sort_indices()
        return found.flow_value, room, sent

    def cuts(self, one, other, room, sent):
        """The elements of the least cut nearest to either end."""
        from scipy.sparse.csgraph import breadth_first_order

        numpy = self.numpy
        left = self.sparse.csr_array((room, self.pattern.indices, self.pattern.indptr), shape=self.pattern.shape) - sent
        left.data = numpy.maximum(left.data, 0)
        left.eliminate_zeros()
        left = self.sparse.csr_matrix(left)
        before = numpy.zeros(2 * self.size + 1, dtype=bool)
        before[breadth_first_order(left, 2 * one + 1, return_predecessors=False)] = True
        behind = numpy.zeros(2 * self.size + 1, dtype=bool)
        behind[breadth_first_order(left.T.tocsr(), 2 * other, return_predecessors=False)] = True
        for inside in (before, ~behind):
            crossed = inside[0:-1:2] & ~inside[1::2]
            crossed[[one, other]] = False
            yield numpy.flatnonzero(crossed)

    def violated(self, values, rows=ROWS):
        """Rows that the values violate: elements, and how many of them have to be clean."""
        numpy = self.numpy
        found = set()
        for one, other, ways in self.demands:
            now = values.copy()
            for _ in range(rows):
                value, room, sent = self.flow(one, other, ways, now)
                if value >= ways * WAY:
                    break
                new = set()
                for cut in self.cuts(one, other, room, sent):
                    priced = cut[self.covered[cut]]
                    free = len(cut) - len(priced) + ((one, other) in self.links)
                    if now[priced].sum() < ways - free - WORTH:
                        new.add((tuple(priced.tolist()), ways - free))
                if not new:
                    break
                found |= new
                now[numpy.array(sorted({node for nodes, _ in new for node in nodes}), dtype=int)] = 1
        return found

    def is_met(self, replaced):
        """Whether every demand has its ways, and every end is clean."""
        values = self.numpy.zeros(self.size)
        values[list(replaced)] = 1
        clean = ~self.covered | (values > 0)
        if not all(clean[end] for end in self.ends):
            return False
        return all(self.flow(*demand, values)[0] >= demand[2] * (WAY - 1) for demand in self.demands)


class Programme:
    """The integer programme of a question in HiGHS."""

    def __init__(self, question):
        import highspy

        self.highs, self.question, self.numpy = highspy, question, question.numpy
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("threads", 1)
        self.solver.setOptionValue("random_seed", 1)
        # Costs are whole: what differs by less than one is the same.
        self.solver.setOptionValue("mip_rel_gap", 0.0)
        self.solver.setOptionValue("mip_abs_gap", 0.9)
        size = question.size
        least = self.numpy.zeros(size)
        most = question.covered.astype(float)
        for end in question.ends:
            least[end] = most[end]
        self.solver.addVars(size, least, most)
        everything = self.numpy.arange(size, dtype=self.numpy.int32)
        self.solver.changeColsCost(size, everything, question.costs)
        self.known = set()

    def add(self, rows):
        """Adds rows; how many are new."""
        new = rows - self.known
        for nodes, least in sorted(new):
            indices = self.numpy.array(nodes, dtype=self.numpy.int32)
            self.solver.addRow(float(least), self.highs.kHighsInf, len(nodes), indices, self.numpy.ones(len(nodes)))
        self.known |= new
        return len(new)

    def values(self):
        return self.numpy.clip(self.numpy.array(self.solver.getSolution().col_value), 0, 1)

    def relaxed(self, ends):
        """Solves the linear programme until no row is violated."""
        while time.monotonic() < ends:
            self.solver.run()
            if not self.add(self.question.violated(self.values())):
                return

    def optimum(self, start, ends):
        """The optimum as a bound and a cost that are the same, or apart where time ended first. The search begins with
        a set that meets every demand."""
        question = self.question
        best, bound = question.costs[list(start)].sum(), 0
        self.relaxed(ends)
        everything = self.numpy.arange(question.size, dtype=self.numpy.int32)
        kind = [self.highs.HighsVarType.kInteger] * question.size
        self.solver.changeColsIntegrality(question.size, everything, self.numpy.array(kind))
        known = set(start)
        while best - bound > 0.9 and time.monotonic() < ends:
            solution = self.highs.HighsSolution()
            solution.col_value = [float(node in known) for node in range(question.size)]
            self.solver.setSolution(solution)
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(1, ends - time.monotonic()))
            self.solver.run()
            bound = max(bound, math.ceil(self.solver.getInfo().mip_dual_bound - 1e-4))
            values = self.numpy.round(self.values())
            chosen = {node for node in self.numpy.flatnonzero(values).tolist() if question.covered[node]}
            if question.is_met(chosen):
                if question.costs[list(chosen)].sum() < best:
                    best, known = question.costs[list(chosen)].sum(), chosen
            elif not self.add(question.violated(values)):
                raise RuntimeError("a demand is not met, and no row says so")
        return min(round(bound), round(best)), round(best)


def refused(question, said, bound, best):
    """What is wrong with an answer, or None. The optimum lies between what HiGHS proved and the best that is known."""
    cost = sum(question.costs[node] for node in said["things"])
    if len(set(said["things"])) != len(said["things"]) or not all(question.covered[node] for node in said["things"]):
        return "it replaces what it need not"
    if cost != said["cost"]:
        return f"its elements cost {cost}"
    if not question.is_met(said["things"]):
        return "a demand is not met"
    if said["bound"] > best:
        return f"its bound is above {best}"
    if said["cost"] * 100 > best * 101 or said["exact"] and said["cost"] > best:
        return f"the optimum is {best} or less"
    if said["exact"] != (said["cost"] == said["bound"]):
        return "it is exact where cost and bound are the same, and nowhere else"
    return None


def spoilt(question, said, best):
    """An answer made wrong in each way that counts."""
    for node in said["things"][:3]:
        less = [thing for thing in said["things"] if thing != node]
        cost = said["cost"] - int(question.costs[node])
        yield {**said, "things": less, "cost": cost, "bound": cost}
        yield {**said, "things": less}
    yield {**said, "bound": best + 1}
    more = [node for node in range(question.size) if question.covered[node] and node not in said["things"]]
    for node in more[:3]:
        cost = said["cost"] + int(question.costs[node])
        if cost > best:
            yield {**said, "things": [*said["things"], node], "cost": cost, "exact": True}


def judged(name, question, said, ends):
    """The optimum between two numbers, and what is wrong with an answer or with this script."""
    # HiGHS begins with the answer where it meets the demands, and else with everything replaced.
    everything = question.numpy.flatnonzero(question.covered).tolist()
    start = said["things"] if question.is_met(said["things"]) else everything
    bound, best = Programme(question).optimum(start, ends)
    wrong = refused(question, said, bound, best)
    for false in () if wrong else spoilt(question, said, best):
        if not refused(question, false, bound, best):
            wrong = f"a spoilt answer passes: {json.dumps(false)}"
    if wrong:
        print(f"{name}: {wrong}, ours: {json.dumps(said)}")
    return bound, best, wrong


def benched(args):
    path = os.path.abspath(os.path.join(args.data, "topology", "topohub.jsonl"))
    if not os.path.exists(path):
        print(f"skipped: no {path}")
        return 0
    names = args.names.split(",") if args.names else None
    graphs = {name: graph for name, graph in topologies(path) if names is None or name in names}
    with tempfile.TemporaryDirectory() as folder:
        chosen = os.path.join(folder, "topologies.jsonl")
        lines = [line for line in open(path, encoding="utf-8") if json.loads(line)["name"] in graphs]
        lines.sort(key=lambda line: len(json.loads(line)["nodes"]))
        with open(chosen, "w", encoding="utf-8") as file:
            file.writelines(lines)
        told = [json.loads(line) for line in bench(args.bench, "instances", chosen).splitlines()]
    bad = proved = 0
    print("topology\tcovered\tdemands\toptimum\tours\tabove\tour bound\tbelow\tseconds of HiGHS", flush=True)
    for said in told:
        name, started = said["topology"], time.process_time()
        question = Question(graphs[name], said["costs"], said["demands"])
        bound, best, wrong = judged(name, question, said, time.monotonic() + args.seconds)
        bad += wrong is not None
        proved += bound == best
        covered, demands = sum(cost is not None for cost in said["costs"]), len(said["demands"])
        optimum = best if bound == best else f"{bound}..{best}"
        above = 100 * (said["cost"] - bound) / max(bound, 1)
        below = 100 * (best - said["bound"]) / max(best, 1)
        print(f"{name}\t{covered}\t{demands}\t{optimum}\t{said['cost']}\t{above:.3f} %", end="\t")
        print(f"{said['bound']}\t{below:.3f} %\t{time.process_time() - started:.1f}", flush=True)
    print(f"{len(told)} answers, the optimum of {proved} proved by HiGHS; {bad} refused")
    return 1 if bad or not told else 0


def ask(binary, graph, costs, pairs, ways):
    """What the program says is the least to replace."""
    with tempfile.TemporaryDirectory() as folder:

        def table(name, head, rows):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.writelines(f"{','.join(map(str, row))}\n" for row in [head, *rows])
            return os.path.join(folder, name)

        makers = (("Nokia", "") if cost is None else ("Huawei", cost) for cost in costs)
        makers = ((f"r{node}", *maker) for node, maker in enumerate(makers))
        evidence = table("inventory.csv", ("Name", "Manufacturer", "Replacement cost"), makers)
        links = table("links.csv", ("source", "target"), ((f"r{a}", f"r{b}") for a, b in graph.edges))
        asked = table("pairs.list", ("from", "to"), ((f"r{a}", f"r{b}") for a, b in pairs))
        command = [binary, "path", evidence, links, "--pairs", asked, "--format", "json"]
        done = subprocess.run(command + ["--diverse"] * (ways - 1), stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode not in (0, 1, 2):
            sys.exit(f"{' '.join(command)}: status {done.returncode}")
        told = json.loads(done.stdout)
    proof = told["replacement"]
    things = [int(name[1:]) for name in told["replace"]]
    return {"things": things, "cost": proof["cost"], "bound": proof["at_least"], "exact": proof["exact"]}


def check(args):
    path = os.path.join(args.data, "topology", "topohub.jsonl")
    there = os.path.exists(path)
    started = time.monotonic()
    count = exact = graphs = 0
    for name, graph in topologies(path) if there else drawn():
        if time.monotonic() - started > args.seconds:
            break
        if not 10 < len(graph) <= 200:
            continue
        dice = random.Random(name)
        costs = [dice.randint(1, 1000) if dice.random() < 0.5 else None for _ in graph]
        pairs = [tuple(dice.sample(range(len(graph)), 2)) for _ in range(8)]
        for ways in (1, 2):
            said = ask(args.bin, graph, costs, pairs, ways)
            question = Question(graph, costs, [(*pair, ways) for pair in pairs])
            bound, best, wrong = judged(name, question, said, time.monotonic() + args.seconds)
            if wrong:
                return 1
            count += 1
            exact += bound == said["cost"]
        graphs += 1
    kind = "open" if there else "drawn"
    print(f"{count} least replacements of the program on {graphs} {kind} topologies are held against HiGHS:", end=" ")
    print(f"{exact} are the optimum, the others within a hundredth; spoilt ones are refused; {time.monotonic() - started:.0f} s")
    return 0 if exact else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("check", "bench"))
    parser.add_argument("--bin", default="target/release/cleanpath", help="the program")
    parser.add_argument("--bench", help="the built bench")
    parser.add_argument("--data", default="../shared/data", help="the shared data")
    parser.add_argument("--names", help="only these topologies")
    parser.add_argument("--seconds", type=float, default=40, help="check: begins no other after; bench: for each")
    arguments = parser.parse_args()
    sys.exit({"bench": benched, "check": check}[arguments.what](arguments))
