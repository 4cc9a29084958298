"""The field: the workloads, and who runs them."""

import dataclasses

WORKLOADS = {
    "W1": "one author by key, random",
    "W2": "100 books by ordered range, all columns",
    "W3": "1,000 books by ordered range, all columns",
    "W4": "10,000 books by ordered range, all columns",
    "W5": "50 authors populated with their books and the books' tags",
    "W6": "create one author and flush",
    "W7": "create 1,000 authors in one flush, keys back",
    "W8": "load 1,000 books in a session, change each price, flush",
    "W9": "transaction: one book for update, change it, insert one, commit",
    "W10": "remove 100 authors in one flush",
}
CALLERS = (1, 16, 64)
MOST = max(CALLERS)
QUICK_CALLERS = CALLERS[1]
# Roughly, for how many seconds one operation keeps the slowest server busy: windows hold some of every caller's.
BUSY = {"W2": 0.002, "W3": 0.02, "W4": 0.2, "W5": 0.03, "W7": 0.04, "W8": 0.04, "W9": 0.003, "W10": 0.004}


@dataclasses.dataclass(frozen=True)
class Target:
    """Somebody whom the load generator drives. `pace`: its part of the time in BUSY."""

    peer: str
    server: str
    target: str
    only: tuple = tuple(WORKLOADS)
    pace: float = 0.4

    def callers(self, workload):
        """64 answers of 10,000 books at once would measure memory. A session's own workloads are the same for ormd."""
        if workload not in self.only:
            return ()
        if self.peer == "ormd-stream" and workload not in ("W1", "W6"):
            return (MOST,)
        return CALLERS[:2] if workload == "W4" else CALLERS


TARGETS = (
    Target("ormd", "ormd", "ormd"),
    Target("ormd-stream", "ormd", "ormd-stream", ("W1", "W2", "W3", "W5", "W6", "W7", "W10")),
    Target("thin", "thin", "shop"),
    Target("thin-merge", "thin-merge", "shop", ("W1", "W6")),
    Target("mikro-orm", "mikro-orm", "shop", pace=1.0),
    Target("postgraphile", "postgraphile", "postgraphile", ("W1", "W6")),
    Target("echo", "echo", "echo", ("W1",)),
    Target("echo-stream", "echo", "echo-stream", ("W1",)),
)

# In process, one caller. Those first that have a unit of work or map relations.
MAPPERS = ("mikro-orm", "prisma", "drizzle", "typeorm", "sequelize")
IN_PROCESS = (*MAPPERS, "kysely", "pg")
BARE_LIBPQ = ("W9", "W10")  # whose time is PostgreSQL's for the most part

NAMES = {
    "ormd": "ormd", "ormd-stream": "ormd, streams", "ormd-stream-8": "ormd, 8 streams, 8 in flight each",
    "thin": "thin server, no ORM", "thin-merge": "thin server, merging", "mikro-orm": "MikroORM",
    "postgraphile": "PostGraphile", "echo": "gRPC echo", "echo-stream": "gRPC echo, streams",
    "pgbench": "pgbench, prepared",
    "prisma": "Prisma", "drizzle": "Drizzle", "typeorm": "TypeORM", "sequelize": "Sequelize", "kysely": "Kysely",
    "pg": "pg",
    "bare-libpq": "bare libpq",
    "ormd-sqlite": "ormd on SQLite", "bare-sqlite": "bare sqlite3, in process",
    "ormd-types-1": "ormd, 1 entity type", "ormd-types-4": "ormd, 4 entity types",
    "ormd-types-16": "ormd, 16 entity types", "ormd-types-64": "ormd, 64 entity types",
}

AUTHOR_COLUMNS = '"name", "email", "born", "created_at", "bio"'
PGBENCH = {
    "W1": f"""\\set id random(1, 10000)
SELECT "id", {AUTHOR_COLUMNS} FROM "author" WHERE "id" = :id;
""",
    "W6": f"""\\set n random(1, 9000000000000000000)
INSERT INTO "author" ({AUTHOR_COLUMNS})
VALUES ('A new author', 'pgbench' || :n || '@example.org', '1970-12-31', '2024-01-01Z', repeat('A new author. ', 14))
RETURNING "id";
""",
}
