"""Finding near duplicates beside datasketch, rensa and datatrove, on the same texts.

CPU seconds of the finding alone, from texts in memory to pairs, programs started and read apart.
What is found is held against all pairs of a smaller number of texts, found without any hash.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import near_side
from measuring import Line, Plan, Used, absent, alternate, faster, inside, python, run

PEERS = {
    "datasketch": (("datasketch",), 4, "signatures in bulk, LSH; pairs are not looked at"),
    "rensa": (("rensa",), 1, "matrix of signatures, LSH, a flag for each text and no pairs"),
    "datatrove": (("datatrove", "xxhash"), 10, "MinHash stages 1 to 3, splitting at white space"),
}
RECALL, FROM = 0.98, 0.6
JACCARD, CONTAINMENT = 0.5, 0.6
"""From where on a pair of ours counts."""


def lines(plan: Plan) -> Iterator[Line]:
    """A line for each peer, then what was found of what there is, and what should not have been."""
    count = plan.of(tiny=60, quick=2_000, full=20_000)
    missing = {name: absent(*modules) for name, (modules, _, _) in PEERS.items()}
    sides = ["ours", *(name for name in PEERS if not missing[name])]
    runs = alternate({side: partial(_run, plan, side, count) for side in sides}, plan.rounds)
    for peer, (_, least, note) in PEERS.items():
        what = f"near duplicates among {count:,} articles, beside {peer}"
        if missing[peer]:
            yield Line(what, missing=missing[peer])
        else:
            yield faster(what, runs["ours"], runs[peer], least=least, count=count, note=note)
    few = plan.of(tiny=60, quick=1_000, full=5_000)
    yield from quality(plan, few, [side for side in sides if side != "rensa"])


def quality(plan: Plan, count: int, sides: list[str]) -> Iterator[Line]:
    """How many of the pairs there are were found, and pairs of ours that are none."""
    sets = [near_side.runs(text) for text in near_side.texts(plan.articles(count))]
    alike = similar(sets, FROM)
    found = {}
    for side in sides:
        _run(plan, side, count)
        found[side] = json.loads(_pairs(plan, side).read_text(encoding="utf-8"))
    recalls = {side: _recall(found[side], alike) for side in sides}
    others = ", ".join(f"{side} {recalls[side]:.3f}" for side in sides[1:])
    what = f"of {len(alike):,} pairs among {count:,} with Jaccard from {FROM}, together"
    yield Line(what, f"{recalls['ours']:.4f}", others, recalls["ours"], least=RECALL)
    false = sum(not counts(sets[one], sets[other]) for one, other in found["ours"])
    yield Line("matched pairs that meet no threshold", str(false), "0", float(false), most=0)


def similar(sets: list[set[bytes]], least: float) -> set[tuple[int, int]]:
    """All pairs with a Jaccard similarity of `least` or more.

    Two such sets have one of their rarest elements in common (prefix filtering: Chaudhuri et al.
    2006), so no other pairs are compared.
    """
    counts: defaultdict[bytes, int] = defaultdict(int)
    for each in sets:
        for run_ in each:
            counts[run_] += 1
    having: defaultdict[bytes, list[int]] = defaultdict(list)
    found = set()
    for place, each in enumerate(sets):
        rarest = sorted(each, key=lambda run_: (counts[run_], run_))
        prefix = rarest[: len(each) - int(least * len(each)) + 1]
        for other in {other for run_ in prefix for other in having[run_]}:
            if jaccard(each, sets[other]) >= least:
                found.add((other, place))
        for run_ in prefix:
            having[run_].append(place)
    return found


def jaccard(one: set[bytes], other: set[bytes]) -> float:
    """Elements in common, of all of both."""
    shared = len(one & other)
    return shared / max(1, len(one) + len(other) - shared)


def counts(one: set[bytes], other: set[bytes]) -> bool:
    """Whether two sets are near duplicates, one is a part of the other, or both are the same."""
    shared = len(one & other)
    part = shared >= CONTAINMENT * min(len(one), len(other))
    return one == other or jaccard(one, other) >= JACCARD or (shared > 0 and part)


def _recall(found: list[tuple[int, int]], alike: set[tuple[int, int]]) -> float:
    """The share of pairs that hang together over pairs that were found."""
    first: dict[int, int] = {}

    def root(place: int) -> int:
        while first.setdefault(place, place) != place:
            first[place] = place = first[first[place]]
        return place

    for one, other in found:
        first[root(one)] = root(other)
    return sum(root(one) == root(other) for one, other in alike) / max(1, len(alike))


def _run(plan: Plan, side: str, count: int) -> Used:
    script = python("near_side.py", side, plan.articles(count), _pairs(plan, side))
    return inside(run(script))


def _pairs(plan: Plan, side: str) -> Path:
    return plan.work / f"near-{side}.json"
