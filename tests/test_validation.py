import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, QuerySolutions, RdfFormat, parse
from small_graph import HEAD

from ilo_graph import catalogue, pipeline, resources, rules, validation
from ilo_graph.store import Store
from ilo_graph.tables import Table
from ilo_graph.vocabulary import ENTITY, graph

D = "document/0123456789abcdef0123456789abcdef"
R = f"{D}/reference/10-14"
VALID = f"""{HEAD}
<https://w3id.org/ilo-graph/graph/invented> {{
  <instrument/C901> a ilo:Convention ; skos:notation "C901" ; ilo:number "901" ; ilo:year 1990 ;
    skos:prefLabel "Tea Convention, 1990"@en ; ilo:status <status/up-to-date> ;
    ilo:supportsTarget <target/1> ; ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <link/C901-1> a ilo:Link ; rdf:subject <instrument/C901> ; rdf:predicate ilo:supportsTarget ; rdf:object <target/1> ;
    ilo:attestation <attestation/recalled> .
  <target/1> a sdgo:Target ; skos:notation "SDG18.1" ; sdgo:isTargetOf <goal/1> ; skos:prefLabel "Tea"@en ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <goal/1> a sdgo:Goal ; skos:notation "SDG18" ; skos:prefLabel "Tea for all"@en ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <indicator/1> a sdgo:Indicator ; skos:notation "SDG18.1.1" ; sdgo:isIndicatorOf <target/1> ;
    skos:prefLabel "Cups"@en ; ilo:status <status/retired> ; ilo:statusYear 2020 ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <programme/2098-99> a ilo:Programme ; skos:notation "PB2098-99" ; ilo:fromYear 2098 ; ilo:toYear 2099 ;
    schema:startDate "2098-01-01"^^xsd:date ; schema:endDate "2099-12-31"^^xsd:date ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <outcome/1> a ilo:Outcome ; skos:notation "PB2098-99/1" ; ilo:number "1" ; ilo:biennium <programme/2098-99> ;
    skos:prefLabel "Tea"@en ; ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <output/1.1> a ilo:Output ; skos:notation "PB2098-99/1.1" ; ilo:number "1.1" ; ilo:biennium <programme/2098-99> ;
    ilo:outputOf <outcome/1> ; ilo:titleHint "More tea" ;
    ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <unit/TEA> a org:OrganizationalUnit ; skos:notation "TEA" ; skos:prefLabel "Tea Unit"@en ;
    ilo:fromYear 2000 ; ilo:toYear 2001 ; ilo:attestation <attestation/read> ; dcterms:source "invented" .
  <unit/TEA/name/tea> a skosxl:Label ; skosxl:literalForm "Tea Section"@en ; ilo:firstAttested "1999" ;
    ilo:lastAttested "1999-05" .
  <mandate/tea> a ilo:Mandate ; skos:notation "tea" ; dcterms:type <mandate-kind/agreement> ; ilo:year 1999 ;
    skos:prefLabel "Tea Agreement"@en ; ilo:attestation <attestation/read> ; dcterms:source "invented" .
}}
<{D}> {{
  <{D}> a ilo:Document ; ilo:path "tea.txt" ; schema:sha256 "{"0123456789abcdef" * 4}" ;
    schema:encodingFormat "text/plain" ; ilo:describes <{D}/notice> .
  <{D}/notice> a ilo:Notice ; dcterms:isPartOf <{D}> ; ilo:layout <layout/jpo-form> ; schema:inLanguage "en" ;
    ilo:announces <post/1> ; schema:title "Officer" ; schema:datePosted "2024-09" ;
    ilo:unit <unit/TEA> ; ilo:department <unit/TEA> .
  <{D}/duty/1> a ilo:Duty ; dcterms:isPartOf <{D}/notice> ; ilo:kind "duty" ; ilo:position 1 .
  <{R}> a ilo:Reference ; dcterms:isPartOf <{D}> ; oa:exact "C901" ; oa:start 10 ; oa:end 14 ; ilo:kind "instrument" ;
    ilo:code "C901" ; ilo:target <instrument/C901> ; ilo:section <section/duties> ; ilo:role <role/contribution> ;
    ilo:agent <agent/post> ; ilo:basis <basis/stated> ; ilo:rule "invented" ; ilo:cue "promote" ; ilo:quote "..." .
  <{R}/discrepancy/1> a ilo:Discrepancy ; ilo:concerns <{R}> ; ilo:discrepancyKind <discrepancy/wrong-year> ;
    ilo:stated "1975" ; ilo:authoritySays "1990" ; rdfs:comment "The year is 1990."@en .
}}
<https://w3id.org/ilo-graph/graph/corrections> {{
  <{R}/correction/role> a ilo:Correction ; rdf:subject <{R}> ; rdf:predicate ilo:role ; rdf:object <role/contribution> ;
    ilo:insteadOf <role/context> ; dcterms:creator "A. Reviewer" ; dcterms:created "2026-11-22"^^xsd:date ;
    rdfs:comment "Decided."@en .
}}
"""
PREFIXES = f"BASE <{ENTITY}>\n"


