#!/usr/bin/env python3
"""Computes how deep the calls below a function go on the chip's stack, and fails where that is too deep or cannot be known.

usage: depth.py [--calls FILE]... GRAPH...

A GRAPH is a .ci file that GCC writes with -fcallgraph-info=su, or a folder of such. A file of --calls says what a call graph leaves open; a line each,
`#` begins a comment:

  limit BYTES                      what the deepest chain may take
  root NAME                        a function where chains begin
  pointer CALL NAME                the call through a pointer that is written CALL goes to NAME; several lines: to any of them
  port RECEIVER.METHOD BYTES       the call of an interface's method takes so much in whatever implements it
  implementation RECEIVER CLASS    the methods of the interface that is called as RECEIVER are those of CLASS, which the graphs hold: the
                                   bytes allowed by `port` do not count any more
  outside NAME BYTES               a function without a graph, such as one of the ROM, takes so much
  recursion NAME TIMES             NAME, which calls itself or is called by what it calls, is entered at most so often in one chain

CALL is what stands before the parenthesis at the place of the call, reduced to the last two names and without underscores at their ends:
`port_.network.accept(...)` is network.accept. METHOD may be `*`, for all that have no line of their own. NAME is the beginning of a function's
name as GCC writes it, without its return type, up to the parenthesis or further.

What fails: a chain beyond the limit; a call through a pointer, or a function without a graph, that no line speaks of; a cycle without a bound; a frame
whose size is only known when the program runs; and a line that nothing matches, because it is about a program that is not this one.
"""

import argparse
import collections
import pathlib
import re
import sys

