"""Servers of the bench: processes that say `... listening on ADDRESS` and end at SIGTERM."""

import signal
import subprocess
import time

START_SECONDS = 60
END_SECONDS = 30


class Server:
    """One running server; a context manager that starts and ends it."""

    def __init__(self, name, command, folder):
        self.name, self.address, self.pid = name, None, None
        self._command, self._process = [str(word) for word in command], None
        self._out, self._log = folder / f"{name}.out", folder / f"{name}.log"

    def __enter__(self):
        with self._out.open("wb") as out, self._log.open("wb") as log:
            self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL, stdout=out, stderr=log)
        self.pid = self._process.pid
        try:
            self.address = self._await_address()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def log(self):
        return self._log

    def _await_address(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            for line in self._out.read_text().splitlines(keepends=True):
                if "listening on " in line and line.endswith("\n"):
                    return bare_address(line.rpartition("listening on ")[2].strip())
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} did not start: {self._log.read_text()[-2000:]}")


def bare_address(address):
    """HOST:PORT of an address that may be a URL."""
    return address.rpartition("://")[2].partition("/")[0]
