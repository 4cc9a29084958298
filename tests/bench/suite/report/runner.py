"""Runs a cell."""

import subprocess
import tempfile
import time

import cpu
from cells import NOTHING, Sample

ANSWER_SECONDS = 120  # how long a cell may take beyond its window
TRIES = 4


def follow(process, cell, started):
    """Waits for a process and looks at the CPU meanwhile: a list of (seconds, [CPU of each tree])."""
    trace, limit = [], started + cell.warmup + cell.seconds + ANSWER_SECONDS
    for instant in cell.instants():
        try:
            process.wait(max(0, started + instant - time.monotonic()))
            return trace
        except subprocess.TimeoutExpired:
            trace.append((time.monotonic() - started, [cpu.of_tree(pid) for _, pid in cell.pids]))
        if time.monotonic() > limit:
            break
    process.wait(max(1, limit - time.monotonic()))
    return trace


def add_cpu(sample, cell, trace):
    """CPU in the steady part of the window, for as many operations as the window had on average."""
    if len(trace) < 2 or not sample.ops:
        return
    (begin, first), (end, last) = trace[0], trace[-1]
    # `seconds` of a program leaves out what it does not time, such as making what the next operation removes.
    ops = sample.ops / max(sample.seconds or 0, cell.seconds) * (end - begin)
    for (field, _), before, after in zip(cell.pids, first, last):
        setattr(sample, field, (after - before) * 1e6 / ops)


def sample_of(cell, out, err, status):
    try:
        sample = cell.read(out)
    except (ValueError, IndexError, TypeError):
        sample = Sample(failure=f"no figures: {out.strip()[-300:]}")
    if status:
        sample.failure = err.strip()[-300:] or sample.failure or f"status {status}"
    return sample


def run(cell):
    """A sample of a cell. A window that held no operation is made twice as long, some times."""
    for trial in range(TRIES):
        sample = run_once(cell.scaled(2**trial))
        if sample.failure != NOTHING:
            break
    return sample


def run_once(cell):
    """What goes wrong is told in the sample, so that one cell does not end a long run."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.monotonic()
        process = subprocess.Popen(cell.words(), stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        try:
            trace = follow(process, cell, started)
        except subprocess.TimeoutExpired:
            return Sample(failure="did not end in time")
        finally:
            process.kill()
            process.wait()
        ended = time.monotonic() - started
        out.seek(0), err.seek(0)
        sample = sample_of(cell, out.read(), err.read(), process.returncode)
    add_cpu(sample, cell, cell.steady(trace, ended))
    return sample
