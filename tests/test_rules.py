import hashlib
import random
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, parse
from small_graph import HEAD, small_store

from ilo_graph import resources, rules
from ilo_graph.pipeline import build
from ilo_graph.store import Store
from ilo_graph.tracing import trace
from ilo_graph.vocabulary import DERIVED, ENTITY, ILO

CATALOGUE = """
<https://w3id.org/ilo-graph/graph/invented> {
  <output/new/1.1> ilo:biennium <programme/new> ; ilo:outputOf <outcome/new/1> .
  <outcome/new/1> ilo:biennium <programme/new> ; ilo:supportsTarget <target/1.3> ; skos:closeMatch <outcome/newer/5> .
  <outcome/old/4> ilo:biennium <programme/old> ; skos:exactMatch <outcome/new/1> ; ilo:supportsTarget <target/9.9> .
  <outcome/newer/5> ilo:biennium <programme/newer> .
  <target/1.3> sdgo:isTargetOf <goal/1> .
  <indicator/1.3.1> sdgo:isIndicatorOf <target/1.3> .
  <mandate/agenda> ilo:restsOn <instrument/C901> ; skos:exactMatch <mandate/same> .
  <instrument/C901> ilo:supportsTarget <target/1.3> .
  <discrepancy/fatal> ilo:blocksContribution true .
}
"""


def notice(document: str, post: str, references: str = "", more: str = "") -> str:
    """An invented document; a reference is "role agent kind target", with "!" behind it where a problem blocks it."""
    node = f"document/{document}"
    found = []
    for number, reference in enumerate(references.split(";") if references else []):
        role, agent, kind, target, *blocked = reference.split()
        found.append(
            f'<{node}/reference/{number}> ilo:role <role/{role}> ; ilo:agent <agent/{agent}> ; ilo:kind "{kind}" ;'
            f" ilo:target <{target}> ."
        )
        if blocked:
            found.append(
                f"<{node}/reference/{number}/discrepancy/1> ilo:concerns <{node}/reference/{number}> ;"
                " ilo:discrepancyKind <discrepancy/fatal> ."
            )
    return f"<{node}> {{ <{node}/notice> ilo:announces <post/{post}> {more} . {' '.join(found)} }}\n"


def store_of(*parts: str) -> Store:
    store = Store()
    store.load(parse("".join((HEAD, CATALOGUE, *parts)), RdfFormat.TRIG))
    rules.apply(store)
    return store


def edges(store: Store, post: str = "1") -> set[str]:
    """The derived edges of a post, as "predicate target"."""
    subject = NamedNode(f"{ENTITY}post/{post}")
    return {
        f"{quad.predicate.value.removeprefix(ILO.iri)} {quad.object.value.removeprefix(ENTITY)}"
        for quad in store.quads(DERIVED)
        if quad.subject == subject and quad.predicate.value.startswith(ILO.iri) and isinstance(quad.object, NamedNode)
        if quad.predicate != ILO.currentNotice
    }


def links(store: Store) -> list[tuple[str, ...]]:
    rows = store.query("""
        SELECT DISTINCT ?rule ?object ?via ?from {
          ?link a ilo:Link ; ilo:rule ?rule ; rdf:object ?object ; prov:wasDerivedFrom ?from .
          OPTIONAL { ?link ilo:via ?via }
        } ORDER BY ?rule ?object ?via ?from""")
    assert isinstance(rows, QuerySolutions)
    return [tuple("" if value is None else value.value.removeprefix(ENTITY) for value in row) for row in rows]


@pytest.mark.parametrize(
    ("reference", "edge"),
    [
        ("contribution post mandate mandate/other", "contributesTo"),
        ("contribution unit mandate mandate/other", "contributesThroughUnit"),
        ("contribution organization mandate mandate/other", "mentions"),
        ("contribution other mandate mandate/other", "mentions"),
        ("framework post mandate mandate/other", "worksUnder"),
        ("framework unit mandate mandate/other", "worksUnder"),
        ("framework organization mandate mandate/other", "mentions"),
        ("learning post mandate mandate/other", "learnsAbout"),
        ("learning other mandate mandate/other", "learnsAbout"),
        ("context other mandate mandate/other", "mentions"),
        ("contribution post mandate mandate/other !", "mentions"),
        ("contribution unit mandate mandate/other !", "mentions"),
        ("framework post mandate mandate/other !", "worksUnder"),
        ("learning post mandate mandate/other !", "learnsAbout"),
    ],
)
def test_role_and_agent_and_what_blocks_decide_the_one_edge_of_a_reference(reference: str, edge: str) -> None:
    assert edges(store_of(notice("a", "1", reference))) == {f"{edge} mandate/other"}


