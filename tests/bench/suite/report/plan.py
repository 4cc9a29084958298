"""Which cells a run consists of, in which order, and how long it takes."""

import dataclasses

import field
from database import TIDY
from planner import Planner

TIDY_SECONDS = 1.0
SHORTEST, LONGEST = 0.59, 2.0  # how far windows may shrink and grow
WARM_UP = 0.5
FEWEST_ROUNDS, MOST_ROUNDS = 3, 7


@dataclasses.dataclass(frozen=True)
class Plan:
    """The cells of one round by workload, how many rounds, and whether all servers are warmed up before them."""

    by_workload: dict
    rounds: int
    warm: bool = True

    def cells(self):
        return [cell for cells in self.by_workload.values() for cell in cells]

    def round(self, number):
        """The cells of a round in their order: workload by workload, so that what is compared stands close in time.
        Each round begins elsewhere, so that no peer always has the same neighbour's wake."""
        for workload in turned(list(self.by_workload), number, self.rounds):
            yield from turned(self.by_workload[workload], number, self.rounds)

    def warm_up(self):
        """Short cells that count for nothing: servers that compile while they run shall have done so."""
        served = [cell for cell in self.cells() if cell.key.view == "served" and cell.key.callers == 16]
        return [cell.scaled(WARM_UP) for cell in served] if self.warm else []

    def seconds(self):
        return sum(map(seconds_of, self.warm_up())) + self.rounds * sum(map(seconds_of, self.cells()))

    def within(self, seconds):
        """The same plan with the longest windows that fit into that time."""
        low, high = SHORTEST, LONGEST
        while high - low > 0.01:
            middle = (low + high) / 2
            low, high = (middle, high) if self.scaled(middle).seconds() <= seconds else (low, middle)
        return self.scaled(low)

    def scaled(self, factor):
        return Plan({workload: [cell.scaled(factor) for cell in cells] for workload, cells in self.by_workload.items()},
                    self.rounds, self.warm)


def fitting(fleet, wanted, seconds):
    """As many rounds as fit into that time: the machine's speed drifts, which more windows even out better than longer
    ones."""
    whole = make(fleet, wanted, MOST_ROUNDS)
    for rounds in range(MOST_ROUNDS, FEWEST_ROUNDS - 1, -1):
        fitted = dataclasses.replace(whole, rounds=rounds).within(seconds)
        if fitted.seconds() <= seconds:
            break
    return fitted


def seconds_of(cell):
    return cell.warmup + cell.seconds + cell.overhead + (TIDY_SECONDS if cell.key.workload in TIDY else 0)


def turned(items, number, of):
    """The items from another one on in each of `of` rounds."""
    start = number * len(items) // of
    return items[start:] + items[:start]


def make(fleet, wanted, rounds, callers=field.CALLERS, warm=True):
    planner = Planner(fleet, callers)
    cells = {workload: list(planner.cells(workload)) for workload in field.WORKLOADS if workload in wanted}
    return Plan(cells, rounds, warm)
