#!/usr/bin/env python3
"""The report's own parts, on made-up figures."""

import collections
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import types
import unittest
import xml.etree.ElementTree

import bars
import chart
import cpu
import field
import growth
import plan
import planner
import results
import runner
import servers
import table
from cells import NOTHING, Cell, Key, LateCell, PgbenchCell, Sample
from fleet import ENTITIES


class EveryServer(dict):
    """A fleet in which every server runs."""

    programs = types.SimpleNamespace(bin=pathlib.Path("bin"), postgres=pathlib.Path("bin"), peers=pathlib.Path("peers"),
                                     peer=lambda script: ("node", script))
    database = types.SimpleNamespace(pid=1, url="postgresql:///")
    sqlite = "library.db"

    def __init__(self, work):
        super().__init__()
        self.work = work

    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return types.SimpleNamespace(address="127.0.0.1:1", pid=2)


def folder(test):
    made = tempfile.TemporaryDirectory()
    test.addCleanup(made.cleanup)
    return pathlib.Path(made.name)


def results_of(*figures):
    told = results.Results()
    for key, *qps in figures:
        for each in qps:
            told.add(key, Sample(qps=each, ops=10, p50_us=1e6 / each, p99_us=2e6 / each))
    return told


def served(peer, workload, callers=field.MOST):
    return Key("served", peer, workload, callers)


class PlanTest(unittest.TestCase):
    def setUp(self):
        self.plan = plan.make(EveryServer(folder(self)), list(field.WORKLOADS), 3)

    def test_only_what_asks_for_several_turns_has_them(self):
        turns = collections.Counter(cell.key for cell in self.plan.cells())
        types = {served(f"ormd-types-{count}", "W1") for count in growth.TYPES}
        again = {key for key in bars.keys() if key.workload in planner.AGAIN} - types - {served("ormd", "W1", 256)}
        self.assertEqual({key for key, count in turns.items() if count > 1}, types | again)
        self.assertEqual({turns[key] for key in types}, {planner.TYPES_TURNS})
        self.assertEqual({turns[key] for key in again}, {2})

    def test_every_bar_finds_its_cells(self):
        keys = {cell.key for cell in self.plan.cells()}
        for bar in bars.bars():
            for figure in (figure for pair in bar.pairs for figure in pair):
                self.assertIn(figure.key, keys, bar.title)

    def test_every_peer_has_a_name(self):
        self.assertLessEqual({cell.key.peer for cell in self.plan.cells()}, set(field.NAMES))

    def test_each_round_holds_every_turn_and_begins_elsewhere(self):
        rounds = [list(self.plan.round(number)) for number in range(3)]
        for cells_of_round in rounds:
            self.assertCountEqual(cells_of_round, self.plan.cells())
        self.assertEqual(len({cells_of_round[0].key.workload for cells_of_round in rounds}), 3)

    def test_an_hour_is_enough_with_a_third_of_it_for_the_build(self):
        self.assertLess(self.plan.within(40 * 60).seconds(), 40 * 60 + 1)
        self.assertLess(self.plan.within(0).seconds(), 30 * 60)

    def test_there_are_as_many_rounds_as_the_time_allows(self):
        minutes = {time: plan.fitting(EveryServer(folder(self)), list(field.WORKLOADS), time * 60)
                   for time in (5, 40, 55, 600)}
        self.assertEqual([minutes[time].rounds for time in (5, 600)], [plan.FEWEST_ROUNDS, plan.MOST_ROUNDS])
        self.assertGreater(minutes[55].rounds, minutes[40].rounds)
        self.assertLess(minutes[55].seconds(), 55 * 60)

    def test_windows_hold_two_operations_of_every_caller_however_short_the_time(self):
        slow = next(cell for cell in self.plan.within(0).cells() if cell.key == served("mikro-orm", "W8"))
        self.assertGreaterEqual(slow.seconds, 2 * 64 * field.BUSY["W8"])

    def test_a_few_workloads_only(self):
        some = plan.make(EveryServer(folder(self)), ["W6"], 1)
        self.assertEqual({cell.key.workload for cell in some.cells()}, {"W6"})


