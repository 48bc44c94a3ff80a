"""Writes again all documentation that is made from something else: `./run docs`, after what it shows has changed.

    python docs/make.py             model.svg, ontology.html, questions.md, analyst.ipynb, and what stands in queries/
    python docs/make.py --check     writes nothing; names the files that would change, and fails where the notebook does

Questions and notebook run in an empty folder with a store of the bundled posts, so that nothing of a machine gets into
their outputs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from subprocess import PIPE, STDOUT

from pyoxigraph import Literal, RdfFormat, parse

from ilo_graph import resources
from ilo_graph.queries import documentation
from ilo_graph.vocabulary import PREFIXES, RDFS

DOCS = Path(__file__).parent
QUERIES = resources.folder("queries")
ONTOLOGY = resources.folder("ontology") / "ilo-graph.ttl"
NOTEBOOK = DOCS / "analyst.ipynb"
COLUMNS = 80  # of the terminal of the questions
EXAMPLE = re.compile(r"```console\n\$ (?P<command>.+)\n(?P<answer>(?:.*\n)*?)```\n")

# What the picture shows, and where: a selection that a newcomer understands. The words are the ontology's own labels.
BOXES = {
    "ilo:Document": (0, 0),
    "ilo:Notice": (1, 0),
    "org:Post": (2, 0),
    "org:OrganizationalUnit": (3, 0),
    "ilo:Discrepancy": (0, 2),
    "ilo:Reference": (1, 2),
    "ilo:Mandate": (2, 1.15),
    "ilo:Instrument": (2, 2),
    "ilo:Output": (2, 3),
    "ilo:Outcome": (3, 3),
    "sdgo:Target": (3, 2),
    "sdgo:Goal": (3, 1.15),
}
ARROWS = (
    ("ilo:Document", "ilo:describes", "ilo:Notice"),
    ("ilo:Notice", "ilo:announces", "org:Post"),
    ("org:Post", "org:postIn", "org:OrganizationalUnit"),
    ("ilo:Reference", "dcterms:isPartOf", "ilo:Document"),
    ("ilo:Discrepancy", "ilo:concerns", "ilo:Reference"),
    ("ilo:Reference", "ilo:target", "ilo:Instrument"),
    ("ilo:Reference", "ilo:target", "ilo:Output"),
    ("ilo:Reference", "ilo:target", "ilo:Mandate"),
    ("ilo:Mandate", "ilo:restsOn", "ilo:Instrument"),
    ("ilo:Output", "ilo:outputOf", "ilo:Outcome"),
    ("ilo:Instrument", "ilo:supportsTarget", "sdgo:Target"),
    ("ilo:Outcome", "ilo:supportsTarget", "sdgo:Target"),
    ("sdgo:Target", "sdgo:isTargetOf", "sdgo:Goal"),
    ("org:Post", "ilo:contributesTo", "ilo:Mandate"),
)
DERIVED = {"ilo:contributesTo", "org:postIn"}
FOREIGN = {
    "org:Post": "post",
    "org:OrganizationalUnit": "unit",
    "org:postIn": "in",
    "sdgo:Target": "SDG target",
    "sdgo:Goal": "SDG goal",
    "sdgo:isTargetOf": "target of",
    "dcterms:isPartOf": "part of",
}
ACROSS, DOWN, WIDTH, HEIGHT = 250, 110, 150, 44
HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 990 480" role="img"
 font-family="sans-serif" font-size="14">
<title>The model of ilo-graph</title>
<desc>A document describes a notice, which announces a post in a unit. References in the document lead to instruments,
outputs and mandates; from these, links of the catalogues lead to outcomes, SDG targets and goals. The dashed links are
derived by rules, each from references.</desc>
<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>
<rect width="990" height="480" fill="#fff"/>"""
FOOT = """<text x="20" y="460" fill="#555">
solid: as stated in a document or a catalogue; dashed: derived by a rule from references</text>
</svg>"""


def labels() -> dict[str, str]:
    """Return the English label of each term, under its prefixed name."""
    found = dict(FOREIGN)
    for quad in parse(path=ONTOLOGY, format=RdfFormat.TURTLE):
        if quad.predicate == RDFS.label and isinstance(quad.object, Literal) and quad.object.language == "en":
            found[str(quad.subject)[1:-1].replace(PREFIXES["ilo"], "ilo:")] = quad.object.value
    return found


def diagram() -> str:
    """Return the diagram of the model as SVG."""
    named = labels()
    arrows = [_arrow(start, named[term], end, dashed=term in DERIVED) for start, term, end in ARROWS]
    return "\n".join((HEAD, *arrows, *(_box(term, named[term]) for term in BOXES), FOOT, ""))


