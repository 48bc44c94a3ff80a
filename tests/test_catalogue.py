"""Loading the catalogues, overlaying them, and refusing what cannot be used."""

import pickle
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from small_graph import HEAD

import ilo_graph
from ilo_graph import catalogue, pipeline, queries, validation
from ilo_graph.errors import CatalogueError
from ilo_graph.vocabulary import DCTERMS, ENTITY, ILO, RDF, SKOS, entity, graph

C102 = entity("instrument", "C102")


def overlay(tmp_path: Path, turtle: str, name: str = "mine") -> Path:
    path = tmp_path / f"{name}.ttl"
    path.write_text(HEAD + turtle, encoding="utf-8")
    return path


def refusal(tmp_path: Path, turtle: str) -> str:
    """Return what the overlay's author is told."""
    with pytest.raises(CatalogueError) as caught:
        catalogue.load([overlay(tmp_path, turtle)])
    return str(caught.value)


def about(loaded: catalogue.Catalogue, subject: NamedNode) -> list[Quad]:
    return [quad for quad in loaded.quads if quad.subject == subject]


def test_an_instrument_has_its_titles_english_first() -> None:
    entry = catalogue.load().get("C102")
    assert entry is not None
    assert entry.kind == "instrument"
    assert entry.iri == C102.value
    assert entry.label == entry.labels[0] == "Social Security (Minimum Standards) Convention, 1952"
    assert len(entry.labels) == 3
    assert (entry.number, entry.year, entry.status, entry.attestation) == ("102", 1952, "up-to-date", "read")


def test_the_maritime_labour_convention_is_c186_and_has_its_short_name() -> None:
    entry = catalogue.load().get("C186")
    assert entry is not None
    assert entry.aliases == ("MLC, 2006",)


def test_an_output_knows_its_outcome_and_its_biennium() -> None:
    entry = catalogue.load().get("PB2024-25/6.4")
    assert entry is not None
    assert (entry.kind, entry.number, entry.biennium, entry.parent) == ("output", "6.4", "2024-25", "PB2024-25/6")


def test_a_programme_knows_its_own_biennium() -> None:
    entry = catalogue.load().get("PB2020-21")
    assert entry is not None
    assert (entry.kind, entry.biennium) == ("programme", "2020-21")


def test_a_title_that_is_not_verified_is_a_hint_and_no_label() -> None:
    entry = catalogue.load().get("PB2026-27/1")
    assert entry is not None
    assert (entry.labels, entry.attestation) == ((), "uncertain")
    assert entry.hints
    assert entry.label == "PB2026-27/1 (title not verified)"


def test_an_indicator_under_several_targets_has_an_entry_for_each_of_its_codes() -> None:
    loaded = catalogue.load()
    entries = [loaded.get(code) for code in ("SDG1.5.1", "SDG11.5.1", "SDG13.1.1")]
    assert {entry.iri for entry in entries if entry} == {"http://metadata.un.org/sdg/C200303"}
    assert [entry.parent for entry in entries if entry] == ["SDG1.5", "SDG11.5", "SDG13.1"]
    assert loaded.by_iri("http://metadata.un.org/sdg/C200303") == entries[0]


def test_a_unit_has_its_parent_its_kind_and_its_former_names() -> None:
    entry = catalogue.load().get("SOCPRO")
    assert entry is not None
    assert (entry.kind, entry.parent, entry.type) == ("unit", "JSP", "department")
    assert "Social Protection Department" in entry.former
    assert "SECSOC" in entry.aliases


def test_the_organization_is_no_unit_and_a_partner_is_no_mandate() -> None:
    loaded = catalogue.load()
    assert [entry.id for entry in loaded.by_kind("organization")] == ["ILO"]
    kinds = {entry.id: entry.kind for entry in loaded.entries.values()}
    assert kinds["issa"] == kinds["jpo-programme"] == kinds["labour-migration-academy"] == "resource"
    assert kinds["2030-agenda"] == kinds["ratification-campaign-c102"] == "mandate"
    assert "itc-ilo" not in kinds and kinds["ITC-ILO"] == "unit"


def test_the_names_of_the_goals_are_no_names_of_the_agenda() -> None:
    entry = catalogue.load().get("2030-agenda")
    assert entry is not None
    assert {"2030 Agenda", "2030 Agenda for Sustainable Development"} <= set(entry.aliases)
    assert not {"SDGs", "Sustainable Development Goals"} & set(entry.aliases)


def test_what_is_in_no_catalogue_is_none() -> None:
    loaded = catalogue.load()
    assert loaded.get("C194") is None
    assert loaded.by_iri(ENTITY + "instrument/C194") is None
    assert loaded.by_kind("planet") == ()