class CellTest(unittest.TestCase):
    def run_python(self, program, kind=Cell, **settings):
        return runner.run(kind(served("ormd", "W1"), (sys.executable, "-c", program), **settings))

    def test_takes_the_figures_of_the_last_line(self):
        sample = self.run_python("""print('noise\\n{{"qps": 5.5, "ops": 11, "p50_us": 7, "cpu_us_per_op": 2}}')""")
        self.assertEqual((sample.qps, sample.ops, sample.p50_us, sample.client_cpu_us), (5.5, 11, 7, 2))
        self.assertTrue(sample.measured)

    def test_tells_what_failed(self):
        self.assertEqual(self.run_python("raise SystemExit('no such table')").failure, "no such table")
        self.assertEqual(self.run_python("print('hello')").failure, "no figures: hello")
        errors = self.run_python("""print('{{"ops": 9, "errors": 1, "first_error": "lost"}}')""")
        self.assertEqual(errors.failure, "lost")

    def test_a_window_without_an_operation_grows(self):
        slow = """print('{{"qps": 1, "seconds": 1, "ops": %d}}' % (1 if {seconds} > 0.7 else 0))"""
        self.assertEqual(self.run_python(slow, seconds=0.2).ops, 1)
        self.assertEqual(self.run_python(slow, seconds=0.01, least=0.01).failure, NOTHING)

    def test_tells_what_a_peer_cannot_do(self):
        sample = self.run_python("""print('{{"unsupported": "no locks"}}')""")
        self.assertEqual(sample.unsupported, "no locks")
        self.assertFalse(sample.measured)

    def test_measures_the_cpu_of_the_server_within_the_window(self):
        busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        self.addCleanup(busy.wait)
        self.addCleanup(busy.kill)
        wait = """import time; time.sleep({seconds} + {warmup}); print('{{"qps": 100, "ops": 100, "seconds": 1}}')"""
        for kind in (Cell, LateCell):
            sample = self.run_python(wait, kind, seconds=1.0, warmup=0.2, pids=(("server_cpu_us", busy.pid),))
            # One core at most; a shared machine may give less.
            self.assertGreater(sample.server_cpu_us, 1000)
            self.assertLess(sample.server_cpu_us, 10_500)

    def test_reads_pgbench(self):
        sample = PgbenchCell(served("pgbench", "W1"), ()).read(
            "number of transactions actually processed: 104\nlatency average = 1 ms\n"
            "tps = 52.25 (without initial connection time)\n")
        self.assertEqual((sample.qps, sample.ops), (52.25, 104))