@pytest.fixture(scope="module")
def valid() -> list[Quad]:
    concepts = resources.folder("ontology") / "concepts.ttl"
    quads = [
        Quad(q.subject, q.predicate, q.object, graph("concepts")) for q in parse(path=str(concepts), base_iri=ENTITY)
    ]
    return quads + list(parse(VALID, RdfFormat.TRIG))


def changed(quads: list[Quad], subject: str, old: str, new: str) -> Store:
    """The valid graph, with "predicate object" pairs of one subject taken out and put in, before the rules run."""
    store = Store()
    store.load(quads)
    bound = f"<{subject}>"
    (name,) = {str(q.graph_name) for q in quads if str(q.subject) == f"<{ENTITY}{subject}>"} or {f"<{D}>"}
    if old:
        store.update(f"{PREFIXES} DELETE DATA {{ GRAPH {name} {{ {bound} {old} }} }}")
    if new:
        store.update(f"{PREFIXES} INSERT DATA {{ GRAPH {name} {{ {bound} {new} }} }}")
    rules.apply(store)
    return store


def test_the_valid_graph_has_no_finding_but_its_discrepancy(valid: list[Quad]) -> None:
    report = validation.check(changed(valid, D, "", ""))
    assert (report.violations, report.warnings, report.unresolved) == ((), (), ())
    (found,) = report.discrepancies
    assert (found.what, found.where, found.start, found.entity) == ("wrong year", "tea.txt", 10, "“C901”")
    assert (found.message, found.advice) == (
        "The year is 1990.",
        "Correct the year, or the number if another instrument is meant.",
    )
    assert report.summary == (
        "1 document: 0 violations of shapes, 0 warnings, 1 discrepancy,"
        " 0 unresolved references, 0 ambiguous references."
    )


