from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from ilo_graph import catalogue, triples
from ilo_graph.catalogue import Catalogue, Entry
from ilo_graph.model import Discrepancy, Document, Duty, Field, Notice, Reference, Section
from ilo_graph.vocabulary import DCTERMS, ENTITY, ILO, OA, RDF, SCHEMA

HASH = "0123456789abcdef" * 4
HERE = f"{ENTITY}document/{HASH[:32]}"
IRIS = {
    "C901": "instrument/C901",
    "DEP": "unit/DEP",
    "DEP/X": "unit/DEP-X",
    "PB2024-25/7": "programme/2024-25/outcome/7",
}
CATALOGUE = Catalogue(
    {
        id_: Entry(id_, ENTITY + iri, "unit" if "unit" in iri else "other", parent="DEP" if id_ == "DEP/X" else None)
        for id_, iri in IRIS.items()
    },
    (),
    {},
)
FIELDS = {
    "post_number": "4711",
    "title": "Officer of Tea",
    "issue_month": "septembre",
    "issue_year": "2024",
    "duty_station": "Geneva, Switzerland",
    "grade": "P2",
    "duration": "12 months",
    "supervisor_name": "Ada Example",
    "supervisor_title": "Head of Tea",
    "supervisor_email": "example@ilo.org",
}


def notice(*fields: Field, **values: str | None) -> Notice:
    """An invented notice; a value None leaves its field out."""
    given = [Field(name, value, 0, 1) for name, value in {**FIELDS, **values}.items() if value is not None]
    document = Document("tea.txt", "", HASH, "text/plain")
    duties = (Duty(1, "duty", "Pours tea for Ada Example.", 100, 200),)
    return Notice(document, "jpo-form", "en", (*given, *fields), (Section("duties", 100, 200),), duties)


def reference(**changes: object) -> Reference:
    stated = Reference(
        document="tea.txt",
        start=110,
        end=120,
        text="C901",
        kind="instrument",
        id="C901",
        iri=f"{ENTITY}instrument/C901",
        section="duties",
        role="contribution",
        agent="post",
        basis="stated",
        rule="instrument-number",
        cue="promote",
        quote="Promote C901 (write to example@ilo.org).",
    )
    return replace(stated, **changes)  # type: ignore[arg-type]


def unit(identifier: str, start: int) -> Reference:
    return reference(
        start=start,
        end=start + 5,
        text="A unit",
        kind="unit",
        id=identifier,
        iri=ENTITY + IRIS[identifier],
        section="header",
    )


def graph(read: Notice, references: Sequence[Reference] = (), **options: bool) -> list[Quad]:
    return triples.quads(read, references, CATALOGUE, **options)


def value(quads: Sequence[Quad], subject: str, predicate: NamedNode) -> str | None:
    """The one value of a property, without the parts of its IRI that all share."""
    found = [q.object for q in quads if q.subject == NamedNode(HERE + subject) and q.predicate == predicate]
    assert len(found) <= 1
    named = [o.value.removeprefix(HERE).removeprefix(ENTITY) for o in found if isinstance(o, NamedNode | Literal)]
    return named[0] if named else None


def test_every_subject_lies_below_the_document_whose_graph_it_is() -> None:
    quads = graph(notice(), [reference()])
    assert {quad.graph_name for quad in quads} == {NamedNode(HERE)}
    assert all(isinstance(q.subject, NamedNode) and q.subject.value.startswith(HERE) for q in quads)
    assert not any(isinstance(quad.object, BlankNode) for quad in quads)


def test_the_order_of_the_references_decides_nothing() -> None:
    references = [reference(), reference(start=150, end=160)]
    assert set(graph(notice(), references)) == set(graph(notice(), references[::-1]))


def test_the_document_says_where_it_comes_from() -> None:
    quads = graph(notice())
    assert value(quads, "", ILO.path) == "tea.txt"
    assert value(quads, "", SCHEMA.sha256) == HASH
    assert value(quads, "", SCHEMA.encodingFormat) == "text/plain"
    assert value(quads, "", ILO.describes) == "/notice"


