"""Nothing that is attested below "read" passes for official, wherever it is shown: over all the catalogues."""

from __future__ import annotations

import pytest

from ilo_graph import catalogue, pipeline, queries
from ilo_graph.catalogue import Entry
from ilo_graph.network import View, view
from ilo_graph.network.drawing import _tooltip
from ilo_graph.network.kinds import ATTESTATIONS
from ilo_graph.store import Store

ENTRIES = list(catalogue.load().entries.values())
BELOW_READ = [entry for entry in ENTRIES if entry.attestation != "read"]


@pytest.fixture(scope="module")
def store() -> Store:
    return pipeline.build()


@pytest.fixture(scope="module")
def seen(store: Store) -> View:
    return view(store)


def of(attestation: str) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.attestation == attestation]


def test_each_degree_has_its_members() -> None:
    assert [bool(of(degree)) for degree in ("read", "recalled", "uncertain")] == [True, True, True]
    assert len(of("read")) + len(BELOW_READ) == len(ENTRIES)


def test_an_entry_has_a_title_if_and_only_if_it_is_not_uncertain() -> None:
    assert [e.id for e in ENTRIES if bool(e.labels) == (e.attestation == "uncertain")] == []
    assert [e.id for e in of("uncertain") if e.label != f"{e.id} (title not verified)"] == []
    assert [e.id for e in of("uncertain") if set(e.hints) & set(e.aliases)] == []  # aliases are shown


def test_show_tells_beside_the_title_what_was_not_read_in_a_source(store: Store) -> None:
    wrong = []
    for entry in BELOW_READ:
        thing = queries.show(store, entry.id)
        title = "title not verified" if entry.attestation == "uncertain" else entry.label
        doubt = "" if entry.attestation == "uncertain" else f" ({entry.attestation}, not read in a source)"
        head = " ".join(str(thing).partition(f"\n{thing.kind}, ")[0].split())
        if (thing.title, head) != (title, f"{thing.id}: {title}{doubt}"):
            wrong.append((entry.id, head))
    assert wrong == []
    assert "not read" not in str(queries.show(store, "C189")).partition("\n\n")[0]


def test_the_pages_have_no_title_of_what_is_uncertain_and_tell_of_the_rest_how_it_is_attested(seen: View) -> None:
    cards = {node.iri: node for node in (*seen.nodes, *seen.others)}
    shown = [(entry, cards[entry.iri]) for entry in BELOW_READ if entry.iri in cards]
    assert len(shown) > 300
    assert [e.id for e, card in shown if card.attestation != ATTESTATIONS[e.attestation]] == []
    uncertain = [(e, card) for e, card in shown if e.attestation == "uncertain"]
    assert [e.id for e, card in uncertain if card.title or any(card.titles)] == []
    assert [e.id for e, card in uncertain if set(e.hints) & {card.label, *card.aliases, *map(str, card.facts)}] == []


def test_the_drawing_tells_it_in_the_words_over_a_card(seen: View) -> None:
    cards = {node.iri: node for node in (*seen.nodes, *seen.others)}
    for entry in (e for e in BELOW_READ if e.iri in cards):
        expected = {"recalled": "(recalled, not read in a source)", "uncertain": "title not verified"}
        assert expected[entry.attestation] in _tooltip(cards[entry.iri]), entry.id
    assert "(" not in _tooltip(next(node for node in seen.nodes if node.id == "C189"))


def test_no_table_of_the_search_gives_a_title_of_what_is_uncertain(store: Store) -> None:
    for entry in of("uncertain"):
        found = [row for row in queries.search(store, entry.hints[0], limit=100) if row["id"] == entry.id]
        assert [row["text"] for row in found] == ["title not verified"], entry.id