def _centre(term: str) -> tuple[float, float]:
    across, down = BOXES[term]
    return 105 + ACROSS * across, 50 + DOWN * down


def _box(term: str, label: str) -> str:
    x, y = _centre(term)
    colour = "#dcebf7" if term.startswith("ilo:") else "#eeeeee"
    frame = f'<rect x="{x - WIDTH / 2:g}" y="{y - HEIGHT / 2:g}" width="{WIDTH}" height="{HEIGHT}" rx="6"'
    text = f'<text x="{x:g}" y="{y + 5:g}" text-anchor="middle">{escape(label)}</text>'
    return f'{frame} fill="{colour}" stroke="#555"/>{text}'


def _arrow(start: str, label: str, end: str, *, dashed: bool) -> str:
    (x, y), (to_x, to_y) = _centre(start), _centre(end)
    if x == to_x:
        side = HEIGHT / 2 if to_y > y else -HEIGHT / 2
        y, to_y = y + side, to_y - side
    else:
        side = WIDTH / 2 if to_x > x else -WIDTH / 2
        x, to_x = x + side, to_x - side
    dash = ' stroke-dasharray="6 4"' if dashed else ""
    line = f'<path d="M{x:g} {y:g} {to_x:g} {to_y:g}" stroke="#555"{dash} fill="none" marker-end="url(#end)"/>'
    middle, height = (x + to_x) / 2, (y + to_y) / 2
    anchor, middle = ("start", middle + 6) if x == to_x else ("middle", middle)
    lift = 4 if x == to_x else -6
    place = f'x="{middle:g}" y="{height + lift:g}" text-anchor="{anchor}"'
    look = 'font-size="12" paint-order="stroke" stroke="#fff" stroke-width="4"'
    return f"{line}<text {place} {look}>{escape(label)}</text>"


def reference() -> str:
    """Return the reference of the ontology as one HTML page (pyLODE), which asks nothing of the network."""
    from pylode import OntPub
    from rdflib import Graph

    return str(OntPub(Graph().parse(ONTOLOGY)).make_html())


def examples(text: str) -> list[tuple[str, str]]:
    """Return the commands of a document, each with the answer that is shown."""
    return [(found["command"], found["answer"]) for found in EXAMPLE.finditer(text)]


def answered(text: str, folder: Path) -> str:
    """Return a document with what its commands print now."""
    shell = {**os.environ, "COLUMNS": str(COLUMNS), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def run(found: re.Match[str]) -> str:
        done = subprocess.run(
            found["command"], shell=True, cwd=folder, env=shell, text=True, check=False, stdout=PIPE, stderr=STDOUT
        )
        return f"```console\n$ {found['command']}\n{done.stdout}```\n"

    return EXAMPLE.sub(run, text)


def executed(notebook: Path, folder: Path) -> str:
    """Return a notebook with the outputs that it gives now; nbclient's CellExecutionError where a cell fails."""
    import nbformat
    from nbclient import NotebookClient

    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    content.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, cell in enumerate(content.cells):
        cell.metadata, cell.id = {}, f"cell-{number}"
    return str(nbformat.writes(content)) + "\n"


def written() -> Iterator[tuple[Path, str]]:
    """Yield every file that is made from something else, with what it has to hold today."""
    yield DOCS / "model.svg", diagram()
    yield QUERIES / documentation.PAGE, documentation.page((QUERIES / documentation.PAGE).read_text("utf-8"))
    yield QUERIES / documentation.EXAMPLES, documentation.examples()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        yield NOTEBOOK, executed(NOTEBOOK, folder)
        subprocess.run([sys.executable, "-m", "ilo_graph.cli", "build"], cwd=folder, check=True, capture_output=True)
        yield DOCS / "questions.md", answered((DOCS / "questions.md").read_text("utf-8"), folder)
    yield DOCS / "ontology.html", reference()  # pyLODE turns all logging on, so it comes last


def main(*, check: bool) -> None:
    """Write all files, or say which of them would change; pictures of the notebook differ from machine to machine."""
    stale = []
    for file, text in written():
        if not check:
            file.write_text(text, encoding="utf-8")
        elif file != NOTEBOOK and file.read_text("utf-8") != text:
            stale.append(f"{file.parent.name}/{file.name}")
    if stale:
        sys.exit(f"{', '.join(stale)}: no longer what the code, the ontology and the data say; run: ./run docs")


if __name__ == "__main__":
    main(check="--check" in sys.argv)
