"""The cells of a run."""

import bars
import field
import growth
from cells import Cell, Key, LateCell, PgbenchCell

LATE_START_SECONDS = 1.2
ONE_CALLER_SECONDS, CALLERS_SECONDS = 1.0, 1.5
TYPES_TURNS = 3  # in a round: that nothing differs shows in many samples only
AGAIN = ("W1", "W6")  # what decides a bar has two turns in a round: these depend most on the moment


class Planner:
    """Makes the cells of the servers that run."""

    def __init__(self, fleet, callers=field.CALLERS):
        self._fleet, self._programs, self._callers = fleet, fleet.programs, callers
        self._database = (("database_cpu_us", fleet.database.pid),)

    def cells(self, workload):
        once = [cell for kind in (self._served, self._limits, self._in_hand, self._sqlite) for cell in kind(workload)]
        yield from once
        yield from self._types(workload)
        if self._programs.peers and workload in AGAIN:
            deciding = bars.keys()
            yield from (cell for cell in once if cell.key in deciding)

    def _load(self, key, server, target, *options, pace=0.4):
        server, turn = self._fleet[server], field.BUSY.get(key.workload, 0) * key.callers * pace
        command = (self._programs.bin / "bench_load", "--target", target, "--address", server.address,
                   "--workload", key.workload, "--callers", key.callers,
                   "--seconds", "{seconds}", "--warmup", "{warmup}", *options)
        shortest = CALLERS_SECONDS if key.callers > 1 else ONE_CALLER_SECONDS
        pids = (("server_cpu_us", server.pid), *self._database)
        return Cell(key, command, max(shortest, 3 * turn), max(0.4, turn), pids, least=2 * turn)

    def _served(self, workload):
        for target in field.TARGETS:
            if target.server not in self._fleet:
                continue
            for callers in target.callers(workload):
                if callers in self._callers:
                    key = Key("served", target.peer, workload, callers)
                    yield self._load(key, target.server, target.target, pace=target.pace)

    def _limits(self, workload):
        if field.MOST in self._callers and workload in field.PGBENCH:
            yield self._pgbench(workload)
        if workload == "W1":
            yield self._load(Key("served", "ormd-stream-8", "W1", 8), "ormd", "ormd-stream", "--depth", 8)

    def _in_hand(self, workload):
        yield self._load(Key("in hand", "ormd", workload), "ormd", "ormd", "--decode")
        yield self._load(Key("in hand", "thin", workload), "thin", "shop", "--decode")
        if workload in field.BARE_LIBPQ:
            yield self._bare("bench_libpq", Key("in hand", "bare-libpq", workload), "--database",
                             self._fleet.database.url, "--workload", workload)
        for peer in field.IN_PROCESS if self._programs.peers else ():
            yield self._in_process(peer, workload)

    def _types(self, workload):
        if workload != "W1" or f"ormd-types-{growth.TYPES[0]}" not in self._fleet:
            return
        yield self._load(Key("served", "ormd", "W1", 256), "ormd", "ormd")
        for count in TYPES_TURNS * growth.TYPES:
            yield self._load(Key("served", f"ormd-types-{count}", "W1", field.MOST), f"ormd-types-{count}", "ormd")

    def _sqlite(self, workload):
        if workload == "W1":
            yield self._load(Key("served", "ormd-sqlite", "W1", field.MOST), "ormd-sqlite", "ormd")
        if workload == "W3":
            yield self._load(Key("served", "ormd-sqlite", "W3"), "ormd-sqlite", "ormd")
            yield self._bare("bench_sqlite", Key("served", "bare-sqlite", "W3"), "--database", self._fleet.sqlite)

    def _bare(self, program, key, *options):
        return Cell(key, (self._programs.bin / program, *options, "--seconds", "{seconds}", "--warmup", "{warmup}"))

    def _in_process(self, peer, workload):
        command = (*self._programs.peer("inprocess.mjs"), "--peer", peer, "--database", self._fleet.database.url,
                   "--workloads", workload, "--seconds", "{seconds}", "--warmup", "{warmup}")
        seconds = 2 * ONE_CALLER_SECONDS if field.BUSY.get(workload, 0) > 0.01 else ONE_CALLER_SECONDS
        return LateCell(Key("in hand", peer, workload), command, seconds, 1.2, self._database, LATE_START_SECONDS)

    def _pgbench(self, workload):
        script = self._fleet.work / f"{workload}.sql"
        script.write_text(field.PGBENCH[workload])
        command = (self._programs.postgres / "pgbench", "-n", "-M", "prepared", "-c", field.MOST, "-j", 2,
                   "-T", "{seconds}", "-f", script, self._fleet.database.url)
        return PgbenchCell(Key("served", "pgbench", workload, field.MOST), command, 2, 0.0, self._database)
