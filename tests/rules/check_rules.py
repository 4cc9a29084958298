#!/usr/bin/env python3
"""Holds the rules of the house over the sources below a root: who may include whom, no cycles, no long files, nothing
that a release leaves out.

    check_rules.py ROOT     prints every breach as file:line: text; exit 1 where there is one

A folder that the table does not name may not hold sources: a new floor is added here first.
"""

import pathlib
import re
import sys

MAX_LINES = 500

STAIRS = ["orm/base", "orm/value", "orm/metadata", "orm/query", "orm/sql", "orm/driver"]
BELOW_UNIT = STAIRS + ["orm/driver/postgres", "orm/driver/sqlite"]
SCHEMA = ["orm/schema", "orm/schema/postgres", "orm/schema/sqlite"]
ORM = BELOW_UNIT + ["orm/unit"] + SCHEMA + ["orm/migration", "orm/generate"]
RUNTIME = ["server/config", "server/runtime", "server/rpc", "server/interceptor"]
GENERAL = ["absl/", "spdlog/"]
GRPC = ["grpc/", "grpcpp/"]
PROTOBUF = ["google/protobuf/"]
API = ["orm/v1/", "google/rpc/"]
SERVER = GENERAL + GRPC + PROTOBUF + API
DESCRIPTORS = ["google/protobuf/descriptor.h"]
JSON = ["nlohmann/"]

# Folder: (folders or headers of ours that it may include beside its own, foreign headers by prefix beside the standard library's).
FLOORS = {
    "orm/base": ([], GENERAL),
    "orm/value": (STAIRS[:1], GENERAL + JSON),
    "orm/metadata": (STAIRS[:2], GENERAL + PROTOBUF + ["orm/options.pb.h"]),
    "orm/query": (STAIRS[:3], GENERAL),
    "orm/sql": (STAIRS[:4], GENERAL),
    "orm/driver": (STAIRS[:2] + ["orm/sql/statement.h"], GENERAL),
    "orm/driver/postgres": (STAIRS[:2] + ["orm/sql/statement.h", "orm/driver"], GENERAL + ["pqxx/", "libpq-fe.h"]),
    "orm/driver/sqlite": (STAIRS[:2] + ["orm/sql/statement.h", "orm/driver"], GENERAL + ["sqlite3.h"]),
    "orm/unit": (BELOW_UNIT, GENERAL + DESCRIPTORS),
    "orm/schema": (BELOW_UNIT, GENERAL + DESCRIPTORS + JSON),
    "orm/schema/postgres": (BELOW_UNIT + ["orm/schema"], GENERAL),
    "orm/schema/sqlite": (BELOW_UNIT + ["orm/schema"], GENERAL),
    "orm/migration": (BELOW_UNIT + SCHEMA, GENERAL + ["openssl/"]),
    "orm/generate": (BELOW_UNIT + SCHEMA, GENERAL),
    "server/config": (["orm/base"], GENERAL + GRPC + ["CLI/"]),
    "server/runtime": (["orm/base"], GENERAL + GRPC),
    "server/rpc": (["orm/base"], GENERAL + GRPC),
    "server/interceptor": (["orm/base", "server/runtime"], GENERAL + GRPC),
    "server/wire": (ORM, SERVER + JSON),
    "server/session": (ORM + RUNTIME + ["server/wire"], SERVER),
    "server/merge": (ORM + RUNTIME + ["server/wire", "server/session"], SERVER),
    "server/service": (ORM + RUNTIME + ["server/wire", "server/session", "server/merge"], SERVER + ["orm/options.pb.h"]),
    "server/typed": (ORM + RUNTIME + ["server/wire", "server/session"], SERVER + ["orm/options.pb.h"]),
    "server/offline": (ORM + RUNTIME[:2] + ["server/service", "client/cpp", "client/admin"], SERVER + ["CLI/"]),
    "server": (ORM + RUNTIME + ["server/wire", "server/session", "server/merge", "server/service", "server/typed", "server/offline"], SERVER + ["CLI/"]),
    "client/cpp": ([], GENERAL + GRPC + PROTOBUF + API + ["orm/options.pb.h"]),
    "client/admin": (["client/cpp"], GENERAL + GRPC + PROTOBUF + API + ["CLI/"]),
    "client/cli": (["client/cpp", "client/admin", "client/cli/commands"], GENERAL + GRPC + PROTOBUF + API + JSON + ["CLI/", "orm/options.pb.h"]),
    "client/cli/commands": (["client/cpp", "client/admin", "client/cli"], GENERAL + GRPC + PROTOBUF + API + JSON + ["CLI/", "orm/options.pb.h"]),
}
# The one place that knows every driver by name.
FACTORIES = {
    "orm/driver/make_driver.cc": ["orm/driver/postgres/postgres_driver.h", "orm/driver/sqlite/sqlite_driver.h"],
    "orm/schema/dialect.cc": ["orm/schema/postgres/postgres_dialect.h", "orm/schema/sqlite/sqlite_dialect.h"],
}
# A folder that only sorts the files of the folder above it.
PART_OF = {"client/cli/commands": "client/cli"}

