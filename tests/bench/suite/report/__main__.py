"""Sets ormd beside its peers in one interleaved run. tests/bench/run.sh prepares and calls this."""

import os
import pathlib
import signal
import sys
import tempfile
import time

import bars
import chart
import cost
import field
import options
import plan
import results
import rounds
import smoke
import table
from database import Database
from fleet import SUITE, Fleet, Programs, postgres_programs

RESERVE_SECONDS = 90  # for cells that end late, and for what comes after
QUICK_FACTOR = 0.2


def start(fleet, given):
    fleet.start_own()
    if given.peers:
        fleet.start_peers()
    if not given.quick:
        fleet.start_types()


def planned(fleet, given, wanted):
    if given.quick:
        return plan.make(fleet, wanted, 1, (field.QUICK_CALLERS,), warm=False).scaled(QUICK_FACTOR)
    left = given.started + given.minutes * 60 - RESERVE_SECONDS - time.time()
    if given.rounds is None:
        return plan.fitting(fleet, wanted, left)
    return plan.make(fleet, wanted, given.rounds).within(left)


def write(path, text):
    if path and text:
        path.write_text(text)


def run(fleet, given, wanted):
    start(fleet, given)
    smoke.check_answers(fleet, wanted)
    whole = planned(fleet, given, wanted)
    rounds.say(f"{len(whole.cells())} cells, rounds: {whole.rounds}, about {whole.seconds() / 60:.0f} minutes")
    about = {"rounds": whole.rounds, "quick": given.quick,
             "postgresql": fleet.database.value("SELECT current_setting('server_version')")}

    def as_json(told):
        return results.as_json(told, about, bars.verdicts(told, wanted))

    told = rounds.play(whole, fleet.database, lambda so_far: write(given.json, as_json(so_far)))
    print("\n\n".join(table.of_workload(told, workload) for workload in whole.by_workload))
    drawn = chart.draw(told, field.QUICK_CALLERS if given.quick else field.MOST)
    write(given.svg, drawn)
    if given.quick:
        smoke.check_results(whole, told)
        smoke.check_forms(whole, told, as_json(told), drawn)
    else:
        print("\n" + table.of_verdicts(bars.verdicts(told, wanted)))
    return told.failures()


def main():
    given = options.parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    programs = Programs(given.build.resolve() / "bin", postgres_programs(), given.peers, given.node)
    database = Database(os.environ["ORMD_TEST_POSTGRES"], programs.postgres)
    with tempfile.TemporaryDirectory(prefix="ormd-bench.") as folder:
        work = pathlib.Path(folder)
        if options.COST in given.workloads:
            return cost.run(programs, database, SUITE.parent / "schema", work)
        rounds.say("loading the data")
        database.load(SUITE / "data.sql")
        with Fleet(programs, database, work) as fleet:
            failures = run(fleet, given, given.workloads or list(field.WORKLOADS))
    for key, failure in failures:
        rounds.say(f"failed: {rounds.words(key)}: {failure}")
    return 1 if failures else 0


try:
    sys.exit(main())
except smoke.Wrong as wrong:
    sys.exit(f"bench: {wrong}")
