"""The command line."""

import argparse
import pathlib
import time

import field

COST = "cost"


def parse():
    parser = argparse.ArgumentParser(prog="run.sh", description="Sets ormd beside its peers in one interleaved run.")
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD", help="W1 to W10, or `cost`; default: W1 to W10")
    parser.add_argument("--quick", action="store_true", help="are the answers right? no npm peers, one short round")
    parser.add_argument("--json", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--svg", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, help="default: as many as the time allows, from 3 to 7")
    parser.add_argument("--minutes", type=float, default=60, help="what all may take, from --started on")
    parser.add_argument("--started", type=float, default=time.time(), help="seconds since 1970")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="folder of the build")
    parser.add_argument("--peers", type=pathlib.Path, help="folder that peers/install.sh filled")
    parser.add_argument("--node", type=pathlib.Path, help="the Node of the peers")
    options = parser.parse_args()
    unknown = set(options.workloads) - {*field.WORKLOADS, COST}
    if unknown:
        parser.error(f"no such workload: {', '.join(sorted(unknown))}")
    if options.rounds is not None and options.rounds < 1:
        parser.error("at least one round")
    return options
