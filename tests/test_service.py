"""The service, as a process of its own that is asked over HTTP."""

from __future__ import annotations

import csv
import html
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, parse

import ilo_graph as ilo
from ilo_graph.queries import list_queries
from ilo_graph.service import pages
from ilo_graph.service.asking import preferred
from ilo_graph.service.guard import depth
from ilo_graph.store import Store, code
from ilo_graph.tables import Table
from ilo_graph.vocabulary import BASE, PREFIXES

JSON, XML, CSV, TSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORM = "application/x-www-form-urlencoded"
INSTRUMENTS = f"{BASE}graph/instruments"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SECONDS = 3


class Got(NamedTuple):
    status: int
    media: str
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def number(self) -> int:
        return int(json.loads(self.body)["results"]["bindings"][0]["n"]["value"])


class Service(NamedTuple):
    port: int
    store: Path
    process: subprocess.Popen[str]

    def ask(self, path: str, *, accept: str = "", body: str = "", media: str = FORM, origin: str = "") -> Got:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {"Accept": accept, "Content-Type": body and media, "Origin": origin}
        headers = {name: value for name, value in named.items() if value}
        connection.request("POST" if body else "GET", path, body or None, headers)
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        got = Got(answer.status, headers.get("content-type", "").partition(";")[0], answer.read(), headers)
        connection.close()
        return got

    def query(self, text: str, accept: str = "", **others: str) -> Got:
        return self.ask("/sparql?" + urlencode({"query": text, **others}), accept=accept)


def serve(store: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ilo_graph.cli", "serve", "--store", str(store), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


@contextmanager
def serving(store: Path, *options: str) -> Iterator[Service]:
    process = serve(store, "--port", "0", *options)
    assert process.stderr is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/ ", line := process.stderr.readline())
        assert found, line
        yield Service(int(found[1]), store, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    path = tmp_path_factory.mktemp("service") / "ilo.db"
    ilo.build(store=path).close()
    with serving(path, "--seconds", str(SECONDS)) as running:
        yield running


# ---- the protocol


@pytest.mark.parametrize("query", list_queries(), ids=lambda query: query.name)
def test_a_named_query_has_the_same_rows_over_the_network(service: Service, query: ilo.queries.NamedQuery) -> None:
    got = service.query(query.text, TSV)
    assert (got.status, got.media) == (200, TSV)
    lines = got.text.splitlines()
    rows = ilo.open(service.store).query(query.text)
    assert isinstance(rows, QuerySolutions)
    assert len(lines) - 1 == len(list(rows))
    assert [name.removeprefix("?") for name in lines[0].split("\t")] == [name for name, _ in query.columns]


@pytest.mark.parametrize("accept", [JSON, XML, CSV, TSV])
def test_a_table_comes_in_the_form_that_is_asked_for(service: Service, accept: str) -> None:
    got = service.query("SELECT ?name WHERE { ilo:Post skos:prefLabel ?none } VALUES ?name { 'one' }", accept)
    assert (got.status, got.media) == (200, accept)


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD])
def test_a_graph_comes_in_the_form_that_is_asked_for(service: Service, form: RdfFormat) -> None:
    got = service.query(f"CONSTRUCT WHERE {{ <{BASE}id/instrument/C102> ?p ?o }}", form.media_type)
    assert (got.status, got.media) == (200, form.media_type)
    assert len({quad.triple for quad in parse(got.body, form)}) > 5


def test_a_query_may_be_sent_in_three_ways(service: Service) -> None:
    in_address = service.query(COUNT)
    as_form = service.ask("/sparql", body=urlencode({"query": COUNT}))
    directly = service.ask("/sparql", body=COUNT, media="application/sparql-query")
    assert in_address.number == as_form.number == directly.number == len(ilo.open(service.store))


def test_graphs_are_chosen_by_the_request_or_by_the_query(service: Service) -> None:
    inside = service.query(f"SELECT (COUNT(*) AS ?n) FROM <{INSTRUMENTS}> WHERE {{ ?s ?p ?o }}").number
    asked = service.query(COUNT, **{"default-graph-uri": INSTRUMENTS}).number
    named = service.query(
        "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": INSTRUMENTS}
    ).number
    everything = service.query(COUNT).number
    assert 0 < inside == asked < everything
    assert named == 1


