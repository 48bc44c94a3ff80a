"""PDF becomes text, page by page, in another process: a small damaged or hostile file can take all memory and time.

The process is started with the first PDF and reads all that follow; it is ended when one takes longer than it may.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock, Timer
from typing import NamedTuple

from ilo_graph.documents.encodings import printable
from ilo_graph.documents.limits import MEMORY_LIMIT, PAGE_LIMIT, TIME_LIMIT
from ilo_graph.errors import DocumentError, MissingExtra

SIGNATURE = b"%PDF-"

_PROGRAM = Path(__file__).with_name("pdf_program.py")
_REASONS = {
    "password": "it is encrypted with a password: save it without one",
    "damaged": "it is a damaged PDF: open it in a PDF reader and save or print it again as PDF",
    "long": f"it has more than {PAGE_LIMIT} pages: split it into one file for each notice",
    "scanned": "its pages are pictures without text: run text recognition (OCR) over it, for example with ocrmypdf",
    "ended": "it is damaged, or takes more memory or time than a notice may: print it again as PDF, or save its text",
}


class Pages(NamedTuple):
    """The text of a PDF, and where each of its pages starts."""

    text: str
    starts: tuple[int, ...]


def read(content: bytes, *, seconds: float = TIME_LIMIT) -> Pages:
    """Return the text of a PDF; DocumentError where it has none, is locked, damaged or too much."""
    if find_spec("pypdfium2") is None:
        raise MissingExtra("pypdfium2", "formats")
    answer = _reader(os.getpid()).ask(content, seconds)
    if isinstance(answer, str):
        raise DocumentError(_REASONS[answer])
    pages = [printable(page.replace("\f", "\n").strip("\n")) for page in answer]
    if not any(page.strip() for page in pages):
        raise DocumentError(_REASONS["scanned"])
    starts = [0]
    for page in pages[:-1]:
        starts.append(starts[-1] + len(page) + 2)
    return Pages("\n\f".join(pages), tuple(starts))


class _Reader:
    """A process that reads PDFs, one after another."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.stop)

    def ask(self, content: bytes, seconds: float) -> list[str] | str:
        """Return the texts of the pages, or the reason why there are none."""
        with self._lock:
            if self._process is not None and self._process.poll() is not None:
                self.stop()
            process = self._process = self._process or _start()
            timer = Timer(seconds, process.kill)
            timer.start()
            try:
                return _answer(process, content)
            except (OSError, EOFError):
                self.stop()
                return "ended"
            finally:
                timer.cancel()

    def stop(self) -> None:
        """End the process; the next PDF starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


@lru_cache(maxsize=1)
def _reader(_process: int) -> _Reader:
    """Return the reader of this process: one that was forked must not share it."""
    return _Reader()


def _start() -> subprocess.Popen[bytes]:
    limits = [str(limit) for limit in (PAGE_LIMIT, MEMORY_LIMIT)]
    # -P: the modules beside the program must not take the place of the standard library's
    command = [sys.executable, "-P", str(_PROGRAM), *limits]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _answer(process: subprocess.Popen[bytes], content: bytes) -> list[str] | str:
    """Hand a PDF over, and wait for the answer; EOFError where the process ended before it."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(len(content).to_bytes(8, "big") + content)
    process.stdin.flush()
    length = process.stdout.read(8)
    answer = process.stdout.read(int.from_bytes(length, "big"))
    if len(length) < 8 or len(answer) < int.from_bytes(length, "big"):
        raise EOFError
    found: list[str] | str = json.loads(answer)
    return found
