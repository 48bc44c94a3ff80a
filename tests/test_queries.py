from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from rdflib import RDF, RDFS, SDO, Dataset, Graph, Namespace, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.query import ResultRow
from rich_graph import rich_store
from small_graph import small_store

from ilo_graph import catalogue, resources, rules
from ilo_graph.errors import ParameterError, QueryError, QuerySyntaxError, UnknownQuery, UnknownThing
from ilo_graph.queries import NamedQuery, bind, documentation, find, get, list_queries, run, show
from ilo_graph.queries.named import parse
from ilo_graph.queries.parameters import terms
from ilo_graph.store import Store
from ilo_graph.tables import Table
from ilo_graph.vocabulary import PREFIXES

# rdflib 7 warns of its own use of names that it has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")

QUERIES = list_queries()
CASES: dict[str, tuple[str, ...]] = {
    "instrument": ("C901", "C902", "R903", "C904"),
    "outcome": ("PB2098-99/1", "PB2098-99/1.2", "PB2096-97/4.5"),
    "biennium": ("PB2096-97", "PB2098-99"),
    "sdg": ("SDG1", "SDG1.3", "SDG8"),
    "unit": ("DEP", "DEP/ONE"),
    "post": ("post/11", "post/12", "post/13"),
    "mandate": ("C901", "PB2098-99/1", "SDG1.3", "ladder-plan"),
    "thing": ("C901", "ladder-plan", "DEP", "PB2096-97/4"),
    "subject": ("working-time",),
    "status": ("up-to-date", "abrogated"),
    "category": ("fundamental",),
    "discrepancy": ("expired-biennium", "missing-date"),
    "boolean": ("true", "false"),
    "integer": ("2026", "1990"),
}


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


def cut(table: Table, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in table]


def test_posts_by_instrument_tells_contribution_from_learning(store: Store) -> None:
    answer = run(store, "posts-by-instrument", instrument="C901")
    assert cut(answer, "post", "unit", "link", "how", "role", "words", "section", "document", "start", "cue") == [
        ("post/11", "DEP/ONE", "contributes", "stated", "contribution", "Convention No. 901", "duties", "a.txt", 100,
         "ratification of"),
        ("post/11", "DEP/ONE", "learns about", "stated", "learning", "C901", "learning", "a.txt", 300, None),
    ]  # fmt: skip


def test_an_indirect_contribution_is_called_derived_and_names_what_it_passes(store: Store) -> None:
    answer = run(store, "posts-by-instrument", instrument="R903")
    assert cut(answer, "post", "link", "how", "via", "words", "quote") == [
        ("post/12", "contributes indirectly", "derived", "ladder-plan", "Ladder Plan", None),
        ("post/12", "works under", "stated", None, "Recommendation No. 903", None),
    ]


def test_posts_by_sdg_tells_direct_from_indirect(store: Store) -> None:
    answer = run(store, "posts-by-sdg", sdg="SDG1.3")
    assert cut(answer, "post", "link", "how", "via", "agent", "words") == [
        ("post/11", "contributes through its unit", "stated", None, "unit", "SDG 1.3"),
        ("post/11", "contributes indirectly", "derived", "C901", "post", "Convention No. 901"),
        ("post/12", "contributes indirectly", "derived", "R903", "post", "Ladder Plan"),
    ]


def test_an_indirect_link_four_steps_long_still_finds_its_words(store: Store) -> None:
    answer = run(store, "posts-by-sdg", sdg="SDG8")
    assert cut(answer, "post", "via", "words") == [("post/11", "SDG8.5", "output 1.2")]


def test_posts_by_outcome_counts_its_outputs_as_indirect(store: Store) -> None:
    columns = ("post", "link", "via", "words")
    expected = [("post/11", "contributes indirectly", "PB2098-99/1.2", "output 1.2")]
    assert cut(run(store, "posts-by-outcome", outcome="PB2098-99/1"), *columns) == expected
    assert cut(run(store, "posts-by-outcome", outcome="PB2096-97/4.5"), *columns) == expected


def test_a_blocked_contribution_is_only_a_mention(store: Store) -> None:
    answer = run(store, "posts-by-outcome", outcome="PB2096-97/4")
    assert cut(answer, "post", "link", "role") == [("post/11", "mentions", "contribution")]


