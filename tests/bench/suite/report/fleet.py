"""The programs of the bench and the servers that it sets side by side."""

import contextlib
import dataclasses
import pathlib
import shutil

import growth
import servers

ANY_PORT = "127.0.0.1:0"
SUITE = pathlib.Path(__file__).resolve().parents[1]
ENTITIES = SUITE / "entities"


@dataclasses.dataclass(frozen=True)
class Programs:
    """Where programs are. `peers`: the folder that peers/install.sh filled, and `node` its Node; None without them."""

    bin: pathlib.Path
    postgres: pathlib.Path
    peers: pathlib.Path = None
    node: pathlib.Path = None

    def peer(self, script):
        return [self.node, self.peers / script]


def postgres_programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found or not shutil.which(found[-1] / "pgbench"):
        raise RuntimeError("no PostgreSQL with psql and pgbench in /usr/lib/postgresql")
    return found[-1]


def ormd(programs, database, entities=ENTITIES):
    # One line of the log for each call is what no peer writes; the tables are those of data.sql.
    return [programs.bin / "ormd", "serve", "--schema", entities, "--database", database, "--listen", ANY_PORT,
            "--log-level", "warn", "--schema-check", "ignore"]


def thin(programs, *options):
    return [programs.bin / "bench_thin", "--address", ANY_PORT, *options]


class Fleet(contextlib.ExitStack):
    """The running servers by name. Leaving it ends them."""

    def __init__(self, programs, database, work):
        super().__init__()
        self.programs, self.database, self.work, self._servers = programs, database, work, {}

    def __getitem__(self, name):
        return self._servers[name]

    def __contains__(self, name):
        return name in self._servers

    def start(self, name, command):
        self._servers[name] = self.enter_context(servers.Server(name, command, self.work))

    def start_own(self):
        """What needs nothing but the build."""
        url = self.database.url
        self.start("ormd", ormd(self.programs, url))
        self.start("thin", thin(self.programs, "--database", url))
        self.start("thin-merge", thin(self.programs, "--database", url, "--merge"))
        self.start("echo", thin(self.programs, "--echo-only"))
        file = self.work / "library.db"
        self.start("ormd-sqlite", ormd(self.programs, f"sqlite:{file}"))
        growth.fill_sqlite(self.programs.bin / "ormctl", self["ormd-sqlite"].address, self.database, file)
        self.sqlite = file

    def start_peers(self):
        place = ["--address", ANY_PORT, "--database", self.database.url]
        for peer in ("mikro-orm", "postgraphile"):
            self.start(peer, [*self.programs.peer(f"served-{peer}.mjs"), *place])

    def start_types(self):
        """ormd with more and more entity types."""
        for count in growth.TYPES:
            entities = growth.write_entities(ENTITIES, self.work / f"types-{count}", count)
            self.start(f"ormd-types-{count}", ormd(self.programs, self.database.url, entities))
