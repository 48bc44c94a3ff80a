"""Servers for tests: Oxigraph's and Virtuoso with a store of ours, and one that answers as a test wants it to."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from ilo_graph import Endpoint
from ilo_graph.errors import IloGraphError

GOOD = b"""{"head": {"vars": ["where"]}, "results": {"bindings": [
  {"where": {"type": "literal", "value": "graph"}}, {"where": {"type": "literal", "value": "union"}}]}}"""
JSON = "application/sparql-results+json"
Reply = Callable[["Handler"], object]


@contextmanager
def oxigraph(database: Path) -> Iterator[str]:
    """Serve the database of a store with Oxigraph's own server, and give the address for queries."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    command: list[str | Path] = [program, "serve-read-only", "--location", database, "--bind", f"127.0.0.1:{port}"]
    with running(command, database.parent) as process:
        url = f"http://127.0.0.1:{port}/query"
        wait(url, process)
        yield url


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store with `ilo-graph serve`, and give the address for queries."""
    port = free_port()
    command: list[str | Path] = [sys.executable, "-m", "ilo_graph.cli", "serve", "--store", store, "--port", str(port)]
    with running(command, store.parent) as process:
        url = f"http://127.0.0.1:{port}/sparql"
        wait(url, process)
        yield url


VIRTUOSO = (shutil.which("isql-vt") and shutil.which("virtuoso-t")) or ""
_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
TransactionFile = virtuoso.trx
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 50000
"""


@contextmanager
def virtuoso(quads: Path, folder: Path) -> Iterator[str]:
    """Serve a file of N-Quads with Virtuoso, and give the address for queries."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_SETTINGS.format(sql=sql, http=http, folder=folder), encoding="ascii")
    shutil.copy(quads, folder / "graph.nq")
    with running([VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"], folder) as process:
        load = f"DB.DBA.TTLP(file_to_string_output('{folder}/graph.nq'), '', 'http://example.com/none', 512);"
        isql = ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
        for _ in range(60):
            if subprocess.run(isql, capture_output=True, check=False, timeout=60).returncode == 0:
                break
            time.sleep(0.5)
        url = f"http://127.0.0.1:{http}/sparql"
        wait(url, process)
        yield url


@contextmanager
def running(command: list[str | Path], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a folder for as long as the block goes on."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until a program serves a store at an address."""
    for _ in range(300):
        with suppress(IloGraphError):
            Endpoint(url)
            return
        assert process.poll() is None, f"{process.args!r} has ended"
        time.sleep(0.1)
    Endpoint(url)  # says what is wrong


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Handler(BaseHTTPRequestHandler):
    """Answers each request as the server's `reply` says, and keeps what was asked."""

    server: Answering

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self)
        self.form = parse_qs(body.decode(), strict_parsing=True)
        with suppress(ConnectionError):
            self.server.reply(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, body: bytes, status: int = 200, media_type: str = JSON, **headers: str) -> None:
        """Send a whole answer; the "_" of a header's name is a "-"."""
        self.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": media_type, "Content-Length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Answering(ThreadingHTTPServer):
    """A server on a free port, whose address is `url`."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.reply = reply
        self.asked: list[Handler] = []
        self.url = f"http://127.0.0.1:{self.server_port}/sparql"


@contextmanager
def answering(reply: Reply) -> Iterator[Answering]:
    """Run a server that answers as `reply` says."""
    with Answering(reply) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