def test_who_asks_nothing_gets_the_description_of_the_service_or_a_form(service: Service) -> None:
    described = service.ask("/sparql", accept="text/turtle")
    triples = {str(quad.predicate): str(quad.object) for quad in parse(described.body, RdfFormat.TURTLE)}
    namespace = "http://www.w3.org/ns/sparql-service-description#"
    assert triples[f"<{namespace}endpoint>"] == f"<http://127.0.0.1:{service.port}/sparql>"
    assert f"<{namespace}feature>" in triples
    assert "<textarea" in service.ask("/sparql", accept=BROWSER).text
    assert service.ask("/sparql").status == 400


def test_rdflib_and_other_clients_are_answered(service: Service) -> None:
    from rdflib import Graph
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    graph = Graph(SPARQLStore(f"http://127.0.0.1:{service.port}/sparql", returnFormat="json"))
    (row,) = graph.query(COUNT)
    assert str(row[0]) == str(len(ilo.open(service.store)))  # type: ignore[index]


def test_a_page_of_another_site_may_ask(service: Service) -> None:
    got = service.ask("/sparql?query=ASK%7B%7D", origin="https://editor.example")
    assert got.headers["access-control-allow-origin"] == "*"


# ---- what is refused


@pytest.mark.parametrize(
    ("request_", "status", "words"),
    [
        ({"path": "/sparql?query=SELECT+*+%7B"}, 400, "cannot be read: error at 1:11"),
        ({"path": "/sparql?query=ASK%7B%7D&query=ASK%7B%7D"}, 400, "one at a time"),
        ({"path": "/sparql?query=%FF"}, 400, "UTF-8"),
        ({"path": "/sparql?query=ASK%7B%7D&default-graph-uri=no+iri"}, 400, "is no IRI"),
        ({"path": "/sparql", "body": "ASK {}", "media": "text/plain"}, 415, "application/sparql-query"),
        ({"path": "/sparql", "body": urlencode({"update": "CLEAR ALL"})}, 400, "read-only"),
        ({"path": "/sparql", "body": urlencode({"query": "CLEAR ALL"})}, 400, "cannot be read"),
        ({"path": "/sparql", "body": "CLEAR ALL", "media": "application/sparql-update"}, 415, "is sent as"),
        ({"path": "/sparql?query=ASK%7BSERVICE%3Chttp://a/%3E%7B%7D%7D"}, 400, "SERVICE"),
        ({"path": "/sparql?query=ASK%7B%7D", "accept": "image/png"}, 406, JSON),
        ({"path": "/sparql", "body": "x" * 500_000, "media": "application/sparql-query"}, 413, "longer than"),
        ({"path": "/nothing"}, 404, "Not Found"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told_with_what_to_do(
    service: Service, request_: dict[str, str], status: int, words: str
) -> None:
    got = service.ask(**request_)
    assert (got.status, got.media) == (status, "text/plain")
    assert words in got.text


def test_a_file_is_no_graph(service: Service) -> None:
    secret = service.store.parent / "secret.nt"
    secret.write_text("<http://example.com/a> <http://example.com/b> <http://example.com/c> .")
    assert service.query(f"SELECT (COUNT(*) AS ?n) FROM <file://{secret}> {{ ?s ?p ?o }}").number == 0
    assert service.query(COUNT, **{"default-graph-uri": f"file://{secret}"}).number == 0


def test_a_runaway_query_is_ended_and_the_others_go_on(service: Service) -> None:
    with ThreadPoolExecutor(4) as pool:
        runaways = [pool.submit(service.query, RUNAWAY) for _ in range(3)]
        time.sleep(0.5)
        meanwhile = service.query(COUNT)
        assert not any(runaway.done() for runaway in runaways)
        assert meanwhile.number > 0
        for runaway in runaways:
            assert runaway.result().status == 504
            assert f"more than {SECONDS} seconds" in runaway.result().text
    assert {service.query(COUNT).status for _ in range(10)} == {200}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE " + "{" * 5_000 + "}" * 5_000,
        "SELECT (" + "(" * 5_000 + "1" + ")" * 5_000 + " AS ?n) {}",
        "SELECT (" + "!" * 20_000 + "true AS ?n) {}",
        "SELECT (" + "-" * 20_000 + "1 AS ?n) {}",
        "ASK { ?a " + "^" * 20_000 + "ilo:path ?b }",
        "SELECT (1" + "+1" * 30_000 + " AS ?n) {}",
    ],
    ids=["groups", "brackets", "not", "minus", "path", "plus"],
)
def test_a_query_that_would_break_the_engine_does_not_break_the_service(service: Service, query: str) -> None:
    got = service.ask("/sparql", body=urlencode({"query": query}))
    assert got.status in (200, 400, 500)
    assert service.query(COUNT).status == 200


def test_an_answer_that_is_too_long_is_refused_whole(tmp_path: Path) -> None:
    from ilo_graph.service.answering import Task, _answer
    from ilo_graph.service.asking import Question
    from ilo_graph.service.limits import Limits

    store = Store()
    store.update("INSERT DATA { GRAPH <http://example.com/g> { <http://example.com/a> a <http://example.com/B> } }")
    asked = Task("query", Question("SELECT * { ?s ?p ?o }"), 1)
    assert _answer(store, asked, Limits()).status == 200
    refused = _answer(store, asked, Limits(answer_bytes=50))
    assert (refused.status, refused.media.partition(";")[0]) == (413, "text/plain")
    assert b"LIMIT" in refused.body


# ---- pages and things


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sparql?query=" + quote("SELECT * { ?s a ilo:Convention } LIMIT 3"),
        "/thing?id=C102",
        "/id/instrument/C102",
    ],
)
def test_a_page_runs_no_script_and_fetches_nothing(service: Service, path: str) -> None:
    got = service.ask(path, accept=BROWSER)
    assert (got.status, got.media) == (200, "text/html")
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "script-src 'none'" in got.headers["content-security-policy"]
    assert "<script" not in got.text


