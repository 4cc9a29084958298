"""The samples of a run by cell, their medians, and the same as JSON."""

import dataclasses
import json
import os
import platform
import statistics

FIGURES = ("qps", "p50_us", "p90_us", "p99_us", "server_cpu_us", "database_cpu_us", "client_cpu_us", "answer_bytes")


class Results:
    """Filled while the rounds go on: one sample of each cell a round, or as many as it has turns in it."""

    def __init__(self):
        self.samples = {}

    def add(self, key, sample):
        self.samples.setdefault(key, []).append(sample)

    def figures(self, key, name):
        """What the rounds measured, sample by sample; None where one failed."""
        return [getattr(sample, name) if sample.measured else None for sample in self.samples.get(key, ())]

    def median(self, key, name):
        known = [figure for figure in self.figures(key, name) if figure is not None]
        return statistics.median(known) if known else None

    def spread(self, key, name):
        known = [figure for figure in self.figures(key, name) if figure is not None]
        return (min(known), max(known)) if known else None

    def unsupported(self, key):
        return next((sample.unsupported for sample in self.samples.get(key, ()) if sample.unsupported), None)

    def failures(self):
        return [(key, sample.failure) for key, samples in self.samples.items() for sample in samples if sample.failure]

    def keys(self, workload):
        return [key for key in self.samples if key.workload == workload]


def machine():
    with open("/proc/cpuinfo") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), "unknown")
    with open("/proc/meminfo") as file:
        memory = int(file.readline().split()[1]) // 1024
    return {"cpu": model, "cores": os.cpu_count(), "memory_mib": memory, "kernel": platform.release()}


def as_json(results, about, verdicts):
    cells = [{**dataclasses.asdict(key),
              "median": {name: results.median(key, name) for name in FIGURES},
              "rounds": [{name: value for name, value in dataclasses.asdict(sample).items() if value is not None}
                         for sample in samples]} for key, samples in results.samples.items()]
    return json.dumps({**about, "machine": machine(), "cells": cells,
                       "bars": [dataclasses.asdict(verdict) for verdict in verdicts]}, indent=1) + "\n"
