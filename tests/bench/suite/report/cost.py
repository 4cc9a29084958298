"""Two figures beside the peers: CPU of a find against bare libpqxx, statements of a flush."""

import subprocess

import fleet
import servers


def run(programs, database, schema, work):
    command = fleet.ormd(programs, database.url, schema)
    with servers.Server("ormd", command, work) as ormd:
        subprocess.run([programs.bin / "bench_find", ormd.address, str(ormd.pid), database.url], check=True)
    # The statements are counted in the log.
    logging = [*command[:-2], "--log-sql", "--log-format", "json"]
    with servers.Server("ormd-log", logging, work) as ormd:
        subprocess.run([programs.bin / "bench_flush", ormd.address, str(ormd.pid), ormd.log], check=True)
