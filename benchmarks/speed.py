"""How fast notices are read and built, as ratios of one run: the machine's own speed falls out.

    python benchmarks/speed.py [--large]

The texts are the invented ones beside this file. `--large` reads 50 MB in one document too, to show that the time grows
with the length and no faster; it takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, serialize
from pyoxigraph import Store as Engine

from ilo_graph import documents, pipeline
from ilo_graph.model import Document
from ilo_graph.store import Store

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))  # for what writes the files of other formats
import written  # noqa: E402

LINES = 50  # on a page of a PDF
MB = 1_000_000
NOTICES = 1_000
SIZES = (1, 5)
LARGE = 50


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def passages() -> str:
    """Return the annotated passages one after the other: one word in fifteen belongs to a citation."""
    lines = (HERE / "passages" / "roles.jsonl").read_text("utf-8").splitlines()
    return "".join(f"{json.loads(line)['text']}\n\n" for line in lines)


def notices() -> str:
    """Return the invented notices one after the other: a citation in a thousand characters."""
    return "".join(f"{path.read_text('utf-8')}\n\n" for path in sorted((HERE / "notices").glob("*.txt")))


def reading(name: str, once: str, sizes: tuple[int, ...]) -> Iterator[str]:
    """Yield how fast one document is read, by its length: the same words as often as needed."""
    first = 0.0
    for size in sizes:
        text = (once * (size * MB // len(once) + 1))[: size * MB]
        document = documents.from_text(text)
        pipeline.read(documents.from_text(text[: MB // 50]))  # reads catalogues and lexicons, the first time
        start = perf_counter()
        found = len(pipeline.read(document)[1])
        seconds = perf_counter() - start
        first = first or seconds / size
        yield (
            f"{name}: {size:>2} MB with {found:>6} references, {size / seconds:.2f} MB/s, "
            f"a MB takes {seconds / size / first:.2f} x the time of the first"
        )


def as_pdf(text: str) -> bytes:
    """Write a text as a PDF, its lines broken to the width of a page."""
    lines = [part for line in text.splitlines() for part in textwrap.wrap(line, 90) or [""]]
    return written.pdf(*(lines[at : at + LINES] for at in range(0, len(lines), LINES)))


FORMATS: dict[str, Callable[[str], bytes]] = {
    ".txt": str.encode,
    ".docx": lambda text: written.word(text.splitlines()),
    ".html": lambda text: written.page(text.splitlines()),
    ".pdf": as_pdf,
    ".md": str.encode,
}


def write_notices(folder: Path, formats: Sequence[str]) -> None:
    """Write the invented notices as often as needed in several formats, each with words and a number of its own."""
    samples = [path.read_text("utf-8") for path in sorted((HERE / "notices").glob("*.txt"))]
    for number in range(NOTICES):
        suffix = formats[number % len(formats)]
        content = FORMATS[suffix](f"{samples[number % len(samples)]}\nCopy {number}.\n")
        (folder / f"{number:04}{suffix}").write_bytes(content)


def building(formats: Sequence[str]) -> Iterator[str]:
    """Yield how long a build takes, against parsing the same files and loading the same quads bare."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "notices"
        folder.mkdir()
        write_notices(folder, formats)
        parse = timed(lambda: [d for d in documents.read(folder) if isinstance(d, Document)])
        processes = os.cpu_count() or 1
        build = timed(lambda: pipeline.build(folder, store=Path(temporary) / "store", processes=processes).close())
        built = Store(Path(temporary) / "store", read_only=True)
        lines = serialize(built.quads(), format=RdfFormat.N_QUADS) or b""
        bare = Engine(str(Path(temporary) / "bare"))
        load = timed(lambda: bare.bulk_load(lines, format=RdfFormat.N_QUADS))
        ratio = build / (parse + load)
        which = f"{NOTICES} notices ({' '.join(formats)}), {processes} processes"
        yield f"build {which}: {build:.1f} s, {ratio:.1f} x parsing and bare loading"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true")
    args = parser.parse_args()
    sizes = (*SIZES, LARGE) if args.large else SIZES
    in_one_line = passages().replace("\n", " ")
    texts = (("notices", notices(), sizes), ("passages", passages(), SIZES), ("one line", in_one_line, SIZES))
    read = chain.from_iterable(reading(*text) for text in texts)
    for line in chain(building([*FORMATS]), building([".txt"]), read):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