WRONG = [
    ("document-path", D, 'ilo:path "tea.txt"', ""),
    ("document-sha256", D, "", 'schema:sha256 "12"'),
    ("document-format", D, 'schema:encodingFormat "text/plain"', 'schema:encodingFormat "text"'),
    ("document-describes", D, "", f"ilo:describes <{D}/other>"),
    ("document", "document/tea", "", "a ilo:Document"),
    ("notice", "document/tea/news", "", "a ilo:Notice"),
    ("notice-document", f"{D}/notice", f"dcterms:isPartOf <{D}>", ""),
    ("notice-post", f"{D}/notice", "", "ilo:announces <post/2>"),
    ("notice-layout", f"{D}/notice", "ilo:layout <layout/jpo-form>", "ilo:layout <role/context>"),
    ("notice-language", f"{D}/notice", 'schema:inLanguage "en"', 'schema:inLanguage "tlh"'),
    ("notice-title", f"{D}/notice", 'schema:title "Officer"', ""),
    ("notice-date", f"{D}/notice", "", 'schema:datePosted "May 2024"'),
    ("notice-unit", f"{D}/notice", "ilo:unit <unit/TEA>", "ilo:unit <unit/NONE>"),
    ("notice-department", f"{D}/notice", "ilo:department <unit/TEA>", "ilo:department <unit/NONE>"),
    ("duty", "document/tea/task", "", "a ilo:Duty"),
    ("duty-kind", f"{D}/duty/1", 'ilo:kind "duty"', 'ilo:kind "wish"'),
    ("duty-position", f"{D}/duty/1", "ilo:position 1", "ilo:position 0"),
    ("reference", "document/tea/cite", "", "a ilo:Reference"),
    ("reference-document", R, f"dcterms:isPartOf <{D}>", ""),
    ("reference-exact", R, 'oa:exact "C901"', ""),
    ("reference-start", R, "oa:start 10", "oa:start 20"),
    ("reference-end", R, "", "oa:end 15"),
    ("reference-kind", R, 'ilo:kind "instrument"', 'ilo:kind "song"'),
    ("reference-code", R, 'ilo:code "C901"', ""),
    ("reference-section", R, "ilo:section <section/duties>", "ilo:section <section/none>"),
    ("reference-role", R, "ilo:role <role/contribution>", "ilo:role <agent/post>"),
    ("reference-agent", R, "", "ilo:agent <agent/unit>"),
    ("reference-basis", R, "ilo:basis <basis/stated>", "ilo:basis <basis/rumour>"),
    ("reference-rule", R, 'ilo:rule "invented"', ""),
    ("reference-quote", R, "", 'ilo:quote "another"'),
    ("reference-cue", R, "", 'ilo:cue "another"'),
    ("reference-target", R, "ilo:target <instrument/C901>", "ilo:target <instrument/C999>"),
    ("reference-candidate", R, "", "ilo:candidate <instrument/C999>"),
    ("reference-reading", R, "", "ilo:candidate <instrument/C901>"),
    ("reference-reading", R, "ilo:target <instrument/C901>", ""),
    ("reference-reading", R, "ilo:basis <basis/stated>", "ilo:basis <basis/unresolved>"),
    ("discrepancy", "document/tea/doubt", "", "a ilo:Discrepancy"),
    ("discrepancy-concerns", f"{R}/discrepancy/1", "", f"ilo:concerns <{D}/notice>"),
    ("discrepancy-kind", f"{R}/discrepancy/1", "", "ilo:discrepancyKind <discrepancy/mood>"),
    ("discrepancy-stated", f"{R}/discrepancy/1", 'ilo:stated "1975"', ""),
    ("discrepancy-comment", f"{R}/discrepancy/1", 'rdfs:comment "The year is 1990."@en', ""),
    ("discrepancy-likely", f"{R}/discrepancy/1", "", "ilo:likelyTarget <instrument/C999>"),
    ("correction", "document/tea/decision", "", "a ilo:Correction"),
    ("correction-reference", f"{R}/correction/role", "", f"rdf:subject <{D}/notice>"),
    ("correction-what", f"{R}/correction/role", "rdf:predicate ilo:role", "rdf:predicate ilo:cue"),
    ("correction-value", f"{R}/correction/role", "", "rdf:object <role/none>"),
    ("correction-who", f"{R}/correction/role", 'dcterms:creator "A. Reviewer"', ""),
    ("correction-when", f"{R}/correction/role", 'dcterms:created "2026-11-22"^^xsd:date', 'dcterms:created "today"'),
    ("correction-comment", f"{R}/correction/role", 'rdfs:comment "Decided."@en', ""),
    ("link", "link/C901-1", "ilo:attestation <attestation/recalled>", ""),
    ("link-subject", "link/C901-1", "", "rdf:subject <goal/1>"),
    ("link-predicate", "link/C901-1", "rdf:predicate ilo:supportsTarget", ""),
    ("link-object", "link/C901-1", "rdf:object <target/1>", "rdf:object <target/none>"),
    ("post-label", f"{D}/notice", 'schema:title "Officer"', ""),
    ("post-unit", f"{D}/notice", "ilo:unit <unit/TEA>", ""),
    ("entity-attestation", "unit/TEA", "ilo:attestation <attestation/read>", "ilo:attestation <attestation/rumour>"),
    ("entity-source", "unit/TEA", 'dcterms:source "invented"', ""),
    ("entity-label", "mandate/tea", "", 'skos:prefLabel "Another"@en'),
    ("entity-title", "output/1.1", 'ilo:titleHint "More tea"', ""),
    ("instrument", "instrument/C901", "", "a ilo:Protocol"),
    ("instrument-notation", "instrument/C901", 'skos:notation "C901"', 'skos:notation "C 901"'),
    ("instrument-number", "instrument/C901", 'ilo:number "901"', "ilo:number 901"),
    ("instrument-year", "instrument/C901", "ilo:year 1990", "ilo:year 1789"),
    ("instrument-status", "instrument/C901", "", "ilo:status <status/lost>"),
    ("programme-notation", "programme/2098-99", 'skos:notation "PB2098-99"', ""),
    ("status-year", "indicator/1", "ilo:statusYear 2020", 'ilo:statusYear "2020"^^xsd:gYear'),
    ("programme-begins", "programme/2098-99", 'schema:startDate "2098-01-01"^^xsd:date', "schema:startDate 2098"),
    ("programme-begins", "programme/2098-99", "", 'schema:startDate "2100-01-01"^^xsd:date'),
    ("programme-ends", "programme/2098-99", "", 'schema:endDate "2100-01-01"^^xsd:date'),
    ("sdg-notation", "goal/1", 'skos:notation "SDG18"', 'skos:notation "18"'),
    ("indicator-target", "indicator/1", "sdgo:isIndicatorOf <target/1>", "sdgo:isIndicatorOf <goal/1>"),
    ("dated-name", "unit/TEA/name/tea", 'skosxl:literalForm "Tea Section"@en', ""),
    ("dated-name-first", "unit/TEA/name/tea", 'ilo:firstAttested "1999"', "ilo:firstAttested 1999"),
    ("dated-name-last", "unit/TEA/name/tea", "", 'ilo:lastAttested "May 1999"'),
    ("concept", "role/context", "skos:inScheme <role>", ""),
    ("concept-notation", "role/context", 'skos:notation "context"', ""),
    ("concept-scheme", "role/context", "", "skos:inScheme <agent/post>"),
    ("scheme-label", "role", "", 'skos:prefLabel "another"@en'),
    ("programme-from", "programme/2098-99", "ilo:fromYear 2098", "ilo:fromYear 2100"),
    ("result-notation", "outcome/1", 'skos:notation "PB2098-99/1"', 'skos:notation "1"'),
    ("result-number", "outcome/1", 'ilo:number "1"', "ilo:number 1"),
    ("result-biennium", "outcome/1", "ilo:biennium <programme/2098-99>", ""),
    ("output-outcome", "output/1.1", "ilo:outputOf <outcome/1>", "ilo:outputOf <unit/TEA>"),
    ("target-goal", "target/1", "sdgo:isTargetOf <goal/1>", ""),
    ("unit-notation", "unit/TEA", 'skos:notation "TEA"', ""),
    ("unit-parent", "unit/TEA", "", "org:subOrganizationOf <goal/1>"),
    ("unit-years", "unit/TEA", "ilo:fromYear 2000", "ilo:fromYear 2010"),
    ("mandate-notation", "mandate/tea", 'skos:notation "tea"', ""),
    ("mandate-kind", "mandate/tea", "dcterms:type <mandate-kind/agreement>", "dcterms:type <role/context>"),
    ("mandate-year", "mandate/tea", "ilo:year 1999", 'ilo:year "then"'),
]