def test_a_unit_is_no_mandate_and_gets_no_edge() -> None:
    references = ";".join(f"{role} post unit unit/X" for role in ("contribution", "framework", "learning", "context"))
    assert edges(store_of(notice("a", "1", references))) == set()


def test_a_reference_without_a_target_makes_no_edge() -> None:
    candidate = notice("a", "1", "contribution post instrument instrument/C901").replace("target", "candidate")
    assert edges(store_of(candidate)) == set()


def test_a_contribution_leads_on_from_output_to_outcome_to_target_to_goal() -> None:
    assert edges(store_of(notice("a", "1", "contribution post output output/new/1.1"))) == {
        "contributesTo output/new/1.1",
        "contributesIndirectlyTo outcome/new/1",
        "contributesIndirectlyTo target/1.3",
        "contributesIndirectlyTo goal/1",
    }


def test_a_contribution_leads_on_from_mandate_to_instrument_and_from_indicator_to_target() -> None:
    assert edges(store_of(notice("a", "1", "contribution post mandate mandate/agenda"))) == {
        "contributesTo mandate/agenda",
        "contributesIndirectlyTo instrument/C901",
        "contributesIndirectlyTo target/1.3",
        "contributesIndirectlyTo goal/1",
    }
    assert "contributesIndirectlyTo goal/1" in edges(
        store_of(notice("a", "1", "contribution post sdg_indicator indicator/1.3.1"))
    )


def test_the_crosswalk_is_one_hop_in_either_direction_and_goes_no_further() -> None:
    found = edges(store_of(notice("a", "1", "contribution post outcome outcome/new/1")))
    assert {"contributesIndirectlyTo outcome/old/4", "contributesIndirectlyTo outcome/newer/5"} <= found
    assert "contributesIndirectlyTo target/9.9" not in found
    two_hops = edges(store_of(notice("a", "1", "contribution post outcome outcome/newer/5")))
    assert two_hops == {"contributesTo outcome/newer/5", "contributesIndirectlyTo outcome/new/1"}


def test_the_crosswalk_starts_from_a_stated_contribution_only() -> None:
    found = edges(store_of(notice("a", "1", "contribution post output output/new/1.1")))
    assert "contributesIndirectlyTo outcome/old/4" not in found


@pytest.mark.parametrize("reference", ["contribution unit", "framework post", "learning post", "context post"])
def test_nothing_but_an_own_contribution_leads_on(reference: str) -> None:
    found = edges(store_of(notice("a", "1", f"{reference} output output/new/1.1")))
    assert not any(edge.startswith("contributesIndirectlyTo") for edge in found)


def test_a_link_names_its_rule_the_thing_passed_and_the_link_or_reference_behind_it() -> None:
    store = store_of(notice("a", "1", "contribution post sdg_target target/1.3"))
    first, second = links(store)
    assert first == ("contributes", "target/1.3", "", "document/a/reference/0")
    rule, reached, passed, before = second
    assert (rule, reached, passed) == ("indirect", "goal/1", "target/1.3")
    assert bool(store.query(f'ASK {{ <{ENTITY}{before}> ilo:rule "contributes" }}'))


def test_a_link_is_named_by_the_hash_of_what_it_says() -> None:
    store = store_of(notice("a", "1", "contribution post sdg_target target/1.3"))
    said = [f"{ENTITY}post/1", ILO.contributesIndirectlyTo.value, f"{ENTITY}goal/1", "indirect", f"{ENTITY}target/1.3"]
    name = hashlib.sha256(" ".join(said).encode()).hexdigest()
    assert bool(store.query(f'ASK {{ <{ENTITY}link/{name}> a ilo:Link ; ilo:rule "indirect" }}'))


def test_two_ways_to_one_goal_are_two_links_and_one_edge() -> None:
    references = "contribution post sdg_target target/1.3;contribution post instrument instrument/C901"
    found = links(store_of(notice("a", "1", references)))
    assert [(rule, via) for rule, reached, via, _ in found if reached == "goal/1"] == [("indirect", "target/1.3")] * 2
    assert [(rule, via) for rule, reached, via, _ in found if reached == "target/1.3"] == [
        ("contributes", ""),
        ("indirect", "instrument/C901"),
    ]


