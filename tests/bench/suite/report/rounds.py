"""Plays a plan: round after round, cell after cell."""

import sys
import time

import plan
import runner
from results import Results


STARTED = time.monotonic()


def say(words):
    print(f"{time.monotonic() - STARTED:6.0f} s  {words}", file=sys.stderr, flush=True)


class Progress:
    """Says which cell comes, and how long the rest takes at the pace so far."""

    def __init__(self, whole):
        self._planned, self._done, self._count = whole.seconds(), 0.0, 0
        self._of = whole.rounds * len(whole.cells()) + len(whole.warm_up())
        self._started = time.monotonic()

    def begin(self, cell):
        pace = (time.monotonic() - self._started) / self._done if self._done else 1.0
        self._count += 1
        say(f"{self._count} of {self._of}, {(self._planned - self._done) * pace / 60:.0f} min left: {words(cell.key)}")

    def end(self, cell):
        self._done += plan.seconds_of(cell)


def words(key):
    return f"{key.workload} {key.view} {key.peer} x{key.callers}"


def play(whole, database, after_round):
    """The results; `after_round` gets those so far after each round."""
    results, progress = Results(), Progress(whole)

    def sample_of(cell):
        progress.begin(cell)
        sample = runner.run(cell)
        database.tidy(cell.key.workload)
        progress.end(cell)
        return sample

    for cell in whole.warm_up():
        sample_of(cell)
    for number in range(whole.rounds):
        for cell in whole.round(number):
            sample = sample_of(cell)
            if sample.failure:
                say(f"failed: {words(cell.key)}: {sample.failure}")
            results.add(cell.key, sample)
        after_round(results)
    return results