@pytest.fixture(scope="module")
def shapes() -> Store:
    store = Store()
    for path in resources.files("ontology", "shapes/*.ttl"):
        store.load(Quad(q.subject, q.predicate, q.object, graph("shapes")) for q in parse(path=str(path)))
    return store


def finding(shapes: Store, shape: str) -> tuple[str, ...]:
    """What a finding of a shape says: name, message, advice."""
    properties = ("name", "message", "description")
    pattern = " ; ".join(f"<http://www.w3.org/ns/shacl#{name}> ?{name}" for name in properties)
    rows = shapes.query(
        f"SELECT ?name ?message ?description {{ <https://w3id.org/ilo-graph/shape/{shape}> {pattern} }}"
    )
    assert isinstance(rows, QuerySolutions)
    (row,) = rows
    return tuple(row[name].value for name in properties)


@pytest.mark.parametrize(("shape", "subject", "old", "new"), WRONG)
def test_a_wrong_triple_is_found_by_its_shape(
    shape: str, subject: str, old: str, new: str, valid: list[Quad], shapes: Store
) -> None:
    report = validation.check(changed(valid, subject, old, new))
    assert finding(shapes, shape) in {(f.what, f.message, f.advice) for f in (*report.violations, *report.warnings)}


BROKEN_POSTS = [
    (
        "post-notation",
        "DELETE { GRAPH ?g { ?post skos:notation ?n } } WHERE { GRAPH ?g { ?post skos:notation ?n ; a org:Post } }",
    ),
    (
        "post-notice",
        "DELETE { GRAPH ?g { ?post ilo:currentNotice ?n } } WHERE { GRAPH ?g { ?post ilo:currentNotice ?n } }",
    ),
    ("link", "DELETE { GRAPH ?g { ?l prov:wasDerivedFrom ?n } } WHERE { GRAPH ?g { ?l prov:wasDerivedFrom ?n } }"),
]


