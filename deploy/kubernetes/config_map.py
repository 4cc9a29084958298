#!/usr/bin/env python3
"""Prints a ConfigMap of files, such as entity files or migrations: config_map.py NAME FILE..."""

import pathlib
import sys


def config_map(name, files):
    lines = ["apiVersion: v1", "kind: ConfigMap", "metadata:", f"  name: {name}", "data:"]
    for file in files:
        lines.append(f"  {file.name}: |")
        lines += [f"    {line}".rstrip() for line in file.read_text().splitlines()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print("# Made by config_map.py from deploy/demo: give the files of your own.")
    print(config_map(sys.argv[1], [pathlib.Path(argument) for argument in sys.argv[2:]]), end="")
