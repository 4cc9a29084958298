"""What grows: schemas with more entity types, and the data on SQLite."""

import re
import sqlite3
import subprocess

TYPES = (1, 4, 16, 64)
AUTHOR = re.compile(r"^message Author \{\n.*?^\}\n", re.MULTILINE | re.DOTALL)
MESSAGE = re.compile(r"^message .*", re.MULTILINE | re.DOTALL)
RELATION = re.compile(r"^  repeated .*\n", re.MULTILINE)
INSTANT = "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
# As ormd keeps them on SQLite: times as text in UTC, decimals and documents as text.
COPIES = {
    "author": f"SELECT id, name, email, born, {INSTANT.format('created_at')}, bio FROM author ORDER BY id",
    "book": f"SELECT id, title, price, {INSTANT.format('published_at')}, author_id, meta FROM book ORDER BY id",
    "tag": "SELECT id, name FROM tag ORDER BY id",
    "book_tags": "SELECT book_id, tag_id FROM book_tags ORDER BY book_id, tag_id",
}


def write_entities(source, folder, count):
    """A schema of the author without relations and of copies of it under other names: `count` entity types."""
    text = (source / "library.proto").read_text()
    author = RELATION.sub("", AUTHOR.search(text)[0])
    copies = [author.replace("message Author ", f"message Author{number} ") for number in range(2, count + 1)]
    folder.mkdir()
    (folder / "library.proto").write_text("\n".join([MESSAGE.sub("", text) + author, *copies]))
    return folder


def fill_sqlite(ormctl, address, database, file):
    """ormd makes its tables; the rows are those of `database`."""
    subprocess.run([ormctl, "--address", address, "schema", "create"], check=True, capture_output=True)
    connection = sqlite3.connect(file)
    with connection:
        for table, query in COPIES.items():
            marks = ", ".join("?" * connection.execute(f"SELECT * FROM {table} LIMIT 0").description.__len__())
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", database.rows(query))
    connection.execute("ANALYZE")
    connection.close()