@pytest.mark.parametrize(("shape", "update"), BROKEN_POSTS)
def test_a_broken_derived_graph_is_found(shape: str, update: str, valid: list[Quad], shapes: Store) -> None:
    store = changed(valid, D, "", "")
    store.update(update)
    report = validation.check(store)
    assert finding(shapes, shape) in {(found.what, found.message, found.advice) for found in report.violations}


def test_every_shape_is_tried_with_something_wrong(shapes: Store) -> None:
    rows = shapes.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#>"
        "SELECT DISTINCT ?shape { ?shape sh:targetClass ?class ; sh:name ?name ; sh:message ?m ; sh:severity ?s }"
    )
    assert isinstance(rows, QuerySolutions)
    named = {row["shape"].value.rpartition("/")[2] for row in rows}
    assert named == {shape for shape, *_ in (*WRONG, *BROKEN_POSTS)}


def test_a_finding_says_which_document_and_which_entity_it_concerns(valid: list[Quad]) -> None:
    report = validation.check(changed(valid, R, 'ilo:rule "invented"', ""))
    (found,) = report.violations
    assert (found.severity, found.where, found.entity) == ("violation", "tea.txt", R)


def test_unresolved_and_ambiguous_references_are_listed_with_what_they_may_mean(valid: list[Quad]) -> None:
    unresolved = validation.check(
        changed(valid, R, "ilo:target <instrument/C901> ; ilo:basis <basis/stated>", "ilo:basis <basis/unresolved>")
    )
    (found,) = unresolved.unresolved
    assert (found.severity, found.entity, found.message) == (
        "unresolved",
        "“C901”",
        "'C901' stands in no catalogue.",
    )
    candidates = "ilo:basis <basis/ambiguous> ; ilo:candidate <instrument/C901> , <mandate/tea>"
    ambiguous = validation.check(
        changed(valid, R, "ilo:target <instrument/C901> ; ilo:basis <basis/stated>", candidates)
    )
    (found,) = ambiguous.unresolved
    assert found.severity == "ambiguous"
    assert "C901, tea" in found.message or "tea, C901" in found.message
    assert not ambiguous.violations


