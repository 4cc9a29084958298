"""The PostgreSQL cluster of a run: its data, its processes, and tidying up after cells that write."""

import csv
import io
import pathlib
import subprocess
import urllib.parse

# The bench vacuums and checkpoints between cells itself, so that neither falls upon one cell and spares the next.
SETTINGS = {"autovacuum": "off", "max_wal_size": "'4GB'", "checkpoint_timeout": "'30min'"}
AUTHORS, BOOKS = 10_000, 100_000

# session_replication_role: without the triggers of the foreign keys, which nothing that goes here can break.
NO_TRIGGERS = ["SET session_replication_role = replica", "SET lock_timeout = '60s'"]
DROP_ADDED_AUTHORS = [*NO_TRIGGERS, f"DELETE FROM author WHERE id > {AUTHORS}",
                      "VACUUM (ANALYZE) author"]
DROP_ADDED_BOOKS = [*NO_TRIGGERS, f"DELETE FROM book_tags WHERE book_id > {BOOKS}",
                    f"DELETE FROM book WHERE id > {BOOKS}", 'CLUSTER book USING "book_pkey"', "VACUUM (ANALYZE) book"]
TIDY = {"W6": DROP_ADDED_AUTHORS, "W7": DROP_ADDED_AUTHORS, "W10": DROP_ADDED_AUTHORS,
        "W8": DROP_ADDED_BOOKS, "W9": DROP_ADDED_BOOKS}
RESTORE_PRICES = ("UPDATE book SET price = kept.price FROM bench.prices AS kept "
                  "WHERE kept.id = book.id AND kept.price <> book.price")


class Database:
    """A database on a socket, reached by psql."""

    def __init__(self, url, programs):
        self.url, self._psql = url, programs / "psql"
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        self.pid = int((pathlib.Path(query["host"][0]) / "data" / "postmaster.pid").read_text().split()[0])

    def run(self, *statements, file=None):
        command = [self._psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", self.url]
        command += ["-f", file] if file else []
        for statement in statements:
            command += ["-c", statement]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"psql: {done.stderr.strip()}")
        return done.stdout

    def rows(self, query):
        return csv.reader(io.StringIO(self.run(f"COPY ({query}) TO STDOUT (FORMAT csv)")))

    def value(self, query):
        return next(self.rows(query))[0]

    def load(self, script):
        for name, setting in SETTINGS.items():
            self.run(f"ALTER SYSTEM SET {name} = {setting}")
        self.run("SELECT pg_reload_conf()")
        self.run(file=script)
        self.run("CREATE SCHEMA bench", "CREATE TABLE bench.prices AS SELECT id, price FROM book", "CHECKPOINT")

    def tidy(self, workload):
        """After a workload that writes: the same rows as before it, each in its place.

        The checkpoint comes first: behind one, each first touch of a page writes all of it to the log, which is a cost
        of once in minutes and would be one of each call here.
        """
        if workload in TIDY:
            self.run("CHECKPOINT", *TIDY[workload])

    def restore(self):
        """All as it was loaded, prices too."""
        self.run(*DROP_ADDED_AUTHORS, RESTORE_PRICES, *DROP_ADDED_BOOKS)
