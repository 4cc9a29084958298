"""CPU time of processes, from /proc."""

import os

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


def read(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 1 << 16)
    finally:
        os.close(descriptor)


def children(pid):
    for task in os.listdir(f"/proc/{pid}/task"):
        yield from map(int, read(f"/proc/{pid}/task/{task}/children").split())


def ticks(pid):
    """User and system time of a process and of those of its children that have ended and were waited for."""
    return sum(map(int, read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[11:15]))


def of_tree(pid):
    """Seconds of CPU of a process and of all that ever ran below it. A child that ends moves its time to its parent's;
    one that ends within this look is left out until the next."""
    total, waiting = 0, [pid]
    while waiting:
        pid = waiting.pop()
        try:
            below = list(children(pid))
            total += ticks(pid)
        except OSError:
            continue
        waiting += below
    return total / TICKS_PER_SECOND