def test_mandates_by_post_gives_every_link_contributions_first(store: Store) -> None:
    answer = run(store, "mandates-by-post", post="12")
    assert cut(answer, "mandate", "kind", "title", "link", "via") == [
        ("ladder-plan", "mandate", "Plan on Ladders", "contributes", None),
        ("R903", "Recommendation", "Ladders Recommendation, 1991", "contributes indirectly", "ladder-plan"),
        ("SDG1", "SDG", "No Poverty", "contributes indirectly", "SDG1.3"),
        ("SDG1.3", "SDG target", "Floors", "contributes indirectly", "R903"),
        ("R903", "Recommendation", "Ladders Recommendation, 1991", "works under", None),
        ("C904", "Convention", "Ropes Convention, 1992", "mentions", None),
    ]


def test_unit_by_instrument_counts_posts_and_places(store: Store) -> None:
    assert run(store, "unit-by-instrument", instrument="R903").rows == (
        (
            "DEP",
            "Department of Breaks",
            "ILO",
            "contributes indirectly",
            "derived",
            1,
            1,
        ),  # the words about the ladder-plan
        ("DEP", "Department of Breaks", "ILO", "works under", "stated", 1, 1),
    )


def test_evidence_lists_references_and_what_is_ambiguous(store: Store) -> None:
    answer = run(store, "evidence", thing="C901")
    assert cut(answer, "post", "document", "start", "page", "role", "basis", "rule") == [
        ("post/11", "a.txt", 100, 2, "contribution", "stated", "instrument-number"),
        ("post/11", "a.txt", 300, None, "learning", "stated", "instrument-number"),
        ("post/12", "b.txt", 90, None, "context", "ambiguous", "title"),
    ]
    blocked = run(store, "evidence", thing="PB2096-97/4")
    assert cut(blocked, "words", "discrepancy", "comment") == [
        ("Outcome 4", "expired-biennium", "That biennium was over."),
    ]


def test_discrepancies_say_what_they_are_about_and_what_they_block(store: Store) -> None:
    columns = ("document", "start", "about", "kind", "authority_says", "likely", "blocks")
    assert cut(run(store, "discrepancies"), *columns) == [
        ("a.txt", 250, "Outcome 4", "expired-biennium", "2098-99", "PB2098-99/1", True),
        ("b.txt", None, "the notice", "missing-date", None, None, False),
    ]


def test_the_headline_is_every_stated_contribution_and_nothing_else(store: Store) -> None:
    assert cut(run(store, "headline"), "post", "mandate", "role", "words", "place") == [
        ("post/11", "C901", "contributes", "Convention No. 901", "a.txt, duties, character 100"),
        ("post/11", "PB2098-99/1.2", "contributes", "output 1.2", "a.txt, duties, character 200"),
        ("post/11", "SDG1.3", "contributes through its unit", "SDG 1.3", "a.txt, introduction, character 50"),
        ("post/12", "ladder-plan", "contributes", "Ladder Plan", "b.txt, duties, character 60"),
    ]  # fmt: skip


def test_size_counts_each_class(store: Store) -> None:
    counts = {str(row["class"]): int(str(row["things"])) for row in run(store, "size")}
    assert (counts["Notice"], counts["Post"], counts["Convention"], counts["Discrepancy"]) == (2, 2, 3, 2)
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


def every_case() -> list[tuple[NamedQuery, dict[str, str]]]:
    """Each query without what may be left out, and with some value for each parameter."""
    cases = []
    for query in QUERIES:
        cases.append((query, {p.name: CASES[p.type][-i] for i, p in enumerate(query.params) if p.default is None}))
        for number in range(max((len(CASES[p.type]) for p in query.params), default=0)):
            values = {p.name: CASES[p.type][(number + i) % len(CASES[p.type])] for i, p in enumerate(query.params)}
            cases.append((query, values))
    return cases


def plain(cell: object) -> object:
    return cell.toPython() if isinstance(cell, RdflibLiteral) else cell


def case_name(value: NamedQuery | dict[str, str]) -> str:
    return value.name if isinstance(value, NamedQuery) else " ".join(value.values())


@pytest.fixture(scope="module")
def rich() -> Store:
    return rich_store()


