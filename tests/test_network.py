"""The network: the view model, the order of the cards, networkx and GraphML, and the drawing."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import chromium, hostile_store, invented_store, opened
from playwright.sync_api import Browser

from ilo_graph import catalogue
from ilo_graph.errors import UnknownThing
from ilo_graph.network import View, draw, to_networkx, view, write_graphml
from ilo_graph.network.cards import Node
from ilo_graph.network.drawing import among, names, through
from ilo_graph.network.evidence import find_words
from ilo_graph.network.layout import arrange, crossings
from ilo_graph.network.reading import clean, natural
from ilo_graph.queries import run
from ilo_graph.store import Store


@pytest.fixture(scope="module")
def invented() -> Store:
    return invented_store()


@pytest.fixture(scope="module")
def seen(invented: Store) -> View:
    return view(invented)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def test_only_what_a_post_is_linked_with_is_in_the_view(seen: View) -> None:
    assert seen.notices == 2
    assert [sorted(column) for column in seen.columns] == [
        ["EX/ONE"],
        ["post/9001", "post/unnumbered/EX-ONE/assistant"],
        ["C901", "R902"],
        ["PB2090-91/7.2"],
        ["PB2090-91/7"],
        ["SDG8.10", "SDG8.7"],
        ["SDG8"],
    ]


def test_every_kind_of_link_is_in_the_view_once(seen: View) -> None:
    links = sorted((e.kind, e.source, e.target, e.via) for e in seen.edges if e.kind != "catalogue")
    unnumbered = "post/unnumbered/EX-ONE/assistant"
    assert links == [
        ("indirect", "post/9001", "SDG8", "SDG8.7"),
        ("indirect", "post/9001", "SDG8.7", "C901"),
        ("indirect", unnumbered, "PB2090-91/7", "PB2090-91/7.2"),
        ("learns", "post/9001", "R902", ""),
        ("member", "EX/ONE", "post/9001", ""),
        ("member", "EX/ONE", unnumbered, ""),
        ("mentions", "post/9001", "SDG8.10", ""),
        ("stated", "post/9001", "C901", ""),
        ("stated", unnumbered, "PB2090-91/7.2", ""),
        ("under", unnumbered, "C901", ""),
        ("unit", "post/9001", "PB2090-91/7", ""),
    ]


def test_the_links_of_the_catalogues_say_what_they_are_and_how_well_attested(seen: View) -> None:
    links = {(e.source, e.words, e.target): e.attestation for e in seen.edges if e.kind == "catalogue"}
    assert links == {
        ("C901", "supports", "SDG8.7"): "recalled, not read in a source",
        ("R902", "accompanies", "C901"): "",
        ("PB2090-91/7.2", "is an output of", "PB2090-91/7"): "",
        ("SDG8.7", "is a target of", "SDG8"): "",
        ("SDG8.10", "is a target of", "SDG8"): "",
    }


def test_evidence_keeps_words_place_and_what_they_were_taken_for(seen: View) -> None:
    (edge,) = (e for e in seen.edges if (e.kind, e.target) == ("stated", "C901"))
    (index,) = edge.evidence
    said = seen.evidence[index]
    assert said.mark and said.quote[slice(*said.mark)] == said.words == "Convention No. 901"
    assert (said.document, said.date, said.section, said.duty, said.page) == (
        "notices/first.txt", "2090-02", "duties", 1, 2,
    )  # fmt: skip
    assert (said.role, said.agent, said.basis, said.cue) == (
        "contribution",
        "post",
        "stated",
        "ratification campaign for",
    )


def test_an_indirect_link_rests_on_the_words_behind_the_link_before_it(seen: View) -> None:
    words = {e.target: [seen.evidence[i].words for i in e.evidence] for e in seen.edges if e.kind == "indirect"}
    assert words == {
        "SDG8.7": ["Convention No. 901"],
        "SDG8": ["Convention No. 901"],
        "PB2090-91/7": ["output 7.2"],
    }


def test_a_card_says_what_it_is(seen: View) -> None:
    convention, unverified, post = (seen.find(name) for name in ("C901", "R902", "post/9001"))
    assert (convention.label, convention.title, convention.type) == (
        "C901",
        "Sample Work Convention, 1901",
        "Convention",
    )
    assert convention.aliases == ("Convention sur le travail d'essai, 1901",)
    assert (convention.status, unverified.status) == ("up-to-date", "")
    assert convention.page.endswith("P12100_ILO_CODE:C901") and not post.page
    assert seen.find("SDG8.7").page == "http://metadata.un.org/sdg/8.7"
    assert (unverified.title, unverified.attestation) == ("", "uncertain")
    assert ("Unit", "EX/ONE, Examples Unit") in post.facts
    assert ("Notice", "notices/first.txt (2090-02)") in post.facts
    assert seen.find("PB2090-91/7.2").biennium == "2090-91"
    (disagreement,) = seen.find("post/unnumbered/EX-ONE/assistant").discrepancies
    assert (disagreement.words, disagreement.kind) == ("The notice gives no post number.", "missing-post-number")


def test_what_no_post_is_linked_with_is_kept_apart_with_its_links(seen: View) -> None:
    assert [node.id for node in seen.others] == ["EX", "C903", "PB2090-91"]
    assert {(e.source, e.words, e.target) for e in seen.other_edges} == {("EX/ONE", "is part of", "EX")}
    assert not {node.id for node in seen.others} & {node.id for node in seen.nodes}


def test_duties_hold_the_citations_that_stand_in_them(seen: View) -> None:
    (duty,) = seen.duties
    assert (duty.post, duty.kind, duty.number) == ("post/9001", "duty", 1)
    assert [seen.evidence[i].words for i in duty.evidence] == ["Convention No. 901"]
    assert [duty.text[slice(*mark)] for mark in duty.marks if mark] == ["Convention No. 901"]


def test_the_same_words_twice_in_a_text_are_found_one_after_the_other() -> None:
    text = "C97 and again C97"
    assert find_words("C97", text) == (0, 3)
    assert find_words("C97", text, after=3) == (14, 17)
    assert find_words("C97", text, after=17) is None


def test_a_card_is_found_by_its_iri_too_and_otherwise_near_ids_are_named(seen: View) -> None:
    assert seen.find("http://metadata.un.org/sdg/8.7").id == "SDG8.7"
    with pytest.raises(UnknownThing, match="SDG8"):
        seen.find("SDG8.77")


def test_an_empty_store_has_an_empty_view() -> None:
    assert view(Store()) == View((), (), (), 0)


def test_words_are_found_in_a_quote_as_whole_words_first() -> None:
    assert find_words("7", "outputs 7.1, 17 and Outcome 7") == (8, 9)
    assert find_words("C.97", "C97 only") is None
    assert find_words("", "anything") is None


def test_ids_are_sorted_as_people_count() -> None:
    assert sorted(["SDG8.10", "SDG8.7", "C102", "SDG10"], key=natural) == ["C102", "SDG8.7", "SDG8.10", "SDG10"]


def test_direction_and_control_characters_are_replaced_one_for_one() -> None:
    text = "a\u202eb\x00c\u2066d\u200be\n\u00adf"
    assert clean(text) == "a\ufffdb\ufffdc\ufffdd\ufffde\n\u00adf"
    assert len(clean(text)) == len(text)


def test_a_ladder_is_untangled() -> None:
    columns = [["a1", "a2", "a3"], ["b3", "b1", "b2"], ["c2", "c3", "c1"]]
    links = [(f"{x}{n}", f"{y}{n}") for x, y in ("ab", "bc") for n in (1, 2, 3)]
    assert crossings(tuple(map(tuple, columns)), links) == 4
    assert crossings(arrange(columns, links), links) == 0


Drawn = tuple[list[list[str]], list[tuple[str, str]]]


@st.composite
def layered(draw_: st.DrawFn) -> Drawn:
    columns = [[f"{c}{i}" for i in range(draw_(st.integers(0, 6)))] for c in "abcd"]
    members = [m for column in columns for m in column]
    pairs = st.tuples(st.sampled_from(members), st.sampled_from(members)) if members else st.nothing()
    return columns, draw_(st.lists(pairs, max_size=20)) if members else []


@given(layered())
@settings(max_examples=60, deadline=None)
def test_arranging_keeps_every_card_and_never_adds_crossings(drawn: Drawn) -> None:
    columns, links = drawn
    arranged = arrange(columns, links)
    assert [sorted(column) for column in arranged] == [sorted(column) for column in columns]
    assert crossings(arranged, set(links)) <= crossings(tuple(map(tuple, columns)), set(links))
    shuffled = random.Random(1).sample(links, len(links))
    assert arrange(columns, shuffled) == arranged


@given(layered())
@settings(max_examples=40, deadline=None)
def test_crossings_are_counted_as_one_counts_them_by_hand(drawn: Drawn) -> None:
    columns = tuple(map(tuple, drawn[0]))
    where = {m: (c, row) for c, column in enumerate(columns) for row, m in enumerate(column)}
    ends = [tuple(sorted((where[a], where[b]))) for a, b in drawn[1] if where[a][0] != where[b][0]]
    by_hand = sum(
        (a1[0], b1[0]) == (a2[0], b2[0]) and (a1[1] - a2[1]) * (b1[1] - b2[1]) < 0
        for (a1, b1), (a2, b2) in itertools.combinations(ends, 2)
    )
    assert crossings(columns, drawn[1]) == by_hand


def test_networkx_gets_everything_with_its_basis(invented: Store) -> None:
    network = to_networkx(invented)
    assert network.nodes["C901"] == {
        "iri": "https://w3id.org/ilo-graph/id/instrument/C901",
        "kind": "Convention",
        "label": "C901: Sample Work Convention, 1901",
    }
    assert "C903" in network
    assert network.nodes["R902"]["label"] == "R902: title not verified"
    assert network.edges["post/9001", "C901", "contributesTo"] == {
        "basis": "stated", "rule": "contributes", "evidence": 1, "attestation": "",
    }  # fmt: skip
    assert network.edges["post/9001", "PB2090-91/7", "contributesThroughUnit"]["basis"] == "derived"
    assert network.edges["C901", "SDG8.7", "supportsTarget"]["attestation"] == "recalled"
    bases = Counter(attributes["basis"] for _, _, attributes in network.edges(data=True))
    assert bases == {"stated": 7, "derived": 4, "catalogue": 6}


def test_networkx_answers_a_question_of_its_own(invented: Store) -> None:
    path = networkx.shortest_path(to_networkx(invented), "post/9001", "SDG8.7")
    assert path[0] == "post/9001" and path[-1] == "SDG8.7"


def test_graphml_comes_back_as_it_was_written(invented: Store, tmp_path: Path) -> None:
    network = to_networkx(invented)
    back: Any = networkx.read_graphml(write_graphml(invented, tmp_path / "network.graphml"), force_multigraph=True)
    assert {n: back.nodes[n] for n in back} == {n: network.nodes[n] for n in network}
    assert sorted(back.edges(keys=True)) == sorted(network.edges(keys=True))


def test_graphml_takes_hostile_text(tmp_path: Path) -> None:
    store = hostile_store()
    back: Any = networkx.read_graphml(write_graphml(store, tmp_path / "network.graphml"), force_multigraph=True)
    assert set(back) == set(to_networkx(store))


def test_the_real_catalogue_is_exported_whole() -> None:
    store = Store()
    loaded = catalogue.load()
    store.load(loaded.quads)
    network = to_networkx(store)
    assert {entry.iri for entry in loaded.entries.values()} == {
        attributes["iri"] for _, attributes in network.nodes(data=True)
    }
    assert len(network) > 1000


def test_a_focus_keeps_what_leads_to_it_and_on_from_it(seen: View) -> None:
    kept = {node.id for node in through(seen, "SDG8.7").nodes}
    assert kept == {"EX/ONE", "post/9001", "post/unnumbered/EX-ONE/assistant", "C901", "R902", "SDG8.7", "SDG8"}


def test_the_drawing_opens_offline_with_every_node_and_asks_for_nothing(
    browser: Browser, invented: Store, seen: View, tmp_path: Path
) -> None:
    out = draw(invented, tmp_path / "network.html")
    with opened(browser, out) as page:
        page.wait_for_selector("canvas")
        assert page.evaluate("nodes.length") == len(seen.nodes)
        labels = page.evaluate("nodes.get().map(node => node.label)")
        assert "C901\nSample Work Convention, 1901" in labels and "R902\ntitle not verified" in labels
        before = page.evaluate("network.getPositions()")
        page.wait_for_timeout(300)
        assert page.evaluate("network.getPositions()") == before
        assert page.locator("h1, select, a[href]").count() == 0
        assert page.locator(".legend li").all_text_contents()[:2] == ["Stated by the post", "Through the unit"]


def test_the_drawing_can_show_the_way_through_one_thing(browser: Browser, invented: Store, tmp_path: Path) -> None:
    out = draw(invented, tmp_path / "network.html", focus="SDG8.7")
    with opened(browser, out) as page:
        assert page.evaluate("nodes.length") == 7
    with pytest.raises(UnknownThing):
        draw(invented, tmp_path / "none.html", focus="SDG9")


def test_a_part_of_the_graph_or_an_answer_can_be_drawn(browser: Browser, invented: Store, tmp_path: Path) -> None:
    around = networkx.ego_graph(to_networkx(invented), "C901", undirected=True)
    answer = run(invented, "SELECT ?post ?on { GRAPH ?g { ?post ilo:contributesTo ?on } }")
    for only, expected in (
        (around, set(around)),
        (answer, {"post/9001", "C901", "PB2090-91/7.2"}),
        (["C903"], {"C903"}),
    ):
        labels = {node.label for node in among(view(invented), names(only)).nodes}
        assert {node.label for node in every(invented) if node.id in expected} <= labels
        with opened(browser, draw(invented, tmp_path / "part.html", only=only)) as page:
            assert page.evaluate("nodes.length") == len(labels)
    with pytest.raises(UnknownThing, match="names no post"):
        draw(invented, tmp_path / "none.html", only=["nothing", 7])


def every(store: Store) -> tuple[Node, ...]:
    seen = view(store)
    return (*seen.nodes, *seen.others)


def test_the_drawing_is_the_same_for_the_same_store(tmp_path: Path) -> None:
    first, second = (draw(invented_store(), tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert first == second


def test_the_drawing_names_no_foreign_address_that_would_be_fetched(invented: Store, tmp_path: Path) -> None:
    text = draw(invented, tmp_path / "network.html").read_text(encoding="utf-8")
    assert not re.search(r"<(script|link|img)\b[^>]*(src|href)=[\"']?(https?:)?//", text)


def test_hostile_text_does_nothing_in_the_drawing(browser: Browser, tmp_path: Path) -> None:
    out = draw(hostile_store(), tmp_path / "network.html")
    with opened(browser, out) as page:
        page.wait_for_selector("canvas")
        for node in page.evaluate("nodes.getIds()"):
            at = page.evaluate(f"network.canvasToDOM(network.getPositions(['{node}'])['{node}'])")
            page.locator("canvas").hover(position=at, force=True)
            page.wait_for_timeout(250)
        assert "<img src=x" in page.locator(".vis-tooltip").inner_text()
        assert page.evaluate("window.hacked") is None
        assert page.locator("img, a, iframe").count() == 0
        assert page.evaluate("nodes.getIds().every(id => /^n[0-9]+$/.test(id))")