def test_a_likely_target_is_advised_by_its_id(valid: list[Quad]) -> None:
    report = validation.check(changed(valid, f"{R}/discrepancy/1", "", "ilo:likelyTarget <instrument/C901>"))
    (found,) = report.discrepancies
    assert found.advice == "C901 is probably meant. Correct the year, or the number if another instrument is meant."


def test_the_report_is_a_table_with_one_row_for_each_finding(valid: list[Quad]) -> None:
    table = validation.check(changed(valid, R, 'ilo:rule "invented"', "")).table
    assert isinstance(table, Table)
    assert table.columns == ("severity", "what", "where", "start", "entity", "message", "advice")
    assert [row[0] for row in table.rows] == ["violation", "discrepancy"]


def test_the_catalogues_that_ship_keep_to_the_shapes() -> None:
    store = Store()
    store.load(catalogue.load().quads)
    report = validation.check(store)
    assert (report.violations, report.warnings) == ((), ())


def test_the_report_reads_file_by_file_and_says_equal_things_once(valid: list[Quad]) -> None:
    second = f"{D}/reference/20-24"
    again = f"""<{second}> a ilo:Reference ; dcterms:isPartOf <{D}> ; oa:exact "C901" ; oa:start 20 ; oa:end 24 ;
        ilo:kind "instrument" ; ilo:code "C901" ; ilo:target <instrument/C901> ; ilo:section <section/duties> ;
        ilo:role <role/context> ; ilo:agent <agent/other> ; ilo:basis <basis/stated> ; ilo:rule "invented" .
        <{second}/discrepancy/1> a ilo:Discrepancy ; ilo:concerns <{second}> ; ilo:stated "1975" ;
        ilo:discrepancyKind <discrepancy/wrong-year> ; rdfs:comment "The year is 1990."@en ."""
    store = changed(valid, D, "", "")
    store.update(f"{PREFIXES} INSERT DATA {{ GRAPH <{D}> {{ {again} }} }}")
    store.update(f'{PREFIXES} DELETE DATA {{ GRAPH {graph("invented")} {{ <unit/TEA> dcterms:source "invented" }} }}')
    assert (
        str(validation.check(store))
        == """\
invented.ttl (1)
  warning, source: unit/TEA
    The entity does not say where its facts come from.
    → Add dcterms:source.

tea.txt (2)
  discrepancy, wrong year: “C901” at characters 10, 20
    The year is 1990.
    → Correct the year, or the number if another instrument is meant.

1 document: 0 violations of shapes, 1 warning, 2 discrepancies, 0 unresolved references, 0 ambiguous references.
"""
    )


def test_an_unknown_code_is_told_once_as_an_unresolved_reference(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("The unit promotes Convention No. 999.", encoding="utf-8")
    report = validation.check(pipeline.build(tmp_path))
    assert [(f.severity, f.message) for f in report.findings] == [
        ("unresolved", "No instrument C999 is in the catalogue of ILO instruments.")
    ]


def test_many_documents_are_checked_in_several_batches(
    valid: list[Quad], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Text {number} promotes Convention No. 99{number}.", encoding="utf-8")
    store = pipeline.build(tmp_path)
    whole = validation.check(store)
    monkeypatch.setattr(validation, "_TOGETHER", 1)
    assert validation.check(store) == whole
    assert [f.where for f in whole.findings] == [f"{number}.txt" for number in range(5)]


def test_an_empty_store_has_nothing_to_find() -> None:
    report = validation.check(Store())
    assert (report.documents, report.table.rows) == (0, ())


def test_a_missing_pyshacl_is_told_with_the_line_that_installs_it() -> None:
    code = "import sys; sys.modules['pyshacl'] = None\nimport ilo_graph; ilo_graph.check(ilo_graph.Store())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'ilo-graph[check]'" in ran.stderr
