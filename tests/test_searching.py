from __future__ import annotations

import pytest
from small_graph import small_store

from ilo_graph.errors import ParameterError, UnknownThing
from ilo_graph.queries import find, search, show
from ilo_graph.store import Store
from ilo_graph.vocabulary import ENTITY


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


def found(store: Store, text: str) -> list[tuple[object, ...]]:
    return [tuple(row[:3]) for row in search(store, text).rows]


def test_a_title_is_found_without_case_and_accents_in_any_language(store: Store) -> None:
    assert found(store, "TEA breaks")[0] == ("C901", "convention", "title")
    assert found(store, "convention pauses")[0] == ("C901", "convention", "title")
    assert found(store, "Chaïrs") == [("PB2096-97/4.5", "output", "title"), ("PB2098-99/1.2", "output", "title")]


def test_an_id_finds_its_thing_first_and_then_the_words_of_documents(store: Store) -> None:
    first, *others = search(store, "C901").rows
    assert first == ("C901", "convention", "id", "Tea Breaks Convention, 1990", None)
    assert ("post/11", "post", "words", "Learns what C901 says.", "a.txt, learning") in others


def test_the_sentences_of_documents_are_found_with_their_post(store: Store) -> None:
    assert search(store, "the ratification").rows == (
        ("post/11", "post", "words", "Supports the ratification of Convention No. 901.", "a.txt, duties"),
    )


def test_a_hint_finds_its_instrument_and_is_never_shown_as_a_title(store: Store) -> None:
    assert search(store, "lamps").rows == (("C902", "convention", "alias", "title not verified", None),)


def test_a_search_is_bounded_and_one_without_words_is_an_error(store: Store) -> None:
    assert len(search(store, "convention", limit=2)) == 2
    assert found(store, "tea zebra") == []
    with pytest.raises(ParameterError, match="no word to look for"):
        search(store, " ?! ")


def test_what_is_searched_is_a_term_and_never_a_part_of_the_query(store: Store) -> None:
    assert found(store, 'tea")) } UNION { ?s ?p ?o') == []


def test_a_title_names_its_thing_with_or_without_its_year(store: Store) -> None:
    for title in ("Tea Breaks Convention, 1990", "tea breaks convention", "Convention sur les pauses"):
        assert find(store, title, "instrument").value == f"{ENTITY}instrument/C901"
    with pytest.raises(UnknownThing, match="did you mean C901"):
        find(store, "breaks tea convention", "instrument")


def test_show_follows_an_exact_match_and_says_so(store: Store) -> None:
    matched = small_store()
    matched.update(
        "INSERT DATA { GRAPH <http://example.org/g> { "
        f"<{ENTITY}programme/2098-99> a ilo:Programme ; skos:notation 'PB2098-99' ; skos:prefLabel 'The Programme'@en ;"
        f" skos:exactMatch <{ENTITY}mandate/ladder-plan> }} }}"
    )
    programme = show(matched, "PB2098-99")
    assert (len(programme.evidence), [len(other.evidence) for other in programme.same]) == (0, [1])
    text = str(programme)
    assert "None of the 2 notices looked at cites PB2098-99." in text
    assert "The same as ladder-plan: Plan on Ladders (mandate)" in text
    assert "← contributes to: 1\n  post/12: Officer, Ladders (1 reference)" in text
    assert [other.id for other in show(matched, "ladder-plan").same] == ["PB2098-99"]


def test_show_says_first_who_works_on_a_thing_and_what_says_so(store: Store) -> None:
    lines = str(show(store, "C901")).splitlines()
    assert lines[3:5] == ["← contributes to: 1", "  post/11: Officer, Tea (1 reference)"]
    assert "    > Supports the ratification of Convention No. 901." in lines
    assert "    duties, page 2, character 100 of a.txt" in lines
    assert "None of the 2 notices looked at says that its post contributes to it." in str(show(store, "C904"))
    assert "None of" not in str(show(store, "DEP"))
    assert "&gt; Supports" in show(store, "C901")._repr_html_()
