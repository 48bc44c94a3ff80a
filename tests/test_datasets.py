"""The description of a store as a data set says what SPARQL counts in it."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Literal, NamedNode, QuerySolutions
from small_graph import HEAD, small_store

from ilo_graph import datasets, pipeline, resources
from ilo_graph.cli import main
from ilo_graph.store import Store
from ilo_graph.vocabulary import BASE, ENTITY, GRAPH

VOID = "PREFIX void: <http://rdfs.org/ns/void#> PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
DATASET = f"<{BASE}dataset>"
LICENCE = f"ASK {{ {DATASET} dcterms:license <https://creativecommons.org/licenses/by/4.0/> }}"


@pytest.fixture(scope="module")
def store() -> Store:
    return pipeline.build()


@pytest.fixture(scope="module")
def described(store: Store) -> Store:
    return described_as_store(store)


def described_as_store(store: Store) -> Store:
    description = Store()
    description.load(datasets.describe(store))
    return description


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    solutions = store.query(VOID + query)
    assert isinstance(solutions, QuerySolutions)
    found = set()
    for solution in solutions:
        values = list(solution)
        assert all(isinstance(value, NamedNode | Literal) for value in values), query
        found.add(tuple(value.value for value in values if isinstance(value, NamedNode | Literal)))
    return found


@pytest.mark.parametrize(
    ("says", "counted"),
    [
        ("triples", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        ("distinctSubjects", "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        ("distinctObjects", "SELECT (COUNT(DISTINCT ?o) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        ("properties", "SELECT (COUNT(DISTINCT ?p) AS ?n) { GRAPH ?g { ?s ?p ?o } }"),
        ("classes", "SELECT (COUNT(DISTINCT ?c) AS ?n) { GRAPH ?g { ?s rdf:type ?c } }"),
    ],
)
def test_the_whole_has_the_size_that_is_counted(store: Store, described: Store, says: str, counted: str) -> None:
    assert rows(described, f"SELECT ?n {{ {DATASET} void:{says} ?n }}") == rows(store, counted)


def test_the_entities_are_the_subjects_whose_iri_has_the_pattern_that_it_gives(store: Store, described: Store) -> None:
    ((pattern, number),) = rows(described, f"SELECT ?re ?n {{ {DATASET} void:uriRegexPattern ?re ; void:entities ?n }}")
    subjects = {iri for (iri,) in rows(store, "SELECT DISTINCT ?s { ?s ?p ?o }")}
    assert int(number) == sum(bool(re.search(pattern, iri)) for iri in subjects)
    assert int(number) < len(subjects)


def test_every_class_and_every_property_has_its_part(store: Store, described: Store) -> None:
    parts = f"SELECT ?c ?n {{ {DATASET} void:classPartition ?part . ?part void:class ?c ; void:entities ?n }}"
    assert rows(described, parts) == rows(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    parts = f"""SELECT ?p ?n ?s ?o {{ {DATASET} void:propertyPartition ?part .
        ?part void:property ?p ; void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o }}"""
    counted = """SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?ss) (COUNT(DISTINCT ?o) AS ?os)
        { ?s ?p ?o } GROUP BY ?p"""
    assert rows(described, parts) == rows(store, counted)


def test_every_graph_is_a_subset_with_its_title_and_the_documents_are_one(store: Store, described: Store) -> None:
    named = rows(
        described,
        f"""SELECT ?g ?n {{ {DATASET} void:subset ?g ; sd:namedGraph ?g .
        ?g a void:Dataset , sd:NamedGraph ; sd:name ?g ; void:triples ?n ; dcterms:title ?title }}""",
    )
    counted = rows(store, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    documents = {(name, number) for name, number in counted if name.startswith(f"{ENTITY}document/")}
    assert len(documents) == 5
    assert named == counted - documents
    together = rows(described, f"SELECT ?n {{ <{BASE}dataset/documents> void:triples ?n }}")
    assert together == {(str(sum(int(number) for _, number in documents)),)}


def test_the_parts_of_the_whole_add_up_to_it(described: Store) -> None:
    sizes = rows(described, f"SELECT ?part ?n {{ {DATASET} void:subset ?part . ?part void:triples ?n }}")
    assert rows(described, f"SELECT ?n {{ {DATASET} void:triples ?n }}") == {(str(sum(int(n) for _, n in sizes)),)}


def test_every_vocabulary_that_it_names_is_used_and_every_one_that_is_used_is_named(
    store: Store, described: Store
) -> None:
    named = {iri for (iri,) in rows(described, f"SELECT ?v {{ {DATASET} void:vocabulary ?v }}")}
    used = {iri for (iri,) in rows(store, "SELECT DISTINCT ?t { { ?s ?t ?o } UNION { ?s a ?t } }")}
    assert len(named) > 8
    assert [iri for iri in named if not any(term.startswith(iri) for term in used)] == []
    assert [term for term in used if not any(re.fullmatch(re.escape(iri) + r"[^/#]+", term) for iri in named)] == []


def test_it_says_its_version_its_ontology_and_that_it_is_no_product_of_the_ilo(store: Store, described: Store) -> None:
    assert rows(described, f"SELECT ?v {{ {DATASET} <http://www.w3.org/ns/dcat#version> ?v }}") == {
        (version("ilo-graph"),)
    }
    followed = rows(described, f"SELECT ?o {{ {DATASET} dcterms:conformsTo ?o }}")
    assert followed == rows(store, "SELECT ?v { ?o owl:versionIRI ?v }")
    (text,) = rows(described, f"SELECT ?d {{ {DATASET} dcterms:description ?d FILTER(LANG(?d) = 'en') }}")
    assert "Not a product of the ILO." in text[0]
    ((examples,),) = rows(described, f"SELECT ?e {{ {DATASET} rdfs:seeAlso ?e }}")
    assert (resources.folder("queries").parent / examples.removeprefix(BASE)).is_file()


def test_its_examples_are_things_of_the_store(store: Store, described: Store) -> None:
    examples = [iri for (iri,) in rows(described, f"SELECT ?e {{ {DATASET} void:exampleResource ?e }}")]
    assert len(examples) == 4
    assert all(store.query(f"ASK {{ <{iri}> skos:notation ?id }}") for iri in examples)


def test_a_licence_covers_the_whole_only_where_all_of_it_is_ours(tmp_path: Path, described: Store) -> None:
    assert described.query(LICENCE)
    assert not described_as_store(small_store()).query(LICENCE)  # it holds sentences of documents
    overlay = tmp_path / "mine.ttl"
    overlay.write_text(HEAD + '<unit/TEA> a org:OrganizationalUnit ; skos:notation "TEA" ; skos:prefLabel "Tea"@en ;'
                       "ilo:attestation <attestation/read> .")  # fmt: skip
    overlaid = described_as_store(pipeline.build(catalogue=[overlay]))
    assert not overlaid.query(LICENCE)
    assert rows(overlaid, f"SELECT ?t {{ <{GRAPH}overlay/mine> a void:Dataset ; dcterms:title ?t }}") == {
        ("The overlay mine",)
    }
    catalogues = {name for (name,) in rows(overlaid, "SELECT ?g { ?g dcterms:license ?any ; a sd:NamedGraph }")}
    ours = {path.stem for path in resources.files("data", "*.ttl")} | {"ontology", "concepts"}
    assert catalogues == {GRAPH + name for name in ours}


def test_it_is_not_in_the_store_and_is_the_same_each_time(store: Store) -> None:
    size = len(store)
    assert set(datasets.describe(store)) == set(datasets.describe(store))
    assert len(store) == size


def test_the_command_writes_it_for_rdflib_to_read_the_whole_before_its_parts(tmp_path: Path) -> None:
    from rdflib import RDF, VOID, Graph, URIRef

    def run(*args: object) -> int:
        return CliRunner().invoke(main, [*map(str, args), "--store", f"{tmp_path}/ilo.db"]).exit_code

    assert run("build") == 0
    for ending in ("ttl", "nt", "rdf"):
        out = tmp_path / f"void.{ending}"
        assert run("export", out, "--void") == 0
        graph = Graph().parse(out)
        assert (URIRef(f"{BASE}dataset"), RDF.type, VOID.Dataset) in graph
        assert len(list(graph.subjects(RDF.type, VOID.Dataset))) > 10
    text = (tmp_path / "void.ttl").read_text("utf-8")
    assert text.index("/dataset> a ") < text.index("/dataset/class/")
    assert run("export", tmp_path / "void.graphml", "--void") == 2