def test_every_file_has_its_own_graph_and_no_triple_is_in_two() -> None:
    quads = catalogue.load().quads
    names = "ontology concepts instruments programme sdg units mandates instrument-sdg programme-sdg crosswalk"
    assert {quad.graph_name for quad in quads} == {graph(name) for name in names.split()}
    assert len({quad.triple for quad in quads}) == len(quads)


def test_the_catalogues_are_read_once() -> None:
    assert catalogue.load() is catalogue.load()


def test_a_catalogue_survives_the_way_to_another_process() -> None:
    loaded = catalogue.load()
    copy = pickle.loads(pickle.dumps(loaded))
    assert copy.entries == loaded.entries
    assert copy.quads == loaded.quads


def test_an_overlay_adds_an_entity_in_a_graph_of_its_own(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        """<programme/2026-27/outcome/8> a ilo:Outcome ; skos:notation "PB2026-27/8" ; skos:prefLabel "New"@en ;
        ilo:number "8" ; ilo:biennium <programme/2026-27> ; ilo:attestation <attestation/read> .""",
        "new outcomes",
    )
    loaded = catalogue.load([path])
    entry = loaded.get("PB2026-27/8")
    assert entry is not None
    assert (entry.label, entry.biennium) == ("New", "2026-27")
    assert {quad.graph_name for quad in about(loaded, NamedNode(entry.iri))} == {graph("overlay/new_outcomes")}
    assert len(loaded.quads) == len(catalogue.load().quads) + 6


def test_an_overlay_replaces_the_block_of_an_entity_and_keeps_its_links(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        """<instrument/C102> a ilo:Convention ; skos:notation "C102" ; skos:prefLabel "Corrected"@en ;
        ilo:attestation <attestation/read> .""",
    )
    loaded = catalogue.load([path])
    entry = loaded.get("C102")
    assert entry is not None
    assert (entry.labels, entry.year) == (("Corrected",), None)
    kept = {quad.predicate for quad in about(loaded, C102) if quad.graph_name != graph("overlay/mine")}
    assert kept == {ILO.supportsTarget}


def test_the_links_in_the_file_of_a_replaced_mandate_stay(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        """<mandate/ratification-campaign-c102> a ilo:Mandate ; skos:notation "ratification-campaign-c102" ;
        skos:prefLabel "Campaign"@en ; ilo:attestation <attestation/read> .""",
    )
    links = [q for q in catalogue.load([path]).quads if q.subject == entity("mandate", "ratification-campaign-c102")]
    assert [quad.object for quad in links if quad.predicate == ILO.restsOn] == [C102]


def test_an_overlay_without_a_type_adds_to_the_entity(tmp_path: Path) -> None:
    path = overlay(tmp_path, '<unit/SOCPRO> skos:altLabel "Protection Department" .')
    entry = catalogue.load([path]).get("SOCPRO")
    assert entry is not None
    assert entry.aliases[-1] == "Protection Department"
    assert entry.label == "Universal Social Protection Department"


def test_a_triple_that_an_overlay_states_again_stands_once(tmp_path: Path) -> None:
    path = overlay(tmp_path, "<instrument/C102> ilo:supportsTarget <http://metadata.un.org/sdg/1.3> .")
    quads = catalogue.load([path]).quads
    assert len({quad.triple for quad in quads}) == len(quads) == len(catalogue.load().quads)


def test_an_overlay_replaces_what_is_known_about_a_link(tmp_path: Path) -> None:
    path = overlay(
        tmp_path,
        """<link/C102-SDG1.3> a ilo:Link ; rdf:subject <instrument/C102> ; rdf:predicate ilo:supportsTarget ;
        rdf:object <http://metadata.un.org/sdg/1.3> ; ilo:attestation <attestation/uncertain> ;
        dcterms:source "my own" .""",
    )
    facts = {q.predicate: q.object for q in about(catalogue.load([path]), entity("link", "C102-SDG1.3"))}
    assert facts[ILO.attestation] == entity("attestation", "uncertain")
    assert len(facts) == len(about(catalogue.load([path]), entity("link", "C102-SDG1.3"))) == 6
    assert {RDF.type, DCTERMS.source} <= set(facts)


def test_of_two_overlays_the_later_one_wins(tmp_path: Path) -> None:
    block = """<instrument/C102> a ilo:Convention ; skos:notation "C102" ; skos:prefLabel "%s"@en ;
        ilo:attestation <attestation/read> ."""
    paths = [overlay(tmp_path, block % "One", "one"), overlay(tmp_path, block % "Two", "two")]
    loaded = catalogue.load(paths)
    assert [q.object for q in about(loaded, C102) if q.predicate == SKOS.prefLabel] == [Literal("Two", language="en")]