# The one place that tells a release from other builds: what the tests run is what people run.
DEBUG_SWITCH = "server/main.cc"
LEFT_OUT = re.compile(r"\bNDEBUG\b|\bassert\s*\(|DCHECK|\bDLOG|\bABSL_ASSERT")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# <vector>, and the C library's and the system's own headers.
STANDARD = re.compile(r"^([a-z_]+|(sys|netinet|arpa)/[a-z_]+\.h|(unistd|signal|fcntl|poll|pthread|time|errno|locale|netdb|stdlib|string)\.h)$")
SOURCES = {".h", ".cc"}
LENGTH_SUFFIXES = SOURCES | {".proto", ".py", ".sh", ".txt"}


def sources(root):
    for top in ("orm", "server", "client"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SOURCES:
                yield path.relative_to(root).as_posix()


def includes(root, file):
    for number, line in enumerate((root / file).read_text().splitlines(), 1):
        if match := INCLUDE.match(line):
            yield number, match[1] == "<", match[2]


def folder_of(file):
    return file.rpartition("/")[0]


def floor_of(file):
    return PART_OF.get(folder_of(file), folder_of(file))


def refusal(file, angle, header, root):
    """Why `file` may not include `header`; None where it may."""
    folder = folder_of(file)
    ours, foreign = FLOORS[folder]
    if header.startswith(tuple(foreign)):
        return None
    if (root / header).is_file():
        allowed = folder_of(header) == folder or folder_of(header) in ours or header in ours + FACTORIES.get(file, [])
        return None if allowed else f"{folder} may not include {header}"
    if angle and STANDARD.match(header):
        return None
    return f"{folder} may not include {header} (neither a header of the house nor one of its libraries)"


def include_breaches(root):
    for file in sources(root):
        if folder_of(file) not in FLOORS:
            yield f"{file}:1: the folder {folder_of(file)} has no floor"
            continue
        for number, angle, header in includes(root, file):
            if why := refusal(file, angle, header, root):
                yield f"{file}:{number}: {why}"


def cycles(graph):
    """Every cycle that a depth-first walk closes, as a list of nodes."""
    done, path = set(), []

    def walk(node):
        if node in path:
            yield path[path.index(node):] + [node]
        elif node not in done:
            path.append(node)
            for target in sorted(graph.get(node, ())):
                yield from walk(target)
            path.pop()
            done.add(node)

    for node in sorted(graph):
        yield from walk(node)


def cycle_breaches(root):
    files, folders = {}, {}
    for file in sources(root):
        targets = {header for _, _, header in includes(root, file) if (root / header).is_file()}
        files[file] = targets
        floor = floor_of(file)
        folders.setdefault(floor, set()).update({floor_of(t) for t in targets - set(FACTORIES.get(file, []))} - {floor})
    # sql/statement.h is the one header that the driver shares with the floor above its own.
    folders.get("orm/driver", set()).discard("orm/sql")
    for graph in (files, folders):
        for cycle in cycles(graph):
            yield f"{cycle[0]}:1: cycle: {' -> '.join(cycle)}"


def length_breaches(root):
    for top in ("orm", "server", "client", "proto", "deploy", "tests"):
        for path in sorted((root / top).rglob("*")):
            if path.is_file() and path.suffix in LENGTH_SUFFIXES:
                lines = len(path.read_text().splitlines())
                if lines > MAX_LINES:
                    yield f"{path.relative_to(root)}:{MAX_LINES + 1}: {lines} lines; {MAX_LINES} are enough for one noun"


def debug_breaches(root):
    for file in sources(root):
        for number, line in enumerate((root / file).read_text().splitlines(), 1):
            if file != DEBUG_SWITCH and LEFT_OUT.search(line):
                yield f"{file}:{number}: a release leaves this out; only {DEBUG_SWITCH} knows that it is one"


def breaches(root):
    return [*include_breaches(root), *cycle_breaches(root), *length_breaches(root), *debug_breaches(root)]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: check_rules.py ROOT")
    found = breaches(pathlib.Path(sys.argv[1]))
    for breach in found:
        print(breach)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
