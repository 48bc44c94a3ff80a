"""The command line: the same verbs as the Python API, a few lines each.

Data goes to standard output, messages to standard error. Exit status: 0 yes, 1 a clean "no", 2 an error in the call.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

import ilo_graph as ilo
from ilo_graph import corrections as decisions
from ilo_graph import datasets, documents, lines, pipeline, queries, tables, validation
from ilo_graph.catalogue import Catalogue
from ilo_graph.cli.shell import Asking, Commands, folder_option, reading_progress, say, say_refusals, store_option
from ilo_graph.documents import Refusal
from ilo_graph.errors import DocumentError, ParameterError
from ilo_graph.model import Document, Notice, Reference
from ilo_graph.tracing import LIMIT

_REFERENCE_COLUMNS = ("doc", "start", "text", "id", "role", "agent", "basis", "section")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="ilo-graph")
def main() -> None:
    """Trace which posts work on which ILO standards and mandates: every link with its evidence."""


@main.command(epilog="Example: ilo-graph build notices/ --store ilo.db")
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@folder_option
@click.option("--catalogue", multiple=True, metavar="FILE.ttl", help="An overlay: entities to add or to replace.")
@click.option("--corrections", multiple=True, metavar="FILE.csv", help="Readings that people corrected.")
@click.option("--with-people", is_flag=True, help="Keep the names of supervisors, which are left out otherwise.")
def build(
    paths: tuple[str, ...], store: str, catalogue: tuple[str, ...], corrections: tuple[str, ...], with_people: bool
) -> None:
    """Build a store of the catalogues and of all notices below the PATHs (without PATH: of the bundled posts).

    Exit status 1 where files were refused, or where a correction found no place; each is named with its reason, and
    the rest is built.
    """
    with reading_progress() as progress:
        built, report = pipeline.build_with_report(
            *paths,
            store=store,
            catalogue=catalogue,
            corrections=corrections,
            with_people=with_people,
            processes=os.cpu_count() or 1,
            progress=progress,
        )
    click.echo(queries.run(built, "size"))
    say_refusals(report.remarks, "Note:")
    say_refusals(report.refused, "Refused")
    say_refusals(report.unapplied, "Not applied:")
    say(f"Built {store}: {report.documents} documents, {len(built)} facts.")
    sys.exit(1 if report.refused or report.unapplied else 0)


@main.command(epilog="Example: ilo-graph extract notice.txt --format table")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["jsonl", "table"]), default="jsonl", show_default=True)
@click.option("--fields", is_flag=True, help="Print header fields, sections and duties instead of references.")
@click.option("--catalogue", multiple=True, metavar="FILE.ttl", help="An overlay: entities to add or to replace.")
@click.option("--corrections", multiple=True, metavar="FILE.csv", help="Readings that people corrected.")
def extract(
    paths: tuple[str, ...], form: str, fields: bool, catalogue: tuple[str, ...], corrections: tuple[str, ...]
) -> None:
    """Read notices and resolve what they cite; store nothing. One JSON object a line; "-" is standard input."""
    loaded = ilo.load_catalogue([Path(c) for c in catalogue])
    refused: list[Refusal] = []
    unapplied: list[Refusal] = []
    decided = decisions.load([Path(c) for c in corrections], loaded)
    notices = decisions.decided(_notices(paths, refused, loaded), decided, unapplied)
    if fields:
        rows: Iterator[dict[str, object]] = (lines.notice(*read) for read in notices)
    else:
        rows = (lines.reference(reference) for _, references in notices for reference in references)
    if form == "table" and not fields:
        click.echo(tables.Table(_REFERENCE_COLUMNS, tuple(tuple(row[c] for c in _REFERENCE_COLUMNS) for row in rows)))
    else:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    say_refusals(refused, "Refused")
    say_refusals(unapplied, "Not applied:")
    sys.exit(1 if refused or unapplied else 0)


def _notices(
    paths: tuple[str, ...], refused: list[Refusal], catalogue: Catalogue
) -> Iterator[tuple[Notice, list[Reference]]]:
    for path in paths:
        for document in _documents(path):
            if isinstance(document, Refusal):
                refused.append(document)
            else:
                yield pipeline.read(document, catalogue)


def _documents(path: str) -> Iterable[Document | Refusal]:
    if path == "-":
        return documents.read_stream(sys.stdin.buffer)
    try:
        return documents.read(path)
    except DocumentError as error:  # one wrong path does not stop the others
        return [Refusal(path, str(error))]


@main.command(cls=Asking, epilog="Example: ilo-graph query posts-by-instrument instrument=C189 --format csv")
@click.argument("name", required=False, metavar="[NAME|FILE.rq|-]")
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE...]")
@store_option
@click.option(
    "--format", "form", type=click.Choice(list(tables.FORMATS)), help="[default: table, or the file's ending]"
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead.")
def query(name: str | None, parameters: tuple[str, ...], store: str, form: str | None, output: Path | None) -> None:
    """Answer a named query, a file or standard input; alone: list the named queries with their parameters."""
    if name is None:
        answer = _listing()
    else:
        asked = sys.stdin.read() if name == "-" else name
        answer = ilo.query(ilo.open(store), asked, **_parameters(parameters))
    answer.write(output or sys.stdout, form)
    if output is not None:
        say(f"Wrote {output}: {len(answer)} row{'' if len(answer) == 1 else 's'}.")


def _parameters(texts: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            raise ParameterError(f"{text!r} is no parameter: write it as key=value, for example instrument=C102")
        if key in given:
            raise ParameterError(f"{key} is given twice: give it one value, and ask once for each")
        given[key] = value
    return given


def _listing() -> tables.Table:
    rows = ((q.name, " ".join(str(p) for p in q.params), q.summary) for q in queries.list_queries())
    return tables.Table(("query", "parameters", "answers"), tuple(rows))


@main.command(epilog="Example: ilo-graph show C102")
@click.argument("identifier", metavar="ID")
@store_option
def show(identifier: str, store: str) -> None:
    """Show everything known of one thing: properties, links, evidence."""
    click.echo(ilo.show(ilo.open(store), identifier), nl=False)


@main.command(epilog="Example: ilo-graph search domestic workers")
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@store_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many rows at most.")
@click.option("--format", "form", type=click.Choice(list(tables.FORMATS)), default="table", show_default=True)
def search(words: tuple[str, ...], store: str, limit: int, form: str) -> None:
    """Find things by words of their titles and aliases, and posts by words of their documents, the nearest first.

    Exit status 1 where nothing has the words.
    """
    found = ilo.search(ilo.open(store), " ".join(words), limit=limit)
    if not found.rows:
        say(f"Nothing in the store has the words {' '.join(words)!r}: give fewer of them, or another language.")
        sys.exit(1)
    found.write(sys.stdout, form)
    if len(found) == limit:
        say(f"These are the nearest {limit}: give more words, or a higher --limit.")


@main.command(epilog="Example: ilo-graph trace post/2213 SDG1.3")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@store_option
@click.option("--limit", type=click.IntRange(min=1), default=LIMIT, show_default=True, help="How many to tell at most.")
def trace(start: str, end: str, store: str, limit: int) -> None:
    """Explain how a post or unit is linked to a mandate: each hop with its words, stated before derived.

    Exit status 1 where nothing links them.
    """
    explanations = ilo.trace(ilo.open(store), start, end, limit=limit)
    click.echo(explanations, nl=False, err=not explanations)
    if explanations.left_out:
        say(f"{explanations.left_out} more are left out: give a higher --limit to read them.")
    sys.exit(0 if explanations else 1)


@main.command(epilog="Example: ilo-graph check --strict --format csv")
@store_option
@click.option("--catalogue", multiple=True, metavar="FILE.ttl", help="Check this overlay instead of a store.")
@click.option("--strict", is_flag=True, help="Exit status 1 for anything that is found, not only for violations.")
@click.option(
    "--logic", is_flag=True, help="Ask HermiT too: contradictions, and whether the rules derive what follows."
)
@click.option("--format", "form", type=click.Choice(["text", *tables.FORMATS]), default="text", show_default=True)
def check(store: str, catalogue: tuple[str, ...], strict: bool, logic: bool, form: str) -> None:
    """Validate the graph (SHACL) and report where documents and authorities disagree, and what to do about it.

    Exit status 1 where a shape is violated (with --strict: also for warnings, discrepancies, and references that are
    unresolved or ambiguous; with --logic: also where the reasoner finds something).
    """
    if catalogue and logic:
        raise ParameterError("--logic reasons on a store: build one with --catalogue, then check it without")
    counts: Counter[validation.Severity] = Counter()
    if catalogue:
        found = iter(validation.overlay_findings(catalogue))
        checked = validation.counted(len(catalogue), "overlay")
    else:
        opened = ilo.open(store)
        found = validation.findings(opened)
        checked = validation.counted(len(validation.documents(opened)), "document")
    if form == "text":
        for line in validation.lines(_counting(found, counts)):  # as they come: a large store takes its time
            click.echo(line)
    else:
        validation.report(0, _counting(found, counts)).table.write(sys.stdout, form)
    say(validation.summary(checked, counts))
    illogical = logic and not _reasoned(store)
    sys.exit(1 if counts["violation"] or (strict and counts.total()) or illogical else 0)


def _reasoned(store: str) -> bool:
    from ilo_graph.logic import check

    report = check(ilo.open(store))
    say(str(report))
    return report.holds


def _counting(
    findings: Iterable[validation.Finding], counts: Counter[validation.Severity]
) -> Iterator[validation.Finding]:
    for finding in findings:
        counts[finding.severity] += 1
        yield finding


@main.command(epilog="Example: ilo-graph draw network.html --focus C189")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.html")
@store_option
@click.option("--focus", metavar="ID", help="Draw only this thing and what is linked with it.")
def draw(out: Path, store: str, focus: str | None) -> None:
    """Draw the network into one HTML file (pyvis), which opens offline."""
    say(f"Wrote {ilo.draw(ilo.open(store), out, focus=focus)}.")


@main.command(epilog="Example: ilo-graph explore explorer.html")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.html")
@store_option
@click.option("--focus", metavar="ID", help="Open the page at this thing.")
def explore(out: Path, store: str, focus: str | None) -> None:
    """Write the managers' page: one HTML file that opens offline."""
    say(f"Wrote {ilo.explore(ilo.open(store), out, focus=focus)}: open it in a browser.")