def test_an_overlay_leaves_the_bundled_catalogue_as_it_is(tmp_path: Path) -> None:
    before = catalogue.load()
    catalogue.load([overlay(tmp_path, '<unit/SOCPRO> skos:altLabel "X" .')])
    assert catalogue.load() is before


def test_a_syntax_error_is_told_with_its_file_and_line(tmp_path: Path) -> None:
    message = refusal(tmp_path, '\n<unit/X> a org:OrganizationalUnit ;; skos:notation "X" ,\n. !')
    assert "mine.ttl, line " in message
    assert "correct the Turtle there" in message


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"absent\.ttl cannot be read"):
        catalogue.load([tmp_path / "absent.ttl"])


def test_a_file_that_is_no_text_is_a_syntax_error(tmp_path: Path) -> None:
    path = tmp_path / "binary.ttl"
    path.write_bytes(b"\x00\xff\xfe\x01")
    with pytest.raises(CatalogueError, match=r"binary\.ttl, line 1"):
        catalogue.load([path])


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ("<unit/X> a org:OrganizationalUnit .", "has no skos:notation"),
        ('<unit/X> a org:OrganizationalUnit ; skos:notation "X" .', "has no ilo:attestation"),
        (
            '<unit/X> a org:OrganizationalUnit ; skos:notation "SOCPRO" ; ilo:attestation <attestation/read> .',
            "'SOCPRO' of <https://w3id.org/ilo-graph/id/unit/SOCPRO>",
        ),
        ("<instrument/C102> ilo:revises <instrument/C999> .", "C999>, which is in no catalogue"),
        ("<instrument/C102> ilo:supportsTarget <http://metadata.un.org/sdg/1.33> .", "1.33>, which is in no catalogue"),
        ("<unit/SOCPRO> org:subOrganizationOf <http://example.org/x> .", "example.org/x>, which is in no catalogue"),
        ("<instrument/C102> ilo:status <status/superb> .", "status/superb>, which is in no catalogue"),
        ("<unit/SOCPRO> org:subOrganizationOf [ ] .", "blank node"),
        ("[ ] a org:OrganizationalUnit .", "blank node"),
        ('<unit/SOCPRO> ilo:year "early" .', 'ilo:year "early"'),
    ],
)
def test_a_block_that_cannot_be_used_is_refused_with_its_file(tmp_path: Path, turtle: str, message: str) -> None:
    told = refusal(tmp_path, turtle)
    assert message in told
    assert "mine.ttl" in told


TEMPLATE = Path(__file__).parents[1] / "docs" / "overlay-template.ttl"


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        ('<unit/SOCPRO> ilo:formerNmae "X" .', "ilo:formerNmae is no term of the vocabulary (ilo:formerName?)"),
        ("<instrument/C999> a ilo:Convntion .", "ilo:Convntion is no term of the vocabulary (ilo:Convention?)"),
        ("<unit/X> a org:Organization .", "class org:Organization stand in no catalogue: write one of ilo:Convention"),
        ("<unit/SOCPR> skos:altLabel 'X' .", "unit/SOCPR> is in no catalogue: correct the IRI, or say with `a`"),
        ("<post/2213> a org:Post .", "post/2213> is made from notices"),
        ("<document/1/notice> a ilo:Notice .", "is made from notices, and an overlay describes what they cite"),
        ("<instrument/C102> ilo:target <instrument/C102> .", "ilo:target is said of what was read in documents"),
        ("<unit/SOCPRO> ilo:contributesTo <instrument/C102> .", "ilo:contributesTo is said of what was read"),
        ("<instrument/C102> ilo:status 'abrogated' .", 'ilo:status leads to a thing, not to the text "abrogated"'),
        ("<instrument/C102> ilo:number <instrument/C102> .", "ilo:number takes a text or a number"),
        ("ilo:Convention a ilo:Convention .", "belongs to the vocabulary"),
    ],
)
def test_what_an_overlay_cannot_say_is_refused_with_its_line(tmp_path: Path, turtle: str, message: str) -> None:
    told = refusal(tmp_path, f"\n# a comment\n{turtle}")
    line = 1 + HEAD.count("\n") + 2
    assert f"mine.ttl, line {line}: " in told
    assert message in told


def test_everything_that_an_overlay_cannot_say_is_told_at_once(tmp_path: Path) -> None:
    told = refusal(tmp_path, "<unit/X> skos:altLabel 'X' ;\n  ilo:colour 'red' .\n<unit/Y> skos:altLabel 'Y' .")
    first = 1 + HEAD.count("\n")
    assert [line.partition(": ")[0].rpartition(" ")[2] for line in told.split("\n")] == [
        str(first),
        str(first + 1),
        str(first + 2),
    ]


