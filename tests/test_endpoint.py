"""A store on a server: the same answers as from a folder, and never a part of one for the whole."""

from __future__ import annotations

import sys
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat
from servers import GOOD, JSON, VIRTUOSO, Handler, Reply, answering, oxigraph, served, virtuoso

import ilo_graph as ilo
from ilo_graph import datasets, queries
from ilo_graph.cli import main
from ilo_graph.endpoint import exchange
from ilo_graph.errors import IloGraphError, MissingExtra, QueryError, QuerySyntaxError, StoreError, UnknownThing
from ilo_graph.network import write_graphml
from ilo_graph.store import Readable, building
from ilo_graph.vocabulary import DERIVED

EXAMPLES = {q.name: {p.name: p.default or p.example for p in q.params} for q in queries.list_queries()}
THINGS = ("C102", "SDG1.3", "PB2024-25/6.4", "SOC/PPKS", "post/2213", "2030-agenda")
HOSTILE = '" } . DROP ALL # \\ \n \t ’ \U0001f600 ?x <http://example.com/>'


@pytest.fixture(scope="module", autouse=True)
def _environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        for name in ("USER", "PASSWORD", "TOKEN"):
            patch.delenv(f"ILO_GRAPH_{name}", raising=False)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("endpoint") / "ilo.db"
    ilo.build(store=path).close()
    return path


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with oxigraph(folder / (folder / "current").read_text().strip() / "database") as address:
        yield address


@pytest.fixture(scope="module")
def local(folder: Path) -> ilo.Store:
    store = ilo.open(folder)
    assert isinstance(store, ilo.Store)
    return store


@pytest.fixture(scope="module")
def remote(url: str) -> ilo.Endpoint:
    store = ilo.open(url)
    assert isinstance(store, ilo.Endpoint)
    return store


# ---- the same answers


def written(store: Readable, write: Callable[[Readable, Path], object], path: Path) -> bytes:
    write(store, path)
    return path.read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_named_query_has_the_same_answer_from_a_server(name: str, local: ilo.Store, remote: ilo.Endpoint) -> None:
    expected = ilo.query(local, name, **EXAMPLES[name])
    assert expected.rows or name in ("no-longer-current", "outdated-instruments-cited")  # the bundled posts cite none
    assert ilo.query(remote, name, **EXAMPLES[name]) == expected


@pytest.mark.parametrize("thing", THINGS)
def test_a_thing_is_shown_alike_from_a_server(thing: str, local: ilo.Store, remote: ilo.Endpoint) -> None:
    assert str(ilo.show(remote, thing)) == str(ilo.show(local, thing))


def test_a_link_is_explained_alike_from_a_server(local: ilo.Store, remote: ilo.Endpoint) -> None:
    for start, end in (("post/2213", "SDG1.3"), ("SOC/PPKS", "C102"), ("ILO", "SDG8")):
        explained = ilo.trace(local, start, end)
        assert explained
        assert ilo.trace(remote, start, end) == explained


def test_the_same_is_found_on_a_server(local: ilo.Store, remote: ilo.Endpoint) -> None:
    for words in ("domestic workers", "seguridad social", "convention no"):
        found = ilo.search(local, words)
        assert found.rows
        assert ilo.search(remote, words) == found


@pytest.mark.slow
def test_a_check_of_a_server_finds_the_same(local: ilo.Store, remote: ilo.Endpoint) -> None:
    report = ilo.check(local)
    assert report.findings
    assert ilo.check(remote) == report


@pytest.mark.parametrize(
    "write",
    [ilo.explore, ilo.draw, write_graphml, datasets.write, lambda store, path: store.dump(path)],
    ids=["explorer.html", "network.html", "graph.graphml", "void.ttl", "graph.trig"],
)
def test_a_file_made_from_a_server_is_the_same_to_the_byte(
    write: Callable[[Readable, Path], object],
    request: pytest.FixtureRequest,
    local: ilo.Store,
    remote: ilo.Endpoint,
    tmp_path: Path,
) -> None:
    path = tmp_path / request.node.callspec.id
    assert written(remote, write, path) == written(local, write, path)