@main.command(epilog="Example: ilo-graph export graph.trig")
@click.argument(
    "out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.{ttl,trig,nt,nq,jsonld,rdf,graphml}"
)
@store_option
@click.option(
    "--void", is_flag=True, help="Write what the data set is (VoID, DCAT: counts, licence) instead of the data."
)
def export(out: Path, store: str, void: bool) -> None:
    """Write the graph to a file; its suffix names the format."""
    opened = ilo.open(store)
    if void:
        datasets.write(opened, out)
    elif out.suffix.lower() == ".graphml":
        from ilo_graph.network import write_graphml

        write_graphml(opened, out)
    else:
        opened.dump(out)
    say(f"Wrote {out}.")


@main.command(epilog="Example: ilo-graph serve --store ilo.db --port 8080")
@folder_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; 0.0.0.0: to everyone.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: one that is free.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=30, show_default=True, help="Of one query, at most.")
def serve(store: str, host: str, port: int, seconds: float) -> None:
    """Serve the graph: SPARQL 1.1 at /sparql, a page for each thing, the managers' page. Read-only; Ctrl-C ends it."""
    from ilo_graph import service

    def started(address: str) -> None:
        say(f"Serving {store} at {address} (queries: {address}sparql). Ctrl-C ends it.")

    service.serve(store, host=host, port=port, limits=service.Limits(seconds=seconds), started=started)