def test_a_fault_is_told_with_the_line_where_it_stands(tmp_path: Path) -> None:
    first = 1 + HEAD.count("\n")
    for turtle, line in (
        ("<instrument/C102>\n  ilo:revises\n  <instrument/C999> .", first + 2),
        ('\n<unit/X> a org:OrganizationalUnit ;\n  skos:notation "X" .', first + 1),
        ("\n\n<unit/SOCPRO> org:subOrganizationOf [ ] .", first + 2),
        ('<unit/SOCPRO> skos:altLabel """a\nb""" .\n<unit/SOCPRO> ilo:year "early" .', first + 2),
        ("\n<unit/X a b .", first + 1),
    ):
        assert f"mine.ttl, line {line}: " in refusal(tmp_path, turtle)


def test_a_link_that_is_given_again_leads_where_its_node_says(tmp_path: Path) -> None:
    node = """<link/C102-SDG1.3> a ilo:Link ; rdf:subject <instrument/C102> ; rdf:predicate ilo:supportsTarget ;
        rdf:object <http://metadata.un.org/sdg/8.8> ; ilo:attestation <attestation/read> ; dcterms:source "mine" ."""
    before = {q.object for q in about(catalogue.load(), C102) if q.predicate == ILO.supportsTarget}
    loaded = catalogue.load([overlay(tmp_path, node)])
    after = {q.object for q in about(loaded, C102) if q.predicate == ILO.supportsTarget}
    old, new = (NamedNode(f"http://metadata.un.org/sdg/{code}") for code in ("1.3", "8.8"))
    assert old in before and after == before - {old} | {new}
    assert len({quad.triple for quad in loaded.quads}) == len(loaded.quads)


def test_a_link_that_another_node_attests_stays(tmp_path: Path) -> None:
    other = """<link/second> a ilo:Link ; rdf:subject <instrument/C102> ; rdf:predicate ilo:supportsTarget ;
        rdf:object <http://metadata.un.org/sdg/1.3> ; ilo:attestation <attestation/read> ; dcterms:source "mine" .
        <link/C102-SDG1.3> a ilo:Link ; rdf:subject <instrument/C102> ; rdf:predicate ilo:supportsTarget ;
        rdf:object <http://metadata.un.org/sdg/8.8> ; ilo:attestation <attestation/read> ; dcterms:source "mine" ."""
    loaded = catalogue.load([overlay(tmp_path, other)])
    after = {q.object for q in about(loaded, C102) if q.predicate == ILO.supportsTarget}
    assert {NamedNode("http://metadata.un.org/sdg/1.3"), NamedNode("http://metadata.un.org/sdg/8.8")} <= after


def test_the_template_can_be_loaded_and_keeps_to_the_shapes() -> None:
    loaded = catalogue.load([TEMPLATE])
    ids = ("C199", "R299", "PB2030-31", "PB2030-31/1", "PB2030-31/1.2", "ROBOTS", "robots-declaration-2030")
    assert all(loaded.get(id_) for id_ in ids)
    socpro = loaded.get("SOCPRO")
    assert socpro is not None and "SP Department" in socpro.aliases
    assert validation.overlay_findings([TEMPLATE]) == []


def test_a_notice_that_cites_what_an_overlay_adds_is_linked_to_it(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(
        """JPO job description

Title: Junior Professional Officer, Robots
Department: Robots and Rest Branch (ROBOTS)
Post number: 4712
Month and year of issue: March 2030

DUTIES AND RESPONSIBILITIES

1. Supports the ratification of the Fair Robots Convention, 2031 (No. 199).
2. Contributes to Output 1.2 of the Programme and Budget 2030-31.
3. Promotes the Robots Declaration.
""",
        encoding="utf-8",
    )
    store = pipeline.build(path, catalogue=[TEMPLATE])
    answer = queries.run(store, "mandates-by-post", post="4712")
    found = {(row["link"], row["mandate"]) for row in answer}
    stated = {("contributes", thing) for thing in ("C199", "PB2030-31/1.2", "robots-declaration-2030")}
    indirect = {("contributes indirectly", thing) for thing in ("SDG8.2", "PB2030-31/1", "SDG8.8", "SDG8")}
    assert stated | indirect <= found
    (unit,) = queries.run(store, "SELECT ?unit { ?post a org:Post ; org:postIn/skos:notation ?unit }")
    assert unit["unit"] == "ROBOTS"
    assert validation.check(store).findings == ()
    assert [e for e in ilo_graph.trace(store, "post/4712", "SDG8.2") if not e.stated]


def test_two_overlays_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    paths = [overlay(tmp_path, "", "same"), overlay(tmp_path / "other", "", "same")]
    with pytest.raises(CatalogueError, match="overlays of one name"):
        catalogue.load(paths)