def test_the_own_service_gives_the_same_answers_and_the_same_page(
    folder: Path, local: ilo.Store, tmp_path: Path
) -> None:
    with served(folder) as address:
        store = ilo.open(address)
        for name, given in EXAMPLES.items():
            assert ilo.query(store, name, **given) == ilo.query(local, name, **given)
        page = tmp_path / "explorer.html"
        assert written(store, ilo.explore, page) == written(local, ilo.explore, page)


def test_a_query_of_chosen_graphs_is_asked_of_these_only(local: ilo.Store, remote: ilo.Endpoint) -> None:
    graphs = "FROM <https://w3id.org/ilo-graph/graph/units> FROM <https://w3id.org/ilo-graph/graph/sdg>"
    text = f"SELECT DISTINCT ?class {graphs} {{ ?thing a ?class }} ORDER BY ?class"
    found = ilo.query(remote, text)
    assert found == ilo.query(local, text)
    assert 0 < len(found) < len(ilo.query(remote, text.replace(graphs, "")))


def test_quads_are_those_of_the_store_whole_or_by_graph(local: ilo.Store, remote: ilo.Endpoint) -> None:
    assert len(remote) == len(local)
    assert set(remote.quads()) == set(local.quads())
    assert set(remote.quads(DERIVED)) == set(local.quads(DERIVED)) != set()


def test_rdflib_gets_the_data_of_a_server(remote: ilo.Endpoint) -> None:
    dataset = remote.to_rdflib()
    assert len(list(dataset.query("SELECT ?post { ?post a org:Post }"))) == 5


def test_own_queries_have_answers_of_each_form(local: ilo.Store, remote: ilo.Endpoint) -> None:
    for text in (
        "ASK { ?post a org:Post }",
        "ASK { ?post a org:NoSuchThing }",
        'SELECT ("é\\t\\n\\"\\\\😀"@fr AS ?a) (1.50 AS ?b) (true AS ?c) ("x"^^xsd:date AS ?d) ?e { }',
        "SELECT * { ?post a org:Post } ORDER BY ?post",
    ):
        assert ilo.query(remote, text) == ilo.query(local, text)
    triples, expected = (s.query("CONSTRUCT { ?p a org:Post } { ?p a org:Post }") for s in (remote, local))
    assert isinstance(triples, QueryTriples)
    assert isinstance(expected, QueryTriples)
    assert set(triples) == set(expected) != set()


def test_a_hostile_value_stays_a_value(local: ilo.Store, remote: ilo.Endpoint) -> None:
    text = '#+ params:\n#+   - word: string, for example x\nSELECT ?word {\n  VALUES ?word { "x" }\n}'
    assert [row["word"] for row in ilo.query(remote, text, word=HOSTILE)] == [HOSTILE]
    told = []
    for store in (local, remote):
        with pytest.raises(UnknownThing) as caught:
            ilo.query(store, "posts-by-instrument", instrument=HOSTILE)
        told.append(str(caught.value))
    assert told[0] == told[1]
    assert ilo.search(remote, f"workers {HOSTILE}") == ilo.search(local, f"workers {HOSTILE}")


# ---- the command line


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize(
    "command",
    [
        "query posts-by-instrument instrument=C102 --format csv",
        "show C102",
        "search domestic workers",
        "trace post/2213 SDG1.3",
    ],
)
def test_a_command_prints_the_same_with_the_address_of_a_server(command: str, folder: Path, url: str) -> None:
    expected = run(*command.split(), "--store", folder)
    assert expected.stdout
    done = run(*command.split(), "--store", url)
    assert (done.stdout, done.stderr, done.exit_code) == (expected.stdout, expected.stderr, expected.exit_code)


def test_a_command_writes_a_file_from_a_server(url: str, tmp_path: Path) -> None:
    done = run("export", tmp_path / "graph.nq", "--store", url)
    assert (done.exit_code, done.stderr) == (0, f"Wrote {tmp_path / 'graph.nq'}.\n")


