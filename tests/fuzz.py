"""Looks for inputs that break a reader, or recognition, led by the paths that they take through the code.

    python tests/fuzz.py TARGET [libFuzzer OPTION...] [FILE...]

With files it tries these alone. Without, it makes inputs from the samples, and keeps in `.fuzz/` those that take new
paths and those that fail: by an exception, by what is asserted here, or by taking ten seconds or a gigabyte.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile

import atheris
import written
from lxml import etree
from pyoxigraph import RdfFormat, parse, serialize
from reportlab import rl_config

with atheris.instrument_imports(include=["ilo_graph"]):
    from ilo_graph import catalogue, documents, pipeline, triples
    from ilo_graph.documents import MEDIA_TYPES, Refusal, limits, pdf, pdf_program
    from ilo_graph.errors import DocumentError
    from ilo_graph.model import Document

ROOT = Path(__file__).parents[1]
KEPT = ROOT / ".fuzz"
LIMITS = ("-timeout=10", "-rss_limit_mb=1024", "-max_len=65536")
USUAL = 8_192  # bytes of most inputs: long ones are slow, and show little but how slow
rl_config.pageCompression = 0  # what a page of a PDF draws is then changed, too


def check_read(content: bytes, suffix: str) -> None:
    check(documents.from_bytes(content, media_type=MEDIA_TYPES[suffix]))


def check_archive(content: bytes) -> None:
    for found in documents.read_stream(BytesIO(content)):
        check(found)


def check_pdf(content: bytes) -> None:
    """Read in the process for PDFs, which may be ended, and then here, where the paths through its program are seen."""
    try:
        check_pages(*pdf.read(content, seconds=5))
    except DocumentError as error:
        if "more memory or time" in str(error):
            return
    pdf_program.pages(content, limits.PAGE_LIMIT)


def check(found: Document | Refusal) -> None:
    if isinstance(found, Refusal):
        assert found.reason
    else:
        check_pages(found.text, found.pages)


def check_pages(text: str, starts: Sequence[int]) -> None:
    assert text.encode().strip()
    assert all(start <= other for start, other in pairwise((0, *starts, len(text))))


def check_mentions(content: bytes) -> None:
    try:
        document = documents.from_text(content.decode("utf-8", "ignore"))
    except DocumentError:
        return
    notice, references = pipeline.read(document)
    spans = [(one.start, one.end) for one in references if not one.rule.endswith("-range")]
    assert all(document.text[one.start : one.end] == one.text != "" for one in references)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert "".join(document.text[part.start : part.end] for part in notice.sections) == document.text
    spans = [(one.start, one.end) for one in notice.fields] + [(one.start, one.end) for one in notice.duties]
    assert all(0 <= start < end <= len(document.text) for start, end in spans)
    assert all(duty.text for duty in notice.duties)
    quads = triples.quads(notice, references, catalogue.load())
    assert set(parse(serialize(quads, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS)) == set(quads)


def mutate(content: bytes, size: int, chance: Random) -> bytes:
    """Change some bytes; now and then repeat a stretch as often as there is room for: what is slow is repetition."""
    if not content or chance.random() < 0.98:
        return bytes(atheris.Mutate(content[:USUAL], min(size, USUAL)))
    start = chance.randrange(len(content))
    piece = content[start : start + chance.choice((1, 2, 8, 64))]
    return content[:start] + piece * ((size - len(content)) // len(piece)) + content[start:]


def mutate_member(content: bytes, size: int, chance: Random) -> bytes:
    """Change one file in an archive; the archive itself where it is damaged, and now and then where it is not."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([*members])
        change = chance.choice((mutate, reshape, reshape) if members[name].startswith(b"<?xml") else (mutate,))
        members[name] = change(members[name], max(USUAL, size - len(content)), chance)
        changed = written.zipped(members, packed=ZIP_STORED)
    except Exception:  # whatever is the matter with the archive, or with its XML
        changed = b""
    return changed if 0 < len(changed) <= size and chance.random() < 0.75 else bytes(atheris.Mutate(content, size))


def reshape(content: bytes, _size: int, chance: Random) -> bytes:
    """Copy one element of an XML tree into another, make it like another, or drop it."""
    tree = etree.fromstring(content)
    one, other = chance.choices([*tree.iter(etree.Element)], k=2)
    action = chance.randrange(4)
    if action == 0:
        other.insert(chance.randrange(len(other) + 1), deepcopy(one))
    elif action == 1:
        one.tag = other.tag
    elif action == 2:
        one.attrib.update(other.attrib)
    elif one.getparent() is not None:
        one.getparent().remove(one)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8"))


def zipped(text: str) -> bytes:
    return written.zipped({"a.txt": text, "b.html": written.page([text]), ".c": "", "d/e.md": text.encode("utf-16")})


class Target(NamedTuple):
    check: Callable[[bytes], None]
    write: Callable[[str], bytes]  # the first inputs
    change: Callable[[bytes, int, Random], bytes] = mutate  # an input, how long it may become, and chance


TARGETS = {
    "txt": Target(partial(check_read, suffix=".txt"), str.encode),
    "md": Target(partial(check_read, suffix=".md"), str.encode),
    "html": Target(partial(check_read, suffix=".html"), lambda text: written.full_page(text.split("\n\n"))),
    "docx": Target(
        partial(check_read, suffix=".docx"), lambda text: written.full_word(text.split("\n\n")), mutate_member
    ),
    "pdf": Target(check_pdf, lambda text: written.pdf([*text.splitlines()[:20], "", "No. 102^3 and 87^12", "x"])),
    "zip": Target(check_archive, zipped, mutate_member),
    "mentions": Target(check_mentions, str.encode),
}


def texts(target: str) -> Iterator[str]:
    """Yield what the first inputs are made of: the sample notices and, for mentions, what reading is measured on."""
    yield from (path.read_text("utf-8") for path in sorted(ROOT.glob("tests/samples/*/document.*")))
    if target == "mentions":
        yield from (path.read_text("utf-8") for path in sorted(ROOT.glob("benchmarks/notices/*.txt")))
        for path in sorted(ROOT.glob("benchmarks/passages/*.jsonl")):
            yield from (json.loads(line)["text"] for line in path.read_text("utf-8").splitlines())


def words() -> Iterator[str]:
    """Yield the words of the layouts, and those of the lexicons that are no patterns, as libFuzzer reads them."""
    for path in sorted(ROOT.glob("data/l*/*.toml")):
        for word in re.findall(r'"([\w\' /-]+)"', path.read_text("utf-8")):
            yield '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()[:64]) + '"'


def main(target: str, *options: str) -> None:
    check, write, change = TARGETS[target]
    inputs, dictionary = KEPT / target, KEPT / "words.dict"
    inputs.mkdir(parents=True, exist_ok=True)
    dictionary.write_text("\n".join(words()), encoding="ascii")
    for number, text in enumerate(texts(target)):
        (inputs / f"seed-{number}").write_bytes(write(text))
    tried = [] if any(not option.startswith("-") for option in options) else [str(inputs)]
    kept = f"-artifact_prefix={KEPT / target}-"
    arguments = [sys.argv[0], *LIMITS, f"-dict={dictionary}", kept, *options, *tried]
    atheris.Setup(arguments, check, custom_mutator=lambda content, size, seed: change(content, size, Random(seed)))
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in TARGETS:
        main(*sys.argv[1:])
    else:
        sys.exit(f"Name a target: {', '.join(TARGETS)}")