def test_the_notice_has_its_header_fields() -> None:
    quads = graph(notice())
    assert value(quads, "/notice", ILO.announces) == "post/4711"
    assert value(quads, "/notice", ILO.layout) == "layout/jpo-form"
    assert value(quads, "/notice", SCHEMA.identifier) == "4711"
    assert value(quads, "/notice", SCHEMA.title) == "Officer of Tea"
    assert value(quads, "/notice", ILO.dutyStation) == "Geneva, Switzerland"
    assert value(quads, "/notice", SCHEMA.inLanguage) == "en"


def test_a_vacancy_number_names_the_post_too() -> None:
    quads = graph(notice(post_number=None, vacancy_number="DC/TEA/2031/9"))
    assert value(quads, "/notice", ILO.announces) == "post/vacancy/DC-TEA-2031-9"
    assert value(quads, "/notice", SCHEMA.identifier) == "DC/TEA/2031/9"


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, "2024-09"),
        ({"issue_month": "January"}, "2024-01"),
        ({"issue_month": "Diciembre"}, "2024-12"),
        ({"issue_month": "février"}, "2024-02"),
        ({"issue_month": None}, "2024"),
        ({"publication_date": "2031-03-11"}, "2031-03-11"),
        ({"issue_year": None, "issue_month": None}, None),
    ],
)
def test_the_date_is_as_precise_as_the_notice(fields: dict[str, str | None], date: str | None) -> None:
    assert value(graph(notice(**fields)), "/notice", SCHEMA.datePosted) == date


def test_a_notice_without_number_or_date_says_so() -> None:
    quads = graph(notice(post_number=None, issue_year=None, title="Été: thé & café"))
    assert value(quads, "/notice", ILO.announces) == "post/unnumbered/no-unit/été-thé-café"
    assert value(quads, "/discrepancy/1", ILO.discrepancyKind) == "discrepancy/missing-post-number"
    assert value(quads, "/discrepancy/2", ILO.discrepancyKind) == "discrepancy/missing-date"
    assert value(quads, "/discrepancy/1", ILO.concerns) == "/notice"
    assert value(quads, "/discrepancy/1", ILO.stated) == ""
    assert value(graph(notice()), "/discrepancy/1", ILO.concerns) is None


def test_two_posts_without_number_and_title_are_not_taken_for_one() -> None:
    untitled = notice(post_number=None, title=None)
    other = replace(untitled, document=replace(untitled.document, sha256="f" * 64))
    posts = {q.object for read in (untitled, other) for q in graph(read) if q.predicate == ILO.announces}
    assert len(posts) == 2


def test_the_units_are_those_that_stand_in_the_header_fields() -> None:
    department, own = Field("department", "Dep", 20, 40), Field("organisational_unit", "X", 50, 70)
    found = [unit("DEP", 30), unit("DEP/X", 55), unit("DEP", 300)]
    quads = graph(notice(department, own, post_number=None), found)
    assert value(quads, "/notice", ILO.department) == "unit/DEP"
    assert value(quads, "/notice", ILO.unit) == "unit/DEP-X"
    assert value(quads, "/notice", ILO.announces) == "post/unnumbered/DEP-X/officer-of-tea"


def test_a_department_alone_is_the_unit_too() -> None:
    quads = graph(notice(Field("department", "Dep", 20, 40)), [unit("DEP", 30)])
    assert value(quads, "/notice", ILO.unit) == value(quads, "/notice", ILO.department) == "unit/DEP"


def test_of_a_unit_and_the_one_above_it_in_one_field_the_lower_is_meant() -> None:
    quads = graph(notice(Field("unit", "Dep, X", 20, 60)), [unit("DEP", 30), unit("DEP/X", 40)])
    assert value(quads, "/notice", ILO.unit) == "unit/DEP-X"