def test_no_store_is_built_at_an_address(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("build", "--store", url)
    assert done.exit_code == 2
    assert "Nothing is written to a server: build a store in a folder" in done.stderr
    with pytest.raises(StoreError, match="Here a store is a folder, not an address"):
        ilo.Store(url)
    with pytest.raises(StoreError, match="Here a store is a folder, not an address"), building(url):
        pass
    assert not list(tmp_path.iterdir())


def test_a_server_that_is_not_there_is_an_error_of_the_call() -> None:
    done = run("show", "C102", "--store", "http://127.0.0.1:1/sparql")
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: http://127.0.0.1:1/sparql cannot be reached")
    assert done.stderr.endswith("check the address, and that the server is there\n")


def test_writing_to_a_server_is_refused_with_what_to_do(remote: ilo.Endpoint) -> None:
    graph = NamedNode("http://example.com/g")
    calls: list[Callable[[], object]] = [
        lambda: remote.update("INSERT DATA { GRAPH <http://example.com/g> { org:a a org:b } }"),
        lambda: remote.load([Quad(graph, graph, graph, graph)]),
        lambda: remote.load_lines([b""], graph),
        lambda: remote.replace(graph, []),
    ]
    for write in calls:
        with pytest.raises(StoreError, match=r"build a store in a folder .* load that into the server"):
            write()


# ---- what is sent


def good(handler: Handler) -> None:
    handler.send(GOOD)


def test_what_is_no_query_never_leaves() -> None:
    with answering(good) as server:
        store = ilo.open(server.url)
        with pytest.raises(QuerySyntaxError):
            store.query("DROP ALL")
        with pytest.raises(QuerySyntaxError):
            store.query("SELECT * {")
        with pytest.raises(QueryError, match="SERVICE"):
            store.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }")
    assert len(server.asked) == 1


def test_a_query_is_sent_as_a_query_whatever_its_words() -> None:
    text = "# select\n# how to insert, add and drop\nSELECT ?where { ?drop ?insert ?where }"
    with answering(good) as server:
        rows = ilo.open(server.url).query(text)
    assert isinstance(rows, QuerySolutions)
    assert [row["where"].value for row in rows] == ["graph", "union"]
    handler = server.asked[-1]
    assert (handler.command, handler.headers["Content-Type"]) == ("POST", "application/x-www-form-urlencoded")
    assert handler.headers["Accept"] == JSON
    assert list(handler.form) == ["union-default-graph", "query"]
    assert handler.form["query"][0].endswith(text)


def test_who_asks_is_told_by_password_or_token(monkeypatch: pytest.MonkeyPatch) -> None:
    basic = f"Basic {b64encode('ana:pässword'.encode()).decode()}"
    with answering(good) as server:
        ilo.open(server.url)
        ilo.Endpoint(server.url, user="ana", password="pässword")
        ilo.Endpoint(server.url, token="secret")
        monkeypatch.setenv("ILO_GRAPH_TOKEN", "other")
        ilo.open(server.url)
        ilo.Endpoint(server.url, user="ana", password="pässword")
        monkeypatch.delenv("ILO_GRAPH_TOKEN")
        monkeypatch.setenv("ILO_GRAPH_USER", "ana")
        monkeypatch.setenv("ILO_GRAPH_PASSWORD", "pässword")
        ilo.open(server.url)
    sent = [handler.headers["Authorization"] for handler in server.asked]
    assert sent == [None, basic, "Bearer secret", "Bearer other", basic, basic]


def test_no_secret_is_shown() -> None:
    with answering(lambda handler: handler.send(b"", 401)) as server:
        with pytest.raises(StoreError, match="password or token") as refused:
            ilo.Endpoint(server.url + "?key=hidden", user="ana", password="hidden", token="hidden")
        for address in ("http://ana:hidden@127.0.0.1/sparql", "https://ana:hidden@127.0.0.1:no/"):
            with pytest.raises(StoreError, match="take user and password out") as mistaken:
                ilo.open(address)
            assert "hidden" not in str(mistaken.value)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("address", ["https://", "http://[::1/sparql", "http://127.0.0.1:x/", "https:/example.org/"])
def test_a_wrong_address_is_told(address: str) -> None:
    with pytest.raises(StoreError, match="is no address: write it as https://"):
        ilo.open(address)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status: int) -> None:
    with answering(good) as other:
        for elsewhere in (other.url, "file:///etc/passwd"):
            with (
                answering(lambda handler, to=elsewhere: handler.send(b"", status, Location=to)) as server,  # type: ignore[misc]
                pytest.raises(StoreError, match=f"points to {elsewhere}, where nothing is sent unasked"),
            ):
                ilo.Endpoint(server.url, token="secret")
    assert not other.asked


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SPARQLWrapper", None)
    with pytest.raises(MissingExtra, match=r"pip install 'ilo-graph\[remote\]'"):
        ilo.open("http://127.0.0.1:1/sparql")