class CpuTest(unittest.TestCase):
    def test_children_that_ended_count(self):
        before = cpu.of_tree(os.getpid())
        subprocess.run([sys.executable, "-c", "import time\nwhile time.process_time() < 0.3: pass"], check=True)
        self.assertGreaterEqual(cpu.of_tree(os.getpid()) - before, 0.25)

    def test_a_process_that_is_gone_has_none(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        self.assertEqual(cpu.of_tree(gone.pid), 0)


class ServerTest(unittest.TestCase):
    def test_waits_for_the_address_and_ends_the_server(self):
        program = "import time; print('listening on http://127.0.0.1:4711/graphql', flush=True); time.sleep(60)"
        with servers.Server("one", [sys.executable, "-c", program], folder(self)) as server:
            self.assertEqual(server.address, "127.0.0.1:4711")
        with self.assertRaises(ProcessLookupError):
            os.kill(server.pid, signal.SIGCONT)

    def test_tells_why_a_server_did_not_start(self):
        with self.assertRaisesRegex(RuntimeError, "no database"):
            with servers.Server("one", [sys.executable, "-c", "raise SystemExit('no database')"], folder(self)):
                pass


class BarTest(unittest.TestCase):
    def judge(self, title, told):
        return bars.judge(next(bar for bar in bars.bars() if bar.title.startswith(title)), told)

    def test_compares_medians_and_shows_each_round(self):
        told = results_of((served("ormd", "W1"), 80, 90, 200), (served("mikro-orm", "W1"), 10, 10, 20))
        verdict = self.judge("W1 at 64 callers, against MikroORM", told)
        self.assertEqual((verdict.reached, verdict.low, verdict.high, verdict.state), (9, 8, 10, "OK"))

    def test_falls_short(self):
        told = results_of((served("ormd", "W1"), 79), (served("mikro-orm", "W1"), 10))
        self.assertEqual(self.judge("W1 at 64 callers, against MikroORM", told).state, "SHORT")

    def test_against_several_the_best_of_them_counts(self):
        told = results_of(*((Key("in hand", peer, "W5"), speed) for peer, speed in
                            (("ormd", 100), ("mikro-orm", 10), ("prisma", 125), ("drizzle", 20), ("typeorm", 20))))
        told.add(Key("in hand", "sequelize", "W5"), Sample(unsupported="cannot"))
        verdict = self.judge("W5 in hand, against the fastest", told)
        self.assertAlmostEqual(verdict.reached, 0.8)
        self.assertEqual(verdict.state, "SHORT")

    def test_at_most_bars_take_the_worst(self):
        told = results_of(*((Key("in hand", peer, "W3"), speed) for peer, speed in
                            (("ormd", 100), ("mikro-orm", 10), ("prisma", 105), ("drizzle", 20), ("typeorm", 20),
                             ("sequelize", 20))))
        verdict = self.judge("W3 in hand: time", told)
        self.assertAlmostEqual(verdict.reached, 1.05)
        self.assertEqual(verdict.state, "OK")

    def test_a_peer_that_failed_leaves_no_figure(self):
        told = results_of((served("ormd", "W1"), 80))
        told.add(served("mikro-orm", "W1"), Sample(failure="down"))
        self.assertEqual(self.judge("W1 at 64 callers, against MikroORM", told).state, "NO FIGURE")
        self.assertIn("NO FIGURE", table.of_verdicts(bars.verdicts(told, ["W1"])))


class FormTest(unittest.TestCase):
    def setUp(self):
        self.told = results_of((served("ormd", "W1"), 300, 310, 290), (served("thin", "W1"), 200, 100, 150),
                               (served("mikro-orm", "W1"), 50, 60, 55), (Key("in hand", "ormd", "W1"), 40, 40, 40),
                               (Key("in hand", "prisma", "W1"), 10, 10, 10))
        self.told.add(Key("in hand", "drizzle", "W1"), Sample(unsupported="no <such> thing"))

    def test_the_table_has_medians_spreads_and_ratios(self):
        text = table.of_workload(self.told, "W1")
        self.assertRegex(text, r"(?m)^ +64  thin server, no ORM +150 \(100-200\) .* 2\.00x$")
        self.assertRegex(text, r"(?m)^ +1  Prisma +10 \(10-10\) .* 4\.00x$")
        self.assertIn("cannot: no <such> thing", text)

    def test_the_json_holds_every_round(self):
        told = json.loads(results.as_json(self.told, {"rounds": 3}, bars.verdicts(self.told, ["W1"])))
        thin = next(cell for cell in told["cells"] if cell["peer"] == "thin")
        self.assertEqual([sample["qps"] for sample in thin["rounds"]], [200, 100, 150])
        self.assertEqual(thin["median"]["qps"], 150)
        self.assertGreater(told["machine"]["cores"], 0)

    def test_the_chart_is_xml_with_a_bar_for_each_peer(self):
        drawn = xml.etree.ElementTree.fromstring(chart.draw(self.told))
        shapes = drawn.findall("{http://www.w3.org/2000/svg}rect")
        self.assertEqual(len(shapes), 3 + 3)  # the legend's and one workload's
        widths = [float(shape.get("width")) for shape in shapes[3:]]
        self.assertAlmostEqual(widths[0] / widths[2], 300 / 55, places=1)

    def test_no_figures_no_chart(self):
        self.assertIsNone(chart.draw(results.Results()))


class GrowthTest(unittest.TestCase):
    def test_a_schema_has_as_many_entity_types_as_asked(self):
        for count in growth.TYPES:
            made = growth.write_entities(ENTITIES, folder(self) / "entities", count)
            text = (made / "library.proto").read_text()
            self.assertEqual(text.count("(orm.entity)"), count)
            self.assertIn("package bench.library;", text)
            self.assertNotIn("repeated", text)


if __name__ == "__main__":
    unittest.main()