NODE = re.compile(r'node: \{ title: "([^"]+)" label: "([^"]*)"')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]+)" targetname: "([^"]+)"(?: label: "([^"]*)")?')
FRAME = re.compile(r"(\d+) bytes \(([^)]*)\)")
POINTER = "__indirect_call"


class Failure(Exception):
    """The depth cannot be known, or a line is about nothing."""


def without_return_type(name):
    """`static bool smr::A::b(int)` as `smr::A::b(int)`: types with spaces stand in angle brackets and parentheses only."""
    depth = 0
    begin = 0
    for at, letter in enumerate(name):
        if letter in "<(":
            if letter == "(" and depth == 0:
                break
            depth += 1
        elif letter in ">)":
            depth -= 1
        elif letter == " " and depth == 0:
            begin = at + 1
    return name[begin:].lstrip("*&")


class Graph:
    """Functions by their title in the graph; those of all files together."""

    def __init__(self):
        self.names = {}
        self.frames = {}
        self.unbounded = set()
        self.calls = collections.defaultdict(set)
        self.pointers = collections.defaultdict(set)

    def read(self, path):
        for line in path.read_text(encoding="utf-8").splitlines():
            node = NODE.match(line)
            if node:
                self.add_node(node[1], node[2].split("\\n"))
            edge = EDGE.match(line)
            if edge and edge[2] == POINTER:
                self.pointers[edge[1]].add(edge[3] or "an unknown place")
            elif edge:
                self.calls[edge[1]].add(edge[2])

    def add_node(self, title, label):
        if title == POINTER:
            return
        self.names.setdefault(title, without_return_type(label[0]))
        frame = FRAME.match(label[-1])
        if frame:
            # A function of a header is compiled in many places: the largest counts.
            self.frames[title] = max(self.frames.get(title, 0), int(frame[1]))
            if frame[2] == "dynamic":
                self.unbounded.add(title)

    def named(self, prefix):
        return {title for title, name in self.names.items() if title in self.frames and begins(name, prefix)}


def begins(name, prefix):
    """Whole names only: `a::tick` begins `a::tick(int)`, not `a::tick_line()`."""
    rest = name[len(prefix) :]
    return name.startswith(prefix) and (not rest or not prefix[-1].isalnum() or not (rest[0].isalnum() or rest[0] == "_"))


class Calls:
    """What the files of --calls say."""

    def __init__(self):
        self.limit = None
        self.roots = []
        self.pointer = collections.defaultdict(list)
        self.port = {}
        self.implementation = collections.defaultdict(list)
        self.outside = {}
        self.recursion = {}
        self.used = set()

    def read(self, path):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            words = line.split("#")[0].split(None, 2)
            try:
                if words:
                    self.add(*words)
            except (TypeError, ValueError, KeyError) as error:
                raise Failure(f"{path}:{number}: not understood: {line.strip()}") from error

    def add(self, kind, first, second=None):
        second = second.strip() if second else None
        if kind == "limit" and second is None:
            self.limit = int(first)
        elif kind == "root" and second is None:
            self.roots.append(first)
        elif kind == "pointer" and second:
            self.pointer[first].append(second)
        elif kind == "port":
            self.port[first] = int(second)
        elif kind == "implementation" and second:
            self.implementation[first].append(second)
        elif kind == "outside":
            self.outside[first] = int(second)
        elif kind == "recursion":
            self.recursion[first] = int(second)
        else:
            raise ValueError(kind)

    def stale(self):
        """Lines that nothing has matched."""
        lines = [("pointer", call, name) for call, names in self.pointer.items() for name in names]
        lines += [("port", call) for call in self.port]
        lines += [("implementation", call, name) for call, names in self.implementation.items() for name in names]
        lines += [("outside", name) for name in self.outside]
        lines += [("recursion", name) for name in self.recursion]
        return [" ".join(line) for line in lines if line not in self.used]


def call_written_at(place, folder):
    """`network.accept` for the place of a call. GCC names file, line and column: where the parenthesis opens for a virtual function,
    where the member's name begins for a pointer to a function."""
    path, line, column = place.rsplit(":", 2)
    text = (folder / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    at = int(column) - 1
    member = re.match(r"\w*", text[at:])[0]
    names = re.search(r"([A-Za-z]\w*)(?:\.|->)(\w+)$", text[:at] + member)
    if not names:
        raise ValueError(place)
    return ".".join(name.strip("_") for name in names.groups())


class Resolved:
    """A graph in which every call has its targets, and every function its size."""

    def __init__(self, graph, calls, folder):
        self.graph = graph
        self.calls = calls
        self.names = dict(graph.names)
        self.frames = dict(graph.frames)
        self.targets = collections.defaultdict(set)
        self.problems = []
        for source, targets in graph.calls.items():
            self.targets[source] |= targets
        for source, places in sorted(graph.pointers.items()):
            for place in sorted(places):
                self.follow_pointer(source, place, folder)
        for title in sorted(graph.unbounded):
            self.problems.append(f"{self.names[title]}: the size of its frame is known only when it runs")
        for title in sorted(set().union(*self.targets.values()) - set(self.frames)):
            self.find_elsewhere(title)

    def follow_pointer(self, source, place, folder):
        try:
            call = call_written_at(place, folder)
        except (OSError, IndexError, ValueError):
            self.problems.append(f"{place}: a call through a pointer, and no member is called there")
            return
        receiver = call.split(".")[0]
        if call in self.calls.pointer:
            for name in self.calls.pointer[call]:
                self.add_targets(source, ("pointer", call, name), self.graph.named(name))
            return
        allowed = next((key for key in (call, receiver + ".*") if key in self.calls.port), None)
        if allowed:
            self.calls.used.add(("port", allowed))
        if receiver in self.calls.implementation:
            found = False
            for name in self.calls.implementation[receiver]:
                method = self.graph.named(f"{name}::{call.split('.')[1]}(")
                found = self.add_targets(source, ("implementation", receiver, name), method) or found
            if not found:
                self.problems.append(f"{place}: no implementation has {call}")
        elif allowed:
            title = f"port {call}"
            self.names[title] = f"{call} of the port, as allowed"
            self.frames[title] = self.calls.port[allowed]
            self.targets[source].add(title)
        else:
            self.problems.append(f"{place}: nothing says where {call} goes")

    def add_targets(self, source, line, titles):
        if titles:
            self.calls.used.add(line)
        self.targets[source] |= titles
        return bool(titles)

    def find_elsewhere(self, title):
        """A constructor is called by one of two symbols and defined under the other. Anything else is not in the graphs."""
        definition = re.sub(r"([CD])1E", r"\g<1>2E", title)
        if definition != title and definition in self.graph.frames:
            self.frames[title] = 0
            self.targets[title].add(definition)
            return
        name = self.names.get(title, title)
        key = next((key for key in self.calls.outside if begins(name, key) or title == key), None)
        if key is None:
            self.problems.append(f"{name}: nothing says what this function outside of the graphs takes")
            return
        self.calls.used.add(("outside", key))
        self.names[title] = f"{title}, as allowed"
        self.frames[title] = self.calls.outside[key]

    def cycles(self):
        """Tarjan's strongly connected components, callees first; without recursion of our own."""
        index, low, on_stack, stack, result = {}, {}, set(), [], []
        for root in sorted(set(self.frames) | set(self.targets)):
            if root in index:
                continue
            work = [(root, iter(sorted(self.targets.get(root, ()))))]
            index[root] = low[root] = len(index)
            stack.append(root)
            on_stack.add(root)
            while work:
                title, targets = work[-1]
                for target in targets:
                    if target not in index:
                        index[target] = low[target] = len(index)
                        stack.append(target)
                        on_stack.add(target)
                        work.append((target, iter(sorted(self.targets.get(target, ())))))
                        break
                    if target in on_stack:
                        low[title] = min(low[title], index[target])
                else:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[title])
                    if low[title] == index[title]:
                        at = stack.index(title)
                        members = stack[at:]
                        del stack[at:]
                        on_stack -= set(members)
                        result.append(members)
        return result

    def deepest(self):
        """For every function the bytes below and with it, and the chain: (bytes, times, name) each."""
        depth, chain = {}, {}
        for members in self.cycles():
            recursive = len(members) > 1 or members[0] in self.targets.get(members[0], ())
            times = self.bound_of(members) if recursive else 1
            # All frames of a cycle, as often as it may be gone through: never too little.
            own = times * sum(self.frames.get(title, 0) for title in members)
            below = [target for title in members for target in self.targets.get(title, ()) if target not in members]
            deepest = max(below, key=lambda title: depth[title], default=None)
            links = [(self.frames.get(title, 0), times, self.names.get(title, title)) for title in members]
            for title in members:
                depth[title] = own + (depth[deepest] if deepest else 0)
                chain[title] = links + (chain[deepest] if deepest else [])
        return depth, chain

    def bound_of(self, members):
        for name, times in self.calls.recursion.items():
            if any(begins(self.names.get(title, title), name) for title in members):
                self.calls.used.add(("recursion", name))
                return times
        names = ", ".join(sorted(self.names.get(title, title) for title in members))
        self.problems.append(f"{names}: calls itself, and nothing says how often")
        return 1


def examine(graph, calls, folder, out):
    """Prints the deepest chain of each root. What is wrong, as lines."""
    resolved = Resolved(graph, calls, folder)
    depth, chain = resolved.deepest()
    for root in calls.roots:
        titles = graph.named(root)
        if not titles:
            resolved.problems.append(f"root {root}: there is no such function")
            continue
        deepest = max(titles, key=lambda title: depth[title])
        print(f"{root}: {depth[deepest]} of {calls.limit} bytes", file=out)
        for frame, times, name in chain[deepest]:
            print(f"{frame:8} {'' if times == 1 else f'{times} x '}{name}", file=out)
        if depth[deepest] > calls.limit:
            resolved.problems.append(f"over budget: {root} takes {depth[deepest]} bytes of stack, at most {calls.limit}")
    return resolved.problems + [f"matches nothing: {line}" for line in calls.stale()]


def main(arguments, out):
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--calls", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--sources", type=pathlib.Path, default=pathlib.Path())
    parser.add_argument("graphs", type=pathlib.Path, nargs="+")
    chosen = parser.parse_args(arguments)
    graph, calls = Graph(), Calls()
    try:
        for path in chosen.calls:
            calls.read(path)
        if calls.limit is None or not calls.roots:
            raise Failure("no limit, or no root")
        for path in chosen.graphs:
            files = sorted(path.rglob("*.ci")) if path.is_dir() else [path]
            if not files:
                raise Failure(f"{path}: no call graph in it")
            for file in files:
                graph.read(file)
        problems = examine(graph, calls, chosen.sources, out)
    except Failure as failure:
        problems = [str(failure)]
    for problem in problems:
        print(problem, file=out)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdout))