# ---- what comes back


def chunks(*parts: bytes, media_type: str = JSON) -> Reply:
    """Send parts of an answer, whose end is only what a test gives."""

    def reply(handler: Handler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts))
        handler.close_connection = True

    return reply


def endless(media_type: str, body: bytes) -> Reply:
    """Send an answer of which nothing says how long it is."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", media_type)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def only(where: str) -> bytes:
    return GOOD.replace(b"graph" if where == "union" else b"union", b"other")


REPLIES: dict[str, tuple[Reply, type[IloGraphError], str]] = {
    "a web page": (
        lambda h: h.send(b"<!DOCTYPE html><p>Welcome", media_type="text/html; charset=utf-8"),
        StoreError,
        "sends text/html; charset=utf-8, and no results of a query: correct the address",
    ),
    "no type": (lambda h: h.send(GOOD, media_type=""), StoreError, "sends something without a type"),
    "another format": (
        lambda h: h.send(b"?where\n", media_type="text/tab-separated-values"),
        StoreError,
        "sends text/tab-separated-values",
    ),
    "an empty graph": (lambda h: h.send(only("union")), StoreError, "holds no graph of ilo-graph: load the export"),
    "no union": (lambda h: h.send(only("graph")), StoreError, "does not see its named graphs together"),
    "forbidden": (lambda h: h.send(b"", 403), StoreError, "right password or token .403.: set ILO_GRAPH_USER"),
    "not there": (lambda h: h.send(b"nothing here", 404), StoreError, "No SPARQL server answers at .* .404."),
    "not so": (lambda h: h.send(b"", 405), StoreError, "No SPARQL server answers at .* .405."),
    "refused": (
        lambda h: h.send(b"SP031:\n  \x1b[31mno such function", 400),
        QueryError,
        "does not answer this query .400., 'SP031: \ufffd\\[31mno such function': write that part",
    ),
    "failed": (lambda h: h.send(b"<p>oops", 500, "text/html"), QueryError, "failed .500.: ask for less"),
    "busy": (lambda h: h.send(b"later", 503), QueryError, "cannot do this now .503., 'later': ask for less"),
    "a part by its status": (lambda h: h.send(GOOD, 206), QueryError, "gave a part of the answer only"),
    "a part by its time": (lambda h: h.send(GOOD, X_SQL_State="S1TAT"), QueryError, "gave a part of the answer only"),
    "cut rows": (
        lambda h: h.send(GOOD, X_SPARQL_MaxRows="2"),
        QueryError,
        "cuts every answer after 2 rows, and this one: .* ResultSetMaxRows",
    ),
    "a time-out within": (
        lambda h: h.send(GOOD[:-40] + b"\n## Query cancelled due to timeout during execution"),
        QueryError,
        "answer of .* is broken",
    ),
    "broken JSON": (lambda h: h.send(GOOD[:-1]), QueryError, "answer of .* is broken"),
    "no JSON": (lambda h: h.send(b"\xff\xfe"), QueryError, "answer of .* is broken"),
    "nothing": (lambda h: h.send(b""), QueryError, "answer of .* is broken"),
    "no IRI": (
        lambda h: h.send(GOOD.replace(b"literal", b"uri")),
        QueryError,
        "answer of .* is broken",
    ),
    "rows for a yes": (
        lambda h: h.send(b'{"head": {}, "boolean": true}'),
        QueryError,
        "answers in another form than was asked",
    ),
    "less than announced": (lambda h: h.send(GOOD, Content_Length="999"), QueryError, "broke off, .* before its end"),
    "chunks without an end": (chunks(GOOD), QueryError, r"broke off \(IncompleteRead\): ask again"),
    "a head alone": (lambda h: h.wfile.write(b"HTTP/1.0"), QueryError, "broke off"),
    "not a word": (lambda h: None, QueryError, "broke off"),
}


@pytest.mark.parametrize("reply", REPLIES)
def test_what_is_no_whole_answer_is_an_error_that_says_what_to_do(reply: str) -> None:
    answer, error, message = REPLIES[reply]
    with answering(answer) as server, pytest.raises(error, match=message):
        ilo.open(server.url)


def test_a_whole_answer_in_chunks_is_one() -> None:
    with answering(chunks(GOOD[:50], GOOD[50:], b"")) as server:
        assert repr(ilo.open(server.url)) == f"<Endpoint {server.url}>"


TRIPLES = b"<http://example.com/a> <http://example.com/b> <http://example.com/c> .\n"


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (endless("application/n-triples", TRIPLES), "may cut triples without saying so: ask for rows, with SELECT"),
        (lambda h: h.send(TRIPLES, media_type="application/rdf+xml"), "sends application/rdf.xml"),
        (lambda h: h.send(TRIPLES[:-9], media_type="application/n-triples"), "is broken"),
        (lambda h: h.send(GOOD), "sends application/sparql-results.json"),
    ],
)
def test_triples_that_may_be_a_part_are_refused(reply: Reply, message: str) -> None:
    def by_form(handler: Handler) -> None:
        (good if handler.headers["Accept"] == JSON else reply)(handler)

    with answering(by_form) as server:
        store = ilo.open(server.url)
        with pytest.raises(IloGraphError, match=message):
            store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")


def test_triples_in_turtle_are_read_too() -> None:
    def by_form(handler: Handler) -> None:
        if handler.headers["Accept"] == JSON:
            good(handler)
        else:
            handler.send(b"@prefix e: <http://example.com/> . e:a e:b e:c .", media_type="text/turtle;charset=utf-8")

    with answering(by_form) as server:
        found = ilo.open(server.url).query("DESCRIBE <http://example.com/a>")
    assert isinstance(found, QueryTriples)
    assert found.serialize(format=RdfFormat.N_TRIPLES) == TRIPLES


def test_a_silent_server_is_not_waited_for() -> None:
    def silent(handler: Handler) -> None:
        time.sleep(1)

    def stopping(handler: Handler) -> None:
        handler.send(GOOD[:50], Content_Length=str(len(GOOD)))
        time.sleep(1)

    for reply in (silent, stopping):
        with answering(reply) as server, pytest.raises(QueryError, match=r"was silent for 0\.2 seconds: ask for less"):
            ilo.Endpoint(server.url, seconds=0.2)


def test_an_answer_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 100)
    with answering(good) as server, pytest.raises(QueryError, match="larger than 100 bytes: ask for less at once"):
        ilo.open(server.url)


# ---- Virtuoso


@pytest.fixture(scope="module")
def other(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ilo.Endpoint]:
    if not VIRTUOSO:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    path = tmp_path_factory.mktemp("virtuoso")
    ilo.open(folder).dump(path / "export.nq")
    with virtuoso(path / "export.nq", path) as address:
        yield ilo.Endpoint(address, seconds=60)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_a_named_query_has_the_same_answer_from_virtuoso(name: str, local: ilo.Store, other: ilo.Endpoint) -> None:
    expected, found = (ilo.query(store, name, **EXAMPLES[name]) for store in (local, other))
    if name == "size":  # Virtuoso's own graphs are in the union
        assert set(expected.rows) <= set(found.rows)
    else:
        assert found == expected


@pytest.mark.slow
def test_show_trace_search_and_the_page_are_the_same_from_virtuoso(
    local: ilo.Store, other: ilo.Endpoint, tmp_path: Path
) -> None:
    assert str(ilo.show(other, "C102")) == str(ilo.show(local, "C102"))
    assert ilo.trace(other, "post/2213", "SDG1.3") == ilo.trace(local, "post/2213", "SDG1.3")
    assert ilo.search(other, "domestic workers") == ilo.search(local, "domestic workers")
    page = tmp_path / "explorer.html"
    assert written(other, ilo.explore, page) == written(local, ilo.explore, page)


@pytest.mark.slow
def test_what_virtuoso_cuts_or_may_have_cut_is_refused(other: ilo.Endpoint) -> None:
    with pytest.raises(QueryError, match="cuts every answer after 50000 rows"):
        other.query("SELECT ?a ?b { GRAPH ?g { ?a a ?c } GRAPH ?h { ?b a ?d } }")
    with pytest.raises(QueryError, match="may cut triples without saying so"):
        other.query("CONSTRUCT { ?post a org:Post } { ?post a org:Post }")