def test_every_notice_of_a_post_counts() -> None:
    store = store_of(
        notice("a", "1", "learning post mandate mandate/x", '; schema:datePosted "2020"'),
        notice("b", "1", "framework post mandate mandate/y", '; schema:datePosted "2024"'),
        notice("c", "2", "context post mandate mandate/z"),
    )
    assert edges(store) == {"learnsAbout mandate/x", "worksUnder mandate/y"}


def described(store: Store) -> tuple[str, ...]:
    rows = store.query("""SELECT ?notation ?label ?unit ?notice {
        ?post a org:Post ; skos:notation ?notation ; ilo:currentNotice ?notice .
        OPTIONAL { ?post skos:prefLabel ?label } OPTIONAL { ?post org:postIn ?unit } }""")
    assert isinstance(rows, QuerySolutions)
    (row,) = rows
    return tuple("" if value is None else value.value.removeprefix(ENTITY) for value in row)


def test_a_post_is_as_its_latest_notice_has_it() -> None:
    early = notice("z", "1", more='; schema:datePosted "2024-02" ; schema:title "Old" ; ilo:unit <unit/OLD>')
    late = notice("b", "1", more='; schema:datePosted "2024-02-10" ; schema:title "New" ; ilo:unit <unit/NEW>')
    undated = notice("zz", "1", more='; schema:title "Undated"')
    for parts in ((early, late, undated), (undated, late, early)):
        assert described(store_of(*parts)) == ("post/1", "New", "unit/NEW", "document/b/notice")


def test_of_notices_of_one_date_the_last_document_counts() -> None:
    dated = '; schema:datePosted "2024-02"'
    parts = [notice(name, "1", more=dated) for name in ("a", "c", "b")]
    assert described(store_of(*parts)) == ("post/1", "", "", "document/c/notice")


def many() -> list[Quad]:
    chance = random.Random(7)
    targets = ("output output/new/1.1", "outcome outcome/new/1", "mandate mandate/agenda", "sdg_target target/1.3")
    parts = []
    for number in range(12):
        references = [
            f"{chance.choice(('contribution', 'framework', 'learning', 'context'))} {chance.choice(('post', 'unit'))}"
            f" {chance.choice(targets)}{chance.choice(('', '', ' !'))}"
            for _ in range(6)
        ]
        parts.append(notice(f"d{number}", str(number % 5), ";".join(references)))
    return list(parse("".join((HEAD, CATALOGUE, *parts)), RdfFormat.TRIG))


def test_rules_applied_again_make_the_same_quads_in_any_order_of_loading() -> None:
    quads = many()
    results = []
    for order in (quads, quads[::-1]):
        store = Store()
        store.load(order)
        for _ in range(2):
            assert rules.apply(store) == len(set(store.quads(DERIVED)))
            results.append(set(store.quads(DERIVED)))
    assert results[0]
    assert all(result == results[0] for result in results)


def test_each_rule_makes_the_same_on_the_whole_graph_as_on_the_quads_that_the_rules_name() -> None:
    store = build()
    derived = {quad.triple for quad in store.quads(DERIVED)}
    made = set()
    for path in resources.files("ontology", "rules/*.rq"):
        triples = store.query(path.read_text(encoding="utf-8"))
        assert isinstance(triples, QueryTriples)
        made |= set(triples)
    assert made == derived


def test_what_no_longer_follows_is_gone() -> None:
    store = store_of(notice("a", "1", "contribution post output output/new/1.1"))
    store.update(f"DROP GRAPH <{ENTITY}document/a>")
    assert rules.apply(store) == 0


def test_each_rule_names_its_file_and_says_what_it_makes_and_why() -> None:
    for path in resources.files("ontology", "rules/*.rq"):
        text = path.read_text(encoding="utf-8")
        named = set(re.findall(r'^    ilo:rule "([\w-]+)"', text, re.MULTILINE))
        assert named == (set() if path.stem in ("posts", "classes") else {path.stem})
        assert text.startswith("# ")
        assert not re.search(r"SERVICE|_:|\[|[*+]\s", re.sub(r"""#.*|"[^"]*\"""", "", text))


def test_every_link_leads_in_one_step_to_the_references_behind_it() -> None:
    store = small_store()
    rows = store.query("""SELECT ?link ?reference {
      ?link prov:wasDerivedFrom/(prov:wasDerivedFrom/(prov:wasDerivedFrom/prov:wasDerivedFrom?)?)? ?reference .
      ?reference a ilo:Reference }""")
    sources = store.query("SELECT ?link ?reference { ?link prov:hadPrimarySource ?reference }")
    assert isinstance(rows, QuerySolutions)
    assert isinstance(sources, QuerySolutions)
    behind = {(str(row["link"]), str(row["reference"])) for row in rows}
    assert {(str(row["link"]), str(row["reference"])) for row in sources} == behind
    assert behind


