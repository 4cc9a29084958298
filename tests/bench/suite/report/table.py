"""The results as text: a table for each workload, and one of what had to be reached."""

from field import NAMES, WORKLOADS

COLUMNS = "{:>7}  {:33}{:>26} {:>8} {:>8} {:>7} {:>8} {:>7} {:>7}"
HEADS = (COLUMNS.format("", "", "QPS: median", "", "", "CPU, us", "each", "", "").rstrip(),
         COLUMNS.format("callers", "", "(lowest-highest)", "p50 ms", "p99 ms", "server", "database", "client",
                        "ormd is"))
SECTIONS = {"served": "answers as they arrive",
            "in hand": "answers decoded, one caller; the peers run in process"}


def count(figure):
    return "-" if figure is None else f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def milliseconds(micros):
    return "-" if micros is None else f"{micros / 1000:.2f}" if micros < 100_000 else f"{micros / 1000:,.0f}"


def median_and_spread(results, key):
    spread = results.spread(key, "qps")
    return f"{count(results.median(key, 'qps'))} ({count(spread[0])}-{count(spread[1])})" if spread else "-"


def advantage(results, key):
    """How many times as fast ormd is: by QPS at as many callers, in hand by the median time."""
    ours = type(key)(key.view, "ormd", key.workload, key.callers)
    if key == ours:
        return ""
    served = key.view == "served"
    over, under = (ours, key) if served else (key, ours)
    name = "qps" if served else "p50_us"
    top, bottom = results.median(over, name), results.median(under, name)
    return f"{top / bottom:.2f}x" if top and bottom else ""


def name_of(results, key):
    if key.view == "served":
        return NAMES[key.peer] + (" served" if key.peer == "mikro-orm" else "")
    version = next((sample.version for sample in results.samples[key] if sample.version), None)
    return f"{NAMES[key.peer]} {version}" if version else NAMES[key.peer]


def row(results, key):
    name = name_of(results, key)
    if why := results.unsupported(key):
        return f"{key.callers:>7}  {name:33}  cannot: {why}"
    if results.median(key, "qps") is None:
        return f"{key.callers:>7}  {name:33}  failed: {results.samples[key][-1].failure}"
    times = [milliseconds(results.median(key, figure)) for figure in ("p50_us", "p99_us")]
    costs = [count(results.median(key, figure)) for figure in ("server_cpu_us", "database_cpu_us", "client_cpu_us")]
    return COLUMNS.format(key.callers, name, median_and_spread(results, key), *times, *costs,
                          advantage(results, key)).rstrip()


def section(results, keys, view):
    ours = [key for key in keys if key.view == view]
    peers = list(NAMES)
    ours.sort(key=lambda key: (-key.callers, peers.index(key.peer)))
    return [f"{'':9}{SECTIONS[view]}", *(row(results, key) for key in ours)] if ours else []


def of_workload(results, workload):
    keys = results.keys(workload)
    return "\n".join([f"{workload}  {WORKLOADS[workload]}", *HEADS, *section(results, keys, "served"),
                      *section(results, keys, "in hand")])


def of_verdicts(verdicts):
    lines = [f"{'':96}{'bar':>8} {'reached':>8}  {'round by round':>15}"]
    for verdict in verdicts:
        wanted = f"{verdict.sign} {verdict.wanted:g}x"
        reached = "-" if verdict.reached is None else f"{verdict.reached:.2f}x"
        spread = "" if verdict.low is None else f"{verdict.low:.2f}-{verdict.high:.2f}"
        lines.append(f"{verdict.title:96}{wanted:>8} {reached:>8}  {spread:>15}  {verdict.state}")
    return "\n".join(lines)
