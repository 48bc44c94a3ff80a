"""How fast notices are read and built, as ratios of one run: the machine's own speed falls out.

    python benchmarks/speed.py [--large]

The texts are the invented ones beside this file, in which one word in fifteen belongs to a citation. `--large` reads
50 MB of them in one document, to show that the time grows with the length and no faster; it takes some minutes.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from pyoxigraph import RdfFormat, serialize
from pyoxigraph import Store as Engine

from ilo_graph import documents, pipeline
from ilo_graph.model import Document
from ilo_graph.store import Store

HERE = Path(__file__).parent
MB = 1_000_000
NOTICES = 1_000
SIZES = (1, 5)
LARGE = 50


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


def text(size: int) -> str:
    """Return a text of so many characters: the passages one after the other, as often as needed."""
    lines = (HERE / "passages" / "roles.jsonl").read_text("utf-8").splitlines()
    once = "\n\n".join(json.loads(line)["text"] for line in lines)
    return (f"{once}\n\n" * (size // len(once) + 1))[:size]


def reading(sizes: tuple[int, ...]) -> Iterator[str]:
    """Yield how fast one document is read, by its length."""
    first = 0.0
    for size in sizes:
        document = documents.from_text(text(size * MB))
        found = len(pipeline.read(document)[1])  # also reads the catalogues and lexicons, the first time
        seconds = timed(lambda document=document: pipeline.read(document))  # type: ignore[misc]
        first = first or seconds / size
        yield (
            f"read {size:>3} MB with {found:>7} references: {size / seconds:5.2f} MB/s, "
            f"a MB takes {seconds / size / first:.2f} x the time of the first"
        )


def write_notices(folder: Path) -> None:
    """Write the invented notices as often as needed, each with words and a number of its own."""
    samples = [path.read_text("utf-8") for path in sorted((HERE / "notices").glob("*.txt"))]
    for number in range(NOTICES):
        (folder / f"{number:04}.txt").write_text(f"{samples[number % len(samples)]}\nCopy {number}.\n", "utf-8")


def building() -> Iterator[str]:
    """Yield how long a build takes, against parsing the same files and loading the same quads bare."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "notices"
        folder.mkdir()
        write_notices(folder)
        parse = timed(lambda: [d for d in documents.read(folder) if isinstance(d, Document)])
        processes = os.cpu_count() or 1
        build = timed(lambda: pipeline.build(folder, store=Path(temporary) / "store", processes=processes).close())
        built = Store(Path(temporary) / "store", read_only=True)
        lines = serialize(built.quads(), format=RdfFormat.N_QUADS) or b""
        bare = Engine(str(Path(temporary) / "bare"))
        load = timed(lambda: bare.bulk_load(lines, format=RdfFormat.N_QUADS))
        ratio = build / (parse + load)
        yield f"build {NOTICES} notices, {processes} processes: {build:.1f} s, {ratio:.1f} x parsing and bare loading"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true")
    args = parser.parse_args()
    for line in (*building(), *reading((*SIZES, LARGE) if args.large else SIZES)):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