@pytest.fixture(scope="module")
def other_engine(rich: Store, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    file = tmp_path_factory.mktemp("store") / "small.nq"
    rich.dump(file)
    dataset = Dataset(default_union=True)
    dataset.parse(file, format="nquads")
    return dataset


@pytest.mark.parametrize(("query", "values"), every_case(), ids=case_name)
def test_two_engines_give_the_same_rows_in_the_same_order(
    query: NamedQuery, values: dict[str, str], rich: Store, other_engine: Dataset
) -> None:
    ours = run(rich, query, **values)
    asked = other_engine.query(bind(query, terms(rich, query, values)))
    theirs = [tuple(map(plain, row)) for row in asked if isinstance(row, ResultRow)]
    assert list(ours.rows) == theirs


@pytest.mark.parametrize("name", [query.name for query in QUERIES])
def test_every_query_has_rows_to_compare(name: str, rich: Store) -> None:
    assert any(len(run(rich, query, **values)) for query, values in every_case() if query.name == name)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_is_documented_and_keeps_its_column_schema(query: NamedQuery, rich: Store) -> None:
    answer = run(rich, query, **{p.name: CASES[p.type][0] for p in query.params})
    assert query.summary.endswith("?")
    assert query.description
    assert query.tags
    assert answer.columns == tuple(name for name, _ in query.columns)
    python = {"string": str, "integer": int, "number": float, "boolean": bool}
    for name, kind in query.columns:
        assert {type(row[name]) for row in answer} <= {python[kind], type(None)}, name
    assert len(set(answer.rows)) == len(answer.rows)


@pytest.fixture(scope="module")
def catalogued() -> Store:
    store = Store()
    store.load(catalogue.load().quads)
    rules.apply(store)
    return store


@pytest.mark.parametrize("query", [q for q in QUERIES if q.params], ids=lambda query: query.name)
def test_the_example_in_the_header_is_the_term_in_the_text(query: NamedQuery, catalogued: Store) -> None:
    for parameter in query.params:
        block = re.search(rf"(?m)^ +VALUES \?{parameter.name} {{ (\S+) }}$", query.text)
        assert block is not None
        if parameter.default == "*":
            assert block[1] == '"*"'
        elif parameter.type in ("boolean", "integer"):
            assert block[1] == (parameter.default or parameter.example)
        elif parameter.type in ("post", "subject"):  # posts and concepts are in no catalogue
            assert block[1].endswith(f"/{parameter.example}>")
        else:
            assert parameter.example is not None
            assert block[1] == str(find(catalogued, parameter.example, parameter.type))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_file_runs_unchanged_and_needs_no_declared_prefix_of_ours(
    query: NamedQuery, other_engine: Dataset
) -> None:
    declared = set(re.findall(r"(?m)^PREFIX (\w+):", query.text))
    used = set(re.findall(r"(?<![\w<\"])(\w+):\w+", re.sub(r'(?m)^ *#.*$|"[^"]*"|<[^>]*>', "", query.text)))
    assert used == declared
    code = re.sub(r"(?m)^ *#.*$", "", query.text)
    assert not re.search(r"SERVICE|_:|\w[*+]|\)[*+]|\[\s*\]", re.sub(r'"[^"]*"', "", code))
    other_engine.query(query.text)


def test_the_catalogues_alone_show_every_instrument_as_a_gap_in_no_notices(catalogued: Store) -> None:
    answer = run(catalogued, "instruments-without-posts")
    assert len(answer) == 408
    assert set(cut(answer, "through_unit", "indirectly", "otherwise", "notices")) == {(0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("written", "kind", "iri"),
    [
        ("C901", "instrument", "instrument/C901"),
        ("c901", "thing", "instrument/C901"),
        ("C.901", "instrument", "instrument/C901"),
        ("Convention No. 901", "thing", "instrument/C901"),
        ("convention n° 901", "instrument", "instrument/C901"),
        ("Tea Breaks Convention, 1990", "instrument", "instrument/C901"),
        ("tea breaks convention", "thing", "instrument/C901"),
        ("Convention sur les pauses", "instrument", "instrument/C901"),
        ("https://w3id.org/ilo-graph/id/instrument/C901", "instrument", "instrument/C901"),
        ("11", "post", "post/11"),
        ("post/11", "thing", "post/11"),
        ("dep-one", "unit", "unit/DEP-ONE"),
        ("PB2098-99/1.2", "outcome", "programme/2098-99/output/1.2"),
        ("a.txt", "document", "document/a"),
    ],
)
def test_an_id_is_found_however_it_is_spelled(store: Store, written: str, kind: str, iri: str) -> None:
    assert find(store, written, kind) == NamedNode("https://w3id.org/ilo-graph/id/" + iri)


def test_an_sdg_code_is_found_with_or_without_its_prefix(store: Store) -> None:
    target = NamedNode("http://metadata.un.org/sdg/1.3")
    assert find(store, "1.3", "sdg") == find(store, "sdg 1.3", "sdg") == find(store, "SDG1.3") == target
    with pytest.raises(UnknownThing):
        find(store, "SDG13", "sdg")


def test_an_unknown_id_is_an_error_with_near_ones(store: Store) -> None:
    with pytest.raises(UnknownThing, match="C90"):
        run(store, "posts-by-instrument", instrument="C990")
    with pytest.raises(UnknownThing, match="did you mean R903"):
        find(store, "Recommendation, Ladders")
    with pytest.raises(UnknownThing, match="is no IRI"):
        find(store, "https://example.org/a b")
    with pytest.raises(UnknownThing, match="Nothing in the graph"):
        find(store, "https://example.org/nothing")


@pytest.mark.parametrize(
    ("name", "params", "message"),
    [
        ("posts-by-instrument", {}, "needs 'instrument': write for example instrument=C102"),
        ("posts-by-instrument", {"convention": "C901"}, "no parameter 'convention': write .*instrument=C102"),
        ("posts-by-instrument", {"instruments": "C901"}, "did you mean instrument"),
        ("mandates-by-unit", {"unit": "DEP", "below": "perhaps"}, "neither true nor false: write .*below=true"),
        ("instruments-without-posts", {"status": "outdatd"}, "did you mean outdated"),
        ("posts-by-subject", {"subject": "fisher"}, "did you mean fishers"),
        ("outcomes-without-posts", {"biennium": "C901"}, "is no biennium"),
        ("posts-by-instrument", {"instrument": "SDG1.3"}, "is no instrument"),
        ("posts-by-instrument", {"instrument": "http://metadata.un.org/sdg/1.3"}, "is no instrument"),
        ("posts-by-instrument", {"instrument": 102}, "is no text"),
        ("posts-by-instrument", {"instrument": " "}, "is no text"),
        ("size", {"post": "11"}, "it takes none"),
    ],
)
def test_a_wrong_parameter_is_an_error_that_names_the_right_ones(
    store: Store, name: str, params: dict[str, object], message: str
) -> None:
    with pytest.raises(ParameterError, match=message):
        run(store, name, **params)


def test_an_unknown_query_is_an_error_with_near_names(store: Store) -> None:
    with pytest.raises(UnknownQuery, match="did you mean posts-by-instrument"):
        run(store, "post-by-instrument")


def test_a_parameter_is_bound_as_a_term_and_never_as_text(store: Store) -> None:
    attack = '"} ?s ?p ?o # \\'
    text = (
        "#+ params:\n#+   - words: string = C901\nSELECT ?r WHERE {\n"
        '  VALUES ?words { "C901" }\n  ?r oa:exact ?words .\n}'
    )
    assert len(run(store, text)) == 1
    assert len(run(store, text, words=attack)) == 0
    assert '  VALUES ?words { "\\"} ?s ?p ?o # \\\\" }\n' in bind(parse(text, "mine"), {"words": Literal(attack)})


def test_a_query_file_of_ones_own_takes_parameters_by_its_header(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "first.rq"
    file.write_text(
        "#+ summary: Which references come first?\n#+ params:\n#+   - limit: integer = 99\n"
        "PREFIX oa: <http://www.w3.org/ns/oa#>\nSELECT ?words WHERE {\n  VALUES ?limit { 99 }\n"
        "  ?r oa:exact ?words ; oa:start ?start . FILTER(?start <= ?limit)\n} ORDER BY ?start ?words\n"
    )
    assert len(run(store, file)) == 6
    assert run(store, str(file), limit="40").rows == (("Recommendation No. 903",), ("C904",))
    with pytest.raises(ParameterError, match="no whole number"):
        run(store, file, limit="many")
    with pytest.raises(QueryError, match="cannot be read"):
        run(store, tmp_path / "missing.rq")


def test_a_header_that_cannot_be_read_and_a_missing_block_are_errors(store: Store) -> None:
    with pytest.raises(QueryError, match="write '- name: type = default'"):
        parse("#+ params:\n#+   - limit is 5\nASK {}", "mine")
    with pytest.raises(QueryError, match="write name:type"):
        parse("#+ columns: post:text\nASK {}", "mine")
    with pytest.raises(QueryError, match=r"VALUES \?limit"):
        run(store, "#+ params:\n#+   - limit: integer = 5\nASK { ?s ?p ?o }")


def test_own_sparql_gives_plain_values(store: Store) -> None:
    answer = run(
        store,
        """SELECT ?a ?b ?c ?d ?e ?f WHERE { VALUES (?a ?b ?c ?d ?e ?f) {
        (1 2.5 true "2024-09-01"^^<http://www.w3.org/2001/XMLSchema#date> <http://example.org/x> UNDEF) } }""",
    )
    assert answer.rows == ((1, 2.5, True, "2024-09-01", "http://example.org/x", None),)
    assert run(store, "ASK { ?post a org:Post }").rows == ((True,),)
    construct = run(store, "CONSTRUCT { ?post a org:Post } WHERE { ?post skos:notation 'post/11' }")
    assert construct.columns == ("subject", "predicate", "object")
    assert cut(construct, "subject") == [("https://w3id.org/ilo-graph/id/post/11",)]
    with pytest.raises(QuerySyntaxError):
        run(store, "SELECT ?x {")


def test_show_gives_titles_links_both_ways_and_evidence(store: Store) -> None:
    thing = show(store, "C901")
    assert (thing.id, thing.title, thing.kind) == ("C901", "Tea Breaks Convention, 1990", "convention")
    assert ("status", "up to date") in thing.properties.rows
    assert ("title", "Convention sur les pauses, 1990 (fr)") in thing.properties.rows
    assert thing.links.rows == (
        ("from", "contributes to", "post/11", "Officer, Tea", 1, None),
        ("from", "learns about", "post/11", "Officer, Tea", 1, None),
        ("to", "supports target", "SDG1.3", "Floors", None, "recalled"),
        ("from", "supports ratification of", "post/11", "Officer, Tea", 1, None),
    )
    assert len(thing.evidence) == 3
    text = str(thing)
    assert text.startswith("C901: Tea Breaks Convention, 1990\n")
    assert "post/11: “Convention No. 901” (role contribution, agent post)" in text


def test_show_of_a_post_leaves_indirect_links_out_of_its_evidence(store: Store) -> None:
    thing = show(store, "post/12")
    assert cut(thing.evidence, "mandate", "how") == [("ladder-plan", "stated"), ("R903", "stated"), ("C904", "stated")]
    assert ("to", "contributes indirectly to", "SDG1.3", "Floors", None, None) in thing.links.rows
    assert ("to", "post in", "DEP", "Department of Breaks", None, None) in thing.links.rows


def test_show_says_where_a_title_is_not_verified_and_lists_all_ids(store: Store) -> None:
    assert show(store, "C902").title == "title not verified"
    several = show(store, "SDG8.5.1")
    assert {("id", "SDG1.3.1"), ("id", "SDG8.5.1")} <= set(several.properties.rows)
    with pytest.raises(UnknownThing, match="did you mean"):
        show(store, "C9O1")


def test_the_page_and_the_examples_are_what_the_headers_say() -> None:
    folder = resources.folder("queries")
    text = (folder / documentation.PAGE).read_text("utf-8")
    assert text == documentation.page(text)
    assert text.count("\n## ") == len(QUERIES)
    assert (folder / documentation.EXAMPLES).read_text("utf-8") == documentation.examples()


def test_each_shacl_example_says_what_it_answers_and_runs(rich: Store) -> None:
    examples = Graph().parse(data=documentation.examples(), format="turtle")
    shacl = Namespace(documentation.SH)
    found = set(examples.subjects(RDF.type, shacl.SPARQLSelectExecutable))
    assert found == {URIRef(documentation.QUERY + query.name) for query in QUERIES}
    for example in found:
        assert (example, RDF.type, shacl.SPARQLExecutable) in examples
        assert str(examples.value(example, RDFS.comment)).endswith("?")
        assert examples.value(example, SDO.target) == URIRef(documentation.ENDPOINT)
        prefixes = examples.value(example, shacl.prefixes)
        assert len(list(examples.objects(prefixes, shacl.declare))) == len(PREFIXES)
        name = str(example).removeprefix(documentation.QUERY)
        answer = run(rich, str(examples.value(example, shacl.select)))
        assert answer.columns == tuple(column for column, _ in get(name).columns)


def test_a_post_of_a_class_of_its_own_is_not_looked_for_among_what_is_cited(store: Store) -> None:
    thing = show(store, "post/11")
    assert thing.kind == "post, normative post, ratification post"
    assert "None of the" not in str(thing)


@pytest.mark.parametrize("name", ["outcome", "sdg", "mandate"])
def test_who_works_on_a_thing_is_asked_alike_whatever_it_is(name: str) -> None:
    def body(of: str) -> str:
        text = re.sub(r"(?m)^#\+.*\n", "", get(f"posts-by-{of}").text)
        return re.sub(rf"\?{of}\b", "?thing", re.sub(r"(VALUES \?\w+ \{) <.*> \}", r"\1 }", text))

    assert body(name) == body("instrument")