def test_a_named_query_is_asked_by_its_parameters_and_taken_home_as_a_file(service: Service) -> None:
    page = service.ask("/ask?name=posts-by-instrument&instrument=Convention+102", accept=BROWSER)
    file = service.ask("/ask?name=posts-by-instrument&instrument=C102&format=csv")
    rows = [*csv.DictReader(file.text.splitlines())]
    expected = ilo.query(ilo.open(service.store), "posts-by-instrument", instrument="C102")
    assert (page.status, file.media) == (200, CSV)
    assert [row["post"] for row in rows] == [row["post"] for row in expected]
    assert all(row["words"] in html.unescape(page.text) for row in rows)
    assert "<table" not in service.ask("/ask?name=posts-by-instrument", accept=BROWSER).text
    for wrong, words in (("instrument=C1022", "did you mean"), ("unit=1", "has no parameter")):
        told = service.ask(f"/ask?name=posts-by-instrument&{wrong}", accept=BROWSER)
        assert told.status == 400
        assert words in told.text
    assert service.ask("/ask?name=post-by-instrument").status == 400
    assert service.ask("/ask?name=size&format=pdf").status == 400


def test_a_thing_has_a_page_and_facts_at_one_address(service: Service) -> None:
    page = service.ask("/id/instrument/C102", accept=BROWSER)
    facts = service.ask("/id/instrument/C102", accept="text/turtle")
    assert "Social Security (Minimum Standards) Convention, 1952" in page.text
    subjects = {str(quad.subject) for quad in parse(facts.body, RdfFormat.TURTLE)}
    assert subjects == {f"<{BASE}id/instrument/C102>"}
    assert service.ask("/id/instrument/C999", accept="text/turtle").status == 404


def test_an_address_is_never_read_as_a_query(service: Service) -> None:
    for path in ("/id/a>_?s_{?s_?p_?o}#", "/id/%3E", "/id/%C3%A9", "/id/"):
        for accept in ("text/turtle", BROWSER):
            got = service.ask(path, accept=accept)
            assert (got.status, "contributesTo" in got.text) == (404, False)


