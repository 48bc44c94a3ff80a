"""The facts themselves: complete, unique, linked, attested, and stated in one file each."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from ilo_graph import resources
from ilo_graph.vocabulary import ENTITY, PREFIXES, RDF, SDGO

DATA = {path.stem: path for path in resources.files("data", "*.ttl")}
ONTOLOGY = {path.stem: path for path in resources.files("ontology", "*.ttl") if path.stem != "alignments"}
ENTITIES = """ilo:Convention ilo:Recommendation ilo:Protocol ilo:Programme ilo:Outcome ilo:EnablingOutcome ilo:Output
    ilo:Mandate ilo:Resource sdgo:Goal sdgo:Target sdgo:Indicator org:OrganizationalUnit org:FormalOrganization"""
BLOCKS = f"VALUES ?class {{ {ENTITIES} }}"
PREFIX = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items()) + f"BASE <{ENTITY}>\n"


@cache
def quads(path: Path) -> tuple[Quad, ...]:
    return tuple(parse(path=path, format=RdfFormat.TURTLE))


@cache
def store() -> Store:
    store = Store()
    for path in (*DATA.values(), *ONTOLOGY.values()):
        store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads(path))
    return store


def select(pattern: str) -> list[tuple[str, ...]]:
    """Return the values of `SELECT ... WHERE ...` as text; an unbound one is empty."""
    solutions = store().query(PREFIX + pattern)
    assert isinstance(solutions, QuerySolutions)
    rows = []
    for solution in solutions:
        terms = [solution[variable] for variable in solutions.variables]
        rows.append(tuple(term.value if isinstance(term, NamedNode | Literal) else "" for term in terms))
    return rows


def column(pattern: str) -> list[str]:
    return [row[0] for row in select(pattern)]


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("ilo:Convention", 193),
        ("ilo:Protocol", 6),
        ("ilo:Recommendation", 209),
        ("ilo:Programme", 5),
        ("ilo:Outcome", 42),
        ("ilo:EnablingOutcome", 12),
        ("ilo:Output", 89),
        ("sdgo:Goal", 17),
        ("sdgo:Target", 169),
        ("org:FormalOrganization", 1),
        ("org:OrganizationalUnit", 121),
        ("ilo:Mandate", 101),
        ("ilo:Resource", 58),
        ("ilo:Link", 84 + 165 + 71 + 39),
    ],
)
def test_each_class_has_all_its_members(kind: str, count: int) -> None:
    assert len(column(f"SELECT ?x WHERE {{ ?x a {kind} }}")) == count


def test_the_conventions_and_recommendations_have_no_gap_in_their_numbers() -> None:
    codes = set(column("SELECT ?n WHERE { ?x ilo:session ?s ; skos:notation ?n }"))
    protocols = {"P029", "P081", "P089", "P110", "P147", "P155"}
    assert codes == {f"C{n:03}" for n in range(1, 194)} | {f"R{n:03}" for n in range(1, 210)} | protocols


def test_the_indicators_are_the_248_codes_of_today_and_five_that_were_retired() -> None:
    codes = "SELECT ?n WHERE { ?x a sdgo:Indicator ; skos:notation ?n . FILTER %s EXISTS { ?x ilo:status ?s } }"
    assert len(column(codes % "NOT")) == 248
    assert sorted(column(codes % "")) == ["SDG1.a.3", "SDG11.c.1", "SDG13.3.2", "SDG17.6.2", "SDG8.9.2"]


def test_the_ilo_is_custodian_of_fourteen_indicators() -> None:
    assert len(column("SELECT ?x WHERE { ?x ilo:custodian <unit/ILO> }")) == 14


def test_no_two_entities_share_a_notation() -> None:
    notations = column(f"SELECT ?n WHERE {{ {BLOCKS} ?x a ?class ; skos:notation ?n }}")
    assert [notation for notation, count in Counter(notations).items() if count > 1] == []


def test_every_entity_has_one_class_and_a_notation() -> None:
    rows = select(f"SELECT ?x ?class WHERE {{ {BLOCKS} ?x a ?class }}")
    assert [x for x, count in Counter(x for x, _ in rows).items() if count > 1] == []
    assert column(f"SELECT ?x WHERE {{ {BLOCKS} ?x a ?class FILTER NOT EXISTS {{ ?x skos:notation ?n }} }}") == []


def test_every_link_leads_to_something_that_is_described() -> None:
    described = {quad.subject for path in (*DATA.values(), *ONTOLOGY.values()) for quad in quads(path)}
    ours = (ENTITY, SDGO.iri.removesuffix("ontology#"))
    dangling = [
        quad
        for path in DATA.values()
        for quad in quads(path)
        if isinstance(quad.object, NamedNode)
        and quad.object.value.startswith(ours)
        and not quad.object.value.startswith(SDGO.iri)
        and quad.object not in described
    ]
    assert dangling == []


def test_every_entity_and_every_link_has_one_attestation_and_a_source() -> None:
    attested = """SELECT ?x (COUNT(DISTINCT ?a) AS ?n) WHERE {
        { %s ?x a ?class } UNION { ?x a ilo:Link }
        OPTIONAL { ?x ilo:attestation ?a . ?a skos:inScheme <attestation> . ?x dcterms:source ?s FILTER (?s != "") } }
        GROUP BY ?x HAVING (?n != 1)"""
    assert column(attested % BLOCKS) == []


def test_a_title_is_shown_if_and_only_if_it_is_not_uncertain() -> None:
    rows = select(
        f"""SELECT ?x ?attestation ?label ?hint WHERE {{ {BLOCKS} ?x a ?class ; ilo:attestation ?a .
        ?a skos:notation ?attestation .
        OPTIONAL {{ ?x skos:prefLabel ?label FILTER (LANG(?label) = "en") }}
        OPTIONAL {{ ?x ilo:titleHint ?hint FILTER (LANG(?hint) = "en") }} }}"""
    )
    assert len(rows) > 1200
    for entity, attestation, label, hint in rows:
        assert (bool(label), bool(hint)) == ((False, True) if attestation == "uncertain" else (True, False)), entity


def test_what_is_uncertain_has_no_title_in_any_language() -> None:
    titled = "?x ilo:attestation <attestation/uncertain> ; skos:prefLabel|skosxl:prefLabel ?title"
    assert column(f"SELECT ?x WHERE {{ {titled} }}") == []


def test_no_entity_has_two_titles_in_one_language() -> None:
    titles = "?x skos:prefLabel|ilo:titleHint ?a , ?b FILTER (LANG(?a) = LANG(?b) && STR(?a) < STR(?b))"
    assert select(f"SELECT ?x ?a ?b WHERE {{ {titles} }}") == []


def test_the_year_in_a_title_is_the_year_of_the_instrument() -> None:
    rows = select(
        """SELECT ?n ?year ?title WHERE { ?x ilo:session ?s ; skos:notation ?n ; ilo:year ?year ;
        skos:prefLabel|ilo:titleHint ?title FILTER (LANG(?title) = "en") }"""
    )
    assert len(rows) == 408
    for notation, year, title in rows:
        expected = rf"Protocol of {year} to the .+, \d{{4}}" if notation.startswith("P") else rf".+, {year}"
        assert re.fullmatch(expected, title), notation


def test_the_french_and_spanish_titles_name_the_year_too() -> None:
    rows = select(
        """SELECT ?n ?year ?title WHERE { ?x ilo:session ?s ; skos:notation ?n ; ilo:year ?year ;
        skos:prefLabel|ilo:titleHint ?title FILTER (LANG(?title) != "en") }"""
    )
    assert len(rows) > 400
    assert [(notation, title) for notation, year, title in rows if year not in title] == []


def test_the_code_of_an_instrument_is_its_kind_and_number() -> None:
    rows = select(
        """SELECT ?x ?n ?number ?class WHERE { VALUES ?class { ilo:Convention ilo:Protocol ilo:Recommendation }
        ?x a ?class ; skos:notation ?n ; ilo:number ?number }"""
    )
    for iri, notation, number, kind in rows:
        assert notation == f"{kind.rpartition('#')[2][0]}{int(number):03}"
        assert iri == f"{ENTITY}instrument/{notation}"


def test_each_protocol_goes_with_the_convention_of_its_number() -> None:
    rows = select("SELECT ?n ?c WHERE { ?x a ilo:Protocol ; skos:notation ?n ; ilo:supplements/skos:notation ?c }")
    assert sorted(rows) == [(code, code.replace("P", "C")) for code in ("P029", "P081", "P089", "P110", "P147", "P155")]


def test_nothing_revises_or_supplements_what_came_later() -> None:
    later = "?x (ilo:revises|ilo:supplements) ?y . ?x ilo:year ?a . ?y ilo:year ?b FILTER (?b > ?a)"
    assert select(f"SELECT ?x ?y WHERE {{ {later} }}") == []


def test_the_dates_of_an_instrument_are_in_order() -> None:
    rows = select(
        """SELECT ?n ?year ?adopted ?force WHERE { ?x ilo:session ?s ; skos:notation ?n ; ilo:year ?year
        OPTIONAL { ?x eli:date_document ?adopted } OPTIONAL { ?x eli:first_date_entry_in_force ?force } }"""
    )
    dated = re.compile(r"\d{4}-\d\d-\d\d")
    for notation, year, adopted, force in rows:
        assert not adopted or (dated.fullmatch(adopted) and adopted.startswith(year)), notation
        assert not force or (dated.fullmatch(force) and force > (adopted or year)), notation


def test_sessions_rise_with_the_years() -> None:
    rows = sorted((int(s), int(y)) for s, y in select("SELECT ?s ?y WHERE { ?x ilo:session ?s ; ilo:year ?y }"))
    assert [year for _, year in rows] == sorted(year for _, year in rows)


def test_there_are_ten_fundamental_conventions_and_one_protocol() -> None:
    fundamental = column("SELECT ?n WHERE { ?x ilo:category <category/fundamental> ; skos:notation ?n }")
    assert " ".join(sorted(fundamental)) == "C029 C087 C098 C100 C105 C111 C138 C155 C182 C187 P029"


def test_every_outcome_and_output_has_one_biennium_which_its_code_names() -> None:
    rows = select(
        """SELECT ?x ?n ?number ?programme WHERE { VALUES ?class { ilo:Outcome ilo:EnablingOutcome ilo:Output }
        ?x a ?class ; skos:notation ?n ; ilo:number ?number ; ilo:biennium/skos:notation ?programme }"""
    )
    assert len(rows) == 143
    for iri, notation, number, programme in rows:
        assert notation == f"{programme}/{number}"
        part = "output" if "." in number else "outcome"
        assert iri == f"{ENTITY}programme/{programme.removeprefix('PB')}/{part}/{number}"


def test_every_output_belongs_to_the_outcome_of_its_number_in_its_biennium() -> None:
    rows = select("SELECT ?n ?o WHERE { ?x a ilo:Output ; skos:notation ?n ; ilo:outputOf/skos:notation ?o }")
    assert len(rows) == 89
    assert [(output, outcome) for output, outcome in rows if output.rpartition(".")[0] != outcome] == []


def test_the_crosswalk_leads_from_one_biennium_to_a_later_one() -> None:
    rows = select(
        """SELECT ?a ?b WHERE { ?x skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?y .
        ?x ilo:biennium/ilo:fromYear ?a . ?y ilo:biennium/ilo:fromYear ?b }"""
    )
    assert len(rows) == 84
    assert [(a, b) for a, b in rows if int(a) >= int(b)] == []


def test_every_programme_is_matched_with_the_mandate_that_adopts_it() -> None:
    rows = select("SELECT ?p ?m WHERE { ?x a ilo:Programme ; skos:notation ?p ; skos:exactMatch/skos:notation ?m }")
    years = ("2018-19", "2020-21", "2022-23", "2024-25", "2026-27")
    assert sorted(rows) == [(f"PB{b}", f"programme-and-budget-{b}") for b in years]


def test_every_target_stands_under_its_goal_and_every_indicator_under_its_targets() -> None:
    targets = select("SELECT ?n ?g WHERE { ?x sdgo:isTargetOf ?y . ?x skos:notation ?n . ?y skos:notation ?g }")
    assert len(targets) == 169
    assert [pair for pair in targets if pair[0].rpartition(".")[0] != pair[1]] == []
    parents: dict[str, set[str]] = {}
    for notation, target in select("SELECT ?n ?t WHERE { ?x sdgo:isIndicatorOf/skos:notation ?t ; skos:notation ?n }"):
        parents.setdefault(notation, set()).add(target)
    assert len(parents) == 253
    assert [n for n, above in parents.items() if n.rpartition(".")[0] not in above] == []


def test_every_unit_reaches_the_organization() -> None:
    loose = "?x a org:OrganizationalUnit FILTER NOT EXISTS { ?x org:subOrganizationOf+ <unit/ILO> }"
    assert column(f"SELECT ?x WHERE {{ {loose} }}") == []


def test_no_period_ends_before_it_begins() -> None:
    assert select("SELECT ?x WHERE { ?x ilo:fromYear ?a ; ilo:toYear ?b FILTER (?b < ?a) }") == []


def test_every_link_node_stands_beside_its_triple_and_every_linked_triple_has_one_node() -> None:
    node = "?l a ilo:Link ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
    assert column(f"SELECT ?l WHERE {{ {node} FILTER NOT EXISTS {{ ?s ?p ?o }} }}") == []
    nodes = Counter(select(f"SELECT ?s ?p ?o WHERE {{ {node} }}"))
    linked = select(
        """SELECT ?s ?p ?o WHERE { VALUES ?p { ilo:supportsTarget ilo:restsOn skos:exactMatch skos:closeMatch
        skos:broadMatch skos:narrowMatch } ?s ?p ?o FILTER NOT EXISTS { ?s a ilo:Programme } }"""
    )
    assert nodes == Counter(linked)


def test_no_source_uses_a_name_that_only_the_authors_know() -> None:
    sources = column("SELECT DISTINCT ?s WHERE { ?x dcterms:source ?s }")
    assert sources
    assert [source for source in sources if re.search(r"\bseeds?\b|\.csv\b", source, re.IGNORECASE)] == []


def test_there_are_no_blank_nodes() -> None:
    everything = [quad for path in (*DATA.values(), *ONTOLOGY.values()) for quad in quads(path)]
    assert [q for q in everything if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)] == []


def test_no_text_is_empty_or_padded() -> None:
    texts = {q.object.value for path in DATA.values() for q in quads(path) if isinstance(q.object, Literal)}
    assert [text for text in texts if not text or text != " ".join(text.split())] == []


def test_every_fact_stands_in_one_file_and_once() -> None:
    facts = Counter(q.triple for path in (*DATA.values(), *ONTOLOGY.values()) for q in quads(path))
    assert [fact for fact, count in facts.items() if count > 1] == []


def test_the_entities_of_a_file_are_described_in_that_file_alone() -> None:
    typed = [{q.subject for q in quads(path) if q.predicate == RDF.type} for path in DATA.values()]
    files = Counter(subject for subjects in typed for subject in subjects)
    assert [subject for subject, count in files.items() if count > 1] == []


def test_every_file_says_what_it_holds_and_under_which_licence() -> None:
    for path in (*DATA.values(), ONTOLOGY["concepts"]):
        head = path.read_text(encoding="utf-8").split("@base")[0]
        assert head.startswith("# ") and "CC BY 4.0" in head and "Not a product of the ILO" in head, path


def test_the_catalogues_are_the_eight_files_that_the_documentation_names() -> None:
    names = "crosswalk instrument-sdg instruments mandates programme programme-sdg sdg units"
    assert " ".join(sorted(DATA)) == names