def test_a_cue_of_ratification_makes_a_post_support_the_ratification_of_a_convention_only() -> None:
    catalogue = """<https://w3id.org/ilo-graph/graph/more> {
        <instrument/C901> a ilo:Convention . <instrument/R902> a ilo:Recommendation . }"""
    references = "contribution post instrument instrument/C901;contribution post instrument instrument/R902"
    said = notice("a", "1", references).replace('ilo:kind "i', 'ilo:cue "ratification campaign for" ; ilo:kind "i')
    assert "supportsRatificationOf instrument/C901" in edges(store_of(catalogue, said))
    assert "supportsRatificationOf instrument/R902" not in edges(store_of(catalogue, said))
    for other in (said.replace("ratification", "gratification"), said.replace("role/contribution", "role/context")):
        assert not any(edge.startswith("supports") for edge in edges(store_of(catalogue, other)))


def test_posts_and_instruments_belong_to_the_classes_that_are_defined_by_what_they_have() -> None:
    catalogue = """<https://w3id.org/ilo-graph/graph/more> {
        <instrument/C901> a ilo:Convention ; ilo:category <category/fundamental> ; ilo:status <status/up-to-date> .
        <instrument/C902> a ilo:Convention ; ilo:category <category/technical> ; ilo:status <status/abrogated> .
        <instrument/P029> a ilo:Protocol ; ilo:category <category/fundamental> . }"""
    store = store_of(
        catalogue,
        notice("a", "1", "contribution post instrument instrument/C901"),
        notice("b", "2", "contribution unit instrument instrument/C901"),
    )
    found = {(quad.subject, quad.object) for quad in store.quads(DERIVED) if "#type" in quad.predicate.value}
    named = {(str(one).rpartition("/")[2][:-1], str(kind).rpartition("#")[2][:-1]) for one, kind in found}
    assert {pair for pair in named if pair[1] not in ("Link", "Post")} == {
        ("C901", "FundamentalConvention"),
        ("C902", "OutdatedInstrument"),
        ("1", "NormativePost"),
    }


def test_the_order_of_the_rules_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quads = many()
    results = []
    for turn in range(3):
        texts = [path.read_text(encoding="utf-8") for path in resources.files("ontology", "rules/*.rq")]
        ordered = (texts, texts[::-1], random.Random(7).sample(texts, len(texts)))[turn]
        names = [path.name for path in resources.files("ontology", "rules/*.rq")]
        folder = tmp_path / str(turn)
        (folder / "rules").mkdir(parents=True)
        for name, text in zip(names, ordered, strict=True):
            (folder / "rules" / name).write_text(text, encoding="utf-8")
        rules._rules.cache_clear()
        monkeypatch.setattr(resources, "folder", lambda _, folder=folder: folder)
        store = Store()
        store.load(quads)
        rules.apply(store)
        results.append(set(store.quads(DERIVED)))
    rules._rules.cache_clear()
    assert results[0]
    assert all(result == results[0] for result in results)


def test_every_derived_edge_of_the_bundled_posts_can_be_traced_to_words() -> None:
    store = build()
    rows = store.query("""SELECT DISTINCT ?post ?thing {
        ?link a ilo:Link ; rdf:subject ?p ; rdf:object ?t ; prov:wasDerivedFrom ?source .
        ?p skos:notation ?post . ?t skos:notation ?thing }""")
    assert isinstance(rows, QuerySolutions)
    pairs = sorted((row["post"].value, row["thing"].value) for row in rows)
    assert len(pairs) > 100
    for post, thing in pairs:
        explanations = trace(store, post, thing)
        assert explanations, (post, thing)
        assert all(explanation.hops[0].evidence for explanation in explanations), (post, thing)


def test_every_derived_edge_has_a_link_that_names_its_rule_and_what_it_was_derived_from() -> None:
    store = build()
    rows = store.query("""SELECT ?s ?p ?o {
        GRAPH <https://w3id.org/ilo-graph/graph/derived> { ?s a org:Post ; ?p ?o }
        FILTER(?p NOT IN (rdf:type, skos:notation, skos:prefLabel, org:postIn, ilo:currentNotice))
        FILTER NOT EXISTS {
          ?link rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; ilo:rule ?rule ; prov:wasDerivedFrom ?source } }""")
    assert isinstance(rows, QuerySolutions)
    assert list(rows) == []
