"""Cells: one peer at one workload with so many callers; and samples, what running one gives."""

import dataclasses
import itertools
import json
import re

TRACE_SECONDS = 0.2
NOTHING = "no operation ended within the window"


@dataclasses.dataclass(frozen=True)
class Key:
    """What a cell measures. View: `served` (answers as they arrive) or `in hand` (at one caller, decoded)."""

    view: str
    peer: str
    workload: str
    callers: int = 1


@dataclasses.dataclass
class Sample:
    """One run of a cell. Times in microseconds; CPU in microseconds for each operation."""

    qps: float = None
    ops: int = None
    seconds: float = None
    p50_us: float = None
    p90_us: float = None
    p99_us: float = None
    server_cpu_us: float = None
    database_cpu_us: float = None
    client_cpu_us: float = None
    answer_bytes: float = None
    version: str = None
    unsupported: str = None
    failure: str = None

    @property
    def measured(self):
        return not self.unsupported and not self.failure


@dataclasses.dataclass(frozen=True)
class Cell:
    """A command that measures. `pids`: the process trees whose CPU counts, by the field of Sample."""

    key: Key
    command: tuple
    seconds: float = 1.0
    warmup: float = 0.3
    pids: tuple = ()
    overhead: float = 0.3  # seconds that it takes beyond warm-up and window
    least: float = 0.2  # seconds below which a window holds too little

    def scaled(self, factor):
        return dataclasses.replace(self, seconds=round(max(self.least, self.seconds * factor), 2),
                                   warmup=round(self.warmup * factor, 2))

    def words(self):
        """The command line, with the window in place."""
        return [str(word).format(seconds=self.seconds, warmup=self.warmup) for word in self.command]

    def read(self, out):
        return sample_of_json(out)

    def instants(self):
        """When to look at the CPU, in seconds since the start: twice within the window."""
        yield self.warmup + min(0.2, self.seconds / 4)
        yield self.warmup + self.seconds * 0.95

    def steady(self, trace, _):
        return trace


class LateCell(Cell):
    """A program that is a while about its start: its window is known only from its end."""

    def instants(self):
        return itertools.count(TRACE_SECONDS, TRACE_SECONDS)

    def steady(self, trace, ended):
        return [look for look in trace if ended - self.seconds < look[0] < ended - 0.1]


class PgbenchCell(LateCell):
    """pgbench takes whole seconds and connects its clients first."""

    def scaled(self, factor):
        return dataclasses.replace(self, seconds=max(2, round(self.seconds * factor)))

    def read(self, out):
        qps = float(re.search(r"tps = ([\d.]+)", out)[1])
        ops = int(re.search(r"actually processed: (\d+)", out)[1])
        return Sample(qps=qps, ops=ops)


def sample_of_json(out):
    told = json.loads(out.strip().splitlines()[-1])
    sample = Sample(**{name: told.get(name) for name in
                       ("qps", "ops", "seconds", "p50_us", "p90_us", "p99_us", "answer_bytes",
                         "version", "unsupported")})
    sample.client_cpu_us = told.get("cpu_us_per_op")
    if told.get("errors"):
        sample.failure = told.get("first_error") or "errors"
    elif not sample.unsupported and not sample.ops:
        sample.failure = NOTHING
    return sample
