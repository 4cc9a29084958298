"""What ormd has to reach, and whether it did: ratios of medians of one run."""

import dataclasses

from cells import Key
from field import MAPPERS, MOST
from growth import TYPES

SERVED = {"W1": 8, "W2": 9, "W3": 14, "W5": 14, "W6": 6, "W7": 5, "W8": 4}
POSTGRAPHILE = {"W1": 4, "W6": 3}
THIN = {"W1": 1.8, "W2": 0.95, "W3": 1.0, "W5": 1.0, "W6": 2.0, "W7": 0.85, "W8": 0.8}
IN_PROCESS = {"W1": 1.4, "W2": 1.0, "W3": 3.5, "W4": 3.5, "W5": 8, "W6": 1.4, "W7": 4, "W8": 4, "W9": 3, "W10": 3}
STEADY = 0.95  # "no difference", as far as a run of some seconds can tell


@dataclasses.dataclass(frozen=True)
class Figure:
    key: Key
    name: str


@dataclasses.dataclass(frozen=True)
class Bar:
    """`pairs`: ratios as (over, under); of several the worst one counts."""

    title: str
    sign: str
    wanted: float
    pairs: tuple


@dataclasses.dataclass(frozen=True)
class Verdict:
    """`low` and `high`: the ratio round by round."""

    title: str
    sign: str
    wanted: float
    reached: float
    low: float
    high: float
    state: str


def qps(peer, workload, callers=MOST):
    return Figure(Key("served", peer, workload, callers), "qps")


def median_time(peer, workload, view="in hand"):
    return Figure(Key(view, peer, workload), "p50_us")


def cpu(callers):
    return Figure(Key("served", "ormd", "W1", callers), "server_cpu_us")


def at_least(title, wanted, *pairs):
    return Bar(title, ">=", wanted, pairs)


def at_most(title, wanted, *pairs):
    return Bar(title, "<=", wanted, pairs)


def served_bars():
    for peer, name, table in (("mikro-orm", "MikroORM served", SERVED), ("postgraphile", "PostGraphile", POSTGRAPHILE),
                              ("thin", "the thin server", THIN)):
        for workload, wanted in table.items():
            yield at_least(f"{workload} at {MOST} callers, against {name}", wanted,
                           (qps("ormd", workload), qps(peer, workload)))
    yield at_least(f"W1 over 8 streams with 8 in flight each, against the merging thin server at {MOST} callers", 1.1,
                   (qps("ormd-stream-8", "W1", 8), qps("thin-merge", "W1")))


def in_hand_bars():
    for workload, wanted in IN_PROCESS.items():
        yield at_least(f"{workload} in hand at one caller, against MikroORM in process", wanted,
                       (median_time("mikro-orm", workload), median_time("ormd", workload)))
    for workload in ("W5", "W7", "W8"):
        yield at_least(f"{workload} in hand, against the fastest with a unit of work or relations", 1.0,
                       *((median_time(peer, workload), median_time("ormd", workload)) for peer in MAPPERS))
    yield at_most("W3 in hand: time against the fastest of those", 1.1,
                  *((median_time("ormd", "W3"), median_time(peer, "W3")) for peer in MAPPERS))


def other_bars():
    yield at_least(f"SQLite: W1 at {MOST} callers, against gRPC echo", 0.8,
                   (qps("ormd-sqlite", "W1"), qps("echo", "W1")))
    yield at_most("SQLite: W3 at one caller, time against bare sqlite3", 2.0,
                  (median_time("ormd-sqlite", "W3", "served"), median_time("bare-sqlite", "W3", "served")))
    yield at_most("growth: time of W4 against W3, one caller", 10.5,
                  (median_time("ormd", "W4", "served"), median_time("ormd", "W3", "served")))
    yield at_most(f"growth: CPU of a W1 at 256 callers against {MOST}", 1.2, (cpu(256), cpu(MOST)))
    yield at_least(f"growth: W1 with {', '.join(map(str, TYPES[1:]))} entity types against {TYPES[0]}", STEADY,
                   *((qps(f"ormd-types-{count}", "W1"), qps(f"ormd-types-{TYPES[0]}", "W1")) for count in TYPES[1:]))


def bars():
    return [*served_bars(), *in_hand_bars(), *other_bars()]


def keys():
    """Of the cells that decide a bar."""
    return {figure.key for bar in bars() for pair in bar.pairs for figure in pair}


def workloads_of(bar):
    return {figure.key.workload for pair in bar.pairs for figure in pair}


def ratio(results, over, under):
    """(ratio of the medians, lowest and highest ratio of a round); None without both."""
    top, bottom = results.median(over.key, over.name), results.median(under.key, under.name)
    both = zip(results.figures(over.key, over.name), results.figures(under.key, under.name))
    rounds = [a / b for a, b in both if a and b]
    return (top / bottom, min(rounds), max(rounds)) if top and bottom and rounds else None


def judge(bar, results):
    able = [pair for pair in bar.pairs if not any(results.unsupported(figure.key) for figure in pair)]
    ratios = [ratio(results, *pair) for pair in able]
    if not ratios or None in ratios:
        return Verdict(bar.title, bar.sign, bar.wanted, None, None, None, "NO FIGURE")
    worst = (min if bar.sign == ">=" else max)(ratios)
    reached = worst[0] >= bar.wanted if bar.sign == ">=" else worst[0] <= bar.wanted
    return Verdict(bar.title, bar.sign, bar.wanted, *worst, "OK" if reached else "SHORT")


def verdicts(results, wanted):
    """Of all bars whose workloads are wanted."""
    return [judge(bar, results) for bar in bars() if workloads_of(bar) <= set(wanted)]