def test_a_thing_that_is_not_there_is_told_with_near_ids(service: Service) -> None:
    got = service.ask("/thing?id=C1022", accept=BROWSER)
    assert got.status == 404
    assert "did you mean" in got.text


def test_what_comes_with_a_request_is_escaped(service: Service) -> None:
    hostile = "a <script>alert(1)</script>"
    for path in (f"/thing?id={quote(hostile)}", f"/sparql?query={quote(hostile)}"):
        got = service.ask(path, accept=BROWSER)
        assert hostile not in got.text
        assert "&lt;script&gt;" in got.text


def test_what_comes_from_the_graph_is_escaped() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    shown = pages.table(Table(("id", "title"), ((f"a'{hostile}", hostile), (f"http://x/{hostile}", None))))
    assert "<img" not in shown
    assert shown.count("&lt;img") == 3


def test_the_ontology_is_given_at_its_address(service: Service) -> None:
    got = service.ask("/ontology", accept="text/turtle")
    terms = {quad.subject.value for quad in parse(got.body, RdfFormat.TURTLE) if hasattr(quad.subject, "value")}
    assert PREFIXES["ilo"] + "contributesTo" in terms


def test_the_managers_page_is_that_of_explore(service: Service, tmp_path: Path) -> None:
    page = ilo.explore(ilo.open(service.store), tmp_path / "page.html").read_bytes()
    assert service.ask("/explorer", accept=BROWSER).body == page


def test_a_new_build_is_served_without_a_new_start(tmp_path: Path) -> None:
    path = tmp_path / "ilo.db"
    ilo.build(store=path).close()
    with serving(path) as running:
        before = running.query(COUNT).number
        overlay = tmp_path / "more.ttl"
        overlay.write_text(_OVERLAY)
        ilo.build(store=path, catalogue=[overlay]).close()
        assert running.query(COUNT).number > before


_OVERLAY = """@prefix ilo: <https://w3id.org/ilo-graph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<https://w3id.org/ilo-graph/id/mandate/our-strategy> a ilo:Mandate ; skos:notation "our-strategy" ;
  skos:prefLabel "Our strategy"@en ; dcterms:source "ourselves" ;
  ilo:attestation <https://w3id.org/ilo-graph/id/attestation/read> .
"""


def test_a_service_ends_with_its_workers(tmp_path: Path) -> None:
    path = tmp_path / "ilo.db"
    ilo.build(store=path).close()
    with serving(path) as running:
        running.query(COUNT)
    assert running.process.returncode in (0, 130, -signal.SIGINT)
    ilo.build(store=path).close()  # which nobody holds any more
    assert len([folder for folder in path.iterdir() if folder.name.startswith("store-")]) == 1


def test_what_cannot_be_served_is_told(service: Service, tmp_path: Path) -> None:
    for store, port, words in (
        (service.store, service.port, "choose another"),
        (tmp_path / "none.db", 0, "ilo-graph build"),
    ):
        process = serve(store, "--port", str(port))
        _, told = process.communicate(timeout=60)
        assert (process.returncode, words in told, "Serving" in told) == (2, True, False), told


# ---- its parts


@pytest.mark.parametrize(
    ("accept", "liked"),
    [
        ("", "a/json"),
        ("*/*", "a/json"),
        ("text/csv", "text/csv"),
        ("a/*;q=0.2, text/csv;q=0.9", "text/csv"),
        ("a/json;q=0, */*", "text/csv"),
        ("image/png", None),
        ("text/csv;q=none", None),
    ],
)
def test_the_form_is_the_one_that_is_liked_most(accept: str, liked: str | None) -> None:
    assert preferred(accept, ["a/json", "text/csv"]) == liked


def test_brackets_in_texts_do_not_count() -> None:
    assert depth(code('SELECT * { ?s ?p "((((" . FILTER(?o = <http://x/(> || (true)) } # {{{{')) == 3


def test_an_answer_is_a_table_with_quotes_where_csv_needs_them(service: Service) -> None:
    got = service.query('SELECT ?a ("x, \\"y\\"" AS ?b) { VALUES ?a { 1 } }', CSV)
    assert [*csv.reader(got.text.splitlines())] == [["a", "b"], ["1", 'x, "y"']]
