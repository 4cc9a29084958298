"""Are the answers right, and is what the bench writes well formed? Nothing here is about speed."""

import json
import subprocess
import xml.etree.ElementTree

import chart
import field
import table
from rounds import say

CHECK_SECONDS = 180
SQLITE_READS = ("W1", "W2", "W3", "W4", "W5")
IN_HAND = ("ormd", "thin")  # by way of gRPC for C++


class Wrong(Exception):
    """An answer, or something that the bench writes, is not as it should be."""


def expect(condition, what):
    if not condition:
        raise Wrong(what)


def run(what, command):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=CHECK_SECONDS)
    expect(done.returncode == 0, f"{what}: {done.stderr.strip() or done.stdout.strip()}")


def check_target(fleet, target, workload, *options):
    what = " ".join([f"{target.peer},", workload, *options])
    say(f"checking {what}")
    run(what, [fleet.programs.bin / "bench_load", "--target", target.target, "--address", fleet[target.server].address,
               "--workload", workload, "--callers", 4, "--check", *options])


def check_in_process(fleet, peer, wanted):
    say(f"checking {peer} in process")
    run(f"{peer} in process", [*fleet.programs.peer("inprocess.mjs"), "--peer", peer, "--database", fleet.database.url,
                               "--workloads", ",".join(wanted), "--check"])


def check_answers(fleet, wanted):
    """Every workload by everybody; the data stand as loaded before each of them, and in the end."""
    for target in (target for target in field.TARGETS if target.server in fleet):
        for workload in (workload for workload in target.only if workload in wanted):
            check_target(fleet, target, workload)
            if target.peer in IN_HAND:
                check_target(fleet, target, workload, "--decode")
        fleet.database.restore()
    for peer in field.IN_PROCESS if fleet.programs.peers else ():
        check_in_process(fleet, peer, wanted)
        fleet.database.restore()
    for workload in (workload for workload in SQLITE_READS if workload in wanted):
        check_target(fleet, field.Target("ormd-sqlite", "ormd-sqlite", "ormd"), workload)
    run("bare sqlite3 against ormd", [fleet.programs.bin / "bench_sqlite", "--database", fleet.sqlite,
                                      "--check", fleet["ormd-sqlite"].address])


def check_results(plan, results):
    """Of a quick run, in which no cell has several turns."""
    for cell in plan.cells():
        samples = results.samples.get(cell.key, [])
        expect(len(samples) == plan.rounds, f"{cell.key}: {len(samples)} samples")
        for sample in samples:
            expect(sample.measured, f"{cell.key}: {sample.failure or sample.unsupported}")
            expect(sample.qps > 0 and sample.ops > 0, f"{cell.key}: nothing measured")


def check_forms(plan, results, text, drawn):
    """The table has a row for each cell, the JSON holds each, the chart is XML."""
    for workload, cells in plan.by_workload.items():
        rows = [line for line in table.of_workload(results, workload).splitlines() if line[:7].strip().isdigit()]
        expect(len(rows) == len({cell.key for cell in cells}), f"{workload}: {len(rows)} rows")
        expect(not any("failed" in line for line in rows), f"{workload}: a row failed")
    told = json.loads(text)
    expect(len(told["cells"]) == len(plan.cells()), "the JSON does not hold every cell")
    if set(plan.by_workload) & set(chart.WORKLOADS):
        xml.etree.ElementTree.fromstring(drawn)