def test_a_reference_keeps_its_words_its_place_and_what_it_was_taken_to_mean() -> None:
    quads = graph(notice(), [reference(page=3)])
    node = "/reference/110-120"
    expected = {
        RDF.type: ILO.Reference.value,
        DCTERMS.isPartOf: "",
        OA.exact: "C901",
        OA.start: "110",
        OA.end: "120",
        ILO.page: "3",
        ILO.kind: "instrument",
        ILO.code: "C901",
        ILO.target: "instrument/C901",
        ILO.section: "section/duties",
        ILO.role: "role/contribution",
        ILO.agent: "agent/post",
        ILO.basis: "basis/stated",
        ILO.rule: "instrument-number",
        ILO.cue: "promote",
        ILO.duty: "/duty/1",
    }
    assert {predicate: value(quads, node, predicate) for predicate in expected} == expected


def test_an_ambiguous_reference_has_candidates_and_an_unresolved_one_its_code_only() -> None:
    ambiguous = reference(iri=None, id="7", basis="ambiguous", candidates=("C901", "PB2024-25/7"))
    quads = graph(notice(), [ambiguous, reference(start=130, end=140, iri=None, id="C999", basis="unresolved")])
    candidates = {q.object for q in quads if q.predicate == ILO.candidate}
    assert candidates == {NamedNode(ENTITY + IRIS["C901"]), NamedNode(ENTITY + IRIS["PB2024-25/7"])}
    assert value(quads, "/reference/130-140", ILO.code) == "C999"
    assert not any(quad.predicate == ILO.target for quad in quads)


def test_a_discrepancy_keeps_both_sides_and_what_was_likely_meant() -> None:
    found = Discrepancy("expired-biennium", "It was over.", "2020-21", "2024-25", "PB2024-25/7")
    quads = graph(notice(), [reference(discrepancies=(found,))])
    node = "/reference/110-120/discrepancy/1"
    assert value(quads, node, ILO.concerns) == "/reference/110-120"
    assert value(quads, node, ILO.stated) == "2020-21"
    assert value(quads, node, ILO.authoritySays) == "2024-25"
    assert value(quads, node, ILO.likelyTarget) == "programme/2024-25/outcome/7"


def test_without_text_no_sentence_is_left_and_the_rest_is_the_same() -> None:
    full, bare = graph(notice(), [reference()]), graph(notice(), [reference()], with_text=False)
    assert set(full) - set(bare) == {quad for quad in full if quad.predicate == ILO.quote}
    assert value(bare, "/duty/1", ILO.position) == "1"
    assert value(bare, "/duty/1", ILO.kind) == "duty"
    assert set(bare) < set(full)


def test_people_are_left_out_and_masked_unless_asked_for() -> None:
    without = graph(notice(), [])
    assert not any("Ada" in str(quad) or "example@" in str(quad) for quad in without)
    assert value(without, "/duty/1", ILO.quote) == "Pours tea for [name]."
    asked = graph(notice(), [reference()], with_people=True)
    assert value(asked, "/notice", ILO.supervisor) == "Ada Example, Head of Tea, example@ilo.org"
    assert value(asked, "/duty/1", ILO.quote) == "Pours tea for Ada Example."


def test_a_document_that_is_no_notice_describes_no_post() -> None:
    quads = graph(replace(notice(), layout="plain"), [reference()])
    assert not any(quad.predicate in (ILO.describes, ILO.announces) for quad in quads)
    assert not any(quad.subject == NamedNode(f"{HERE}/notice") for quad in quads)
    assert value(quads, "/reference/110-120", ILO.target) == "instrument/C901"


def test_the_catalogues_that_ship_serve_too() -> None:
    entry = catalogue.load().entries["C102"]
    quads = triples.quads(notice(), [reference(id="C102", iri=entry.iri)], catalogue.load())
    assert value(quads, "/reference/110-120", ILO.target) == "instrument/C102"
