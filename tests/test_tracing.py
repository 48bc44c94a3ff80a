from __future__ import annotations

import pytest
from small_graph import small_store

from ilo_graph.errors import ParameterError, UnknownThing
from ilo_graph.store import Store
from ilo_graph.tracing import Explanation, trace
from ilo_graph.tracing.explanations import as_text


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store()


def outline(explanation: Explanation) -> list[tuple[str, str, str, str]]:
    return [(hop.subject, hop.label, hop.object, hop.how) for hop in explanation.hops]


def test_a_stated_link_is_explained_by_its_words_and_place(store: Store) -> None:
    first, ratification, second = trace(store, "post/11", "C901")
    assert (first.label, first.stated) == ("contributes to", True)
    assert outline(first) == [("post/11", "contributes to", "C901", "stated")]
    (evidence,) = first.hops[0].evidence
    assert (evidence.words, evidence.document, evidence.section) == ("Convention No. 901", "a.txt", "duties")
    assert (evidence.start, evidence.page, evidence.cue) == (100, 2, "ratification of")
    assert evidence.quote == "Supports the ratification of Convention No. 901."
    assert (evidence.role, evidence.agent, evidence.basis) == ("contribution", "post", "stated")
    assert outline(ratification) == [("post/11", "supports the ratification of", "C901", "stated")]
    assert ratification.hops[0].evidence == (evidence,)
    assert outline(second) == [("post/11", "learns about", "C901", "stated")]


def test_the_units_statement_comes_before_what_follows_from_the_catalogue(store: Store) -> None:
    unit, derived = trace(store, "post/11", "SDG1.3")
    assert outline(unit) == [("post/11", "contributes through its unit to", "SDG1.3", "stated")]
    assert (derived.label, derived.stated, derived.rule) == ("contributes indirectly to", False, "indirect")
    assert outline(derived) == [
        ("post/11", "contributes to", "C901", "stated"),
        ("C901", "supports", "SDG1.3", "catalogue"),
    ]
    assert (derived.hops[1].attestation, derived.hops[1].source) == ("recalled", "a brochure")


def test_every_step_of_a_long_way_is_explained(store: Store) -> None:
    (explanation,) = trace(store, "post/11", "SDG8")
    assert outline(explanation) == [
        ("post/11", "contributes to", "PB2098-99/1.2", "stated"),
        ("PB2098-99/1.2", "is an output of", "PB2098-99/1", "catalogue"),
        ("PB2098-99/1", "supports", "SDG8.5", "catalogue"),
        ("SDG8.5", "is a target of", "SDG8", "catalogue"),
    ]
    assert explanation.hops[1].attestation == "uncertain"  # as its output's block has it: there is no link node


def test_a_step_of_the_crosswalk_is_read_backwards_where_it_was_written_the_other_way(store: Store) -> None:
    (explanation,) = trace(store, "post/11", "PB2096-97/4.5")
    assert explanation.rule == "indirect-crosswalk"
    assert outline(explanation)[1] == ("PB2098-99/1.2", "corresponds closely to", "PB2096-97/4.5", "catalogue")


def test_a_blocked_contribution_is_explained_as_a_mention_with_its_discrepancy(store: Store) -> None:
    (explanation,) = trace(store, "post/11", "PB2096-97/4")
    assert outline(explanation) == [("post/11", "mentions", "PB2096-97/4", "stated")]
    assert explanation.hops[0].evidence[0].discrepancies == ("expired-biennium: That biennium was over.",)
    assert "! expired-biennium: That biennium was over." in str(explanation)


def test_a_unit_is_explained_by_the_posts_in_it_and_below_it(store: Store) -> None:
    (own,) = trace(store, "DEP", "C904")
    assert own.label == "has a post that mentions"
    assert outline(own) == [("DEP", "has the post", "post/12", "derived"), ("post/12", "mentions", "C904", "stated")]
    below = trace(store, "DEP", "C901")[0]
    assert outline(below) == [
        ("DEP", "includes", "DEP/ONE", "catalogue"),
        ("DEP/ONE", "has the post", "post/11", "derived"),
        ("post/11", "contributes to", "C901", "stated"),
    ]


def test_stated_comes_first_and_then_the_shorter_way(store: Store) -> None:
    explanations = trace(store, "ILO", "SDG1.3")
    assert [(e.stated, len(e.hops)) for e in explanations] == [(True, 4), (False, 5), (False, 5)]
    assert [e.hops[-1].subject for e in explanations] == ["post/11", "C901", "R903"]


def test_two_ways_of_one_length_are_ordered_by_the_weakest_attestation() -> None:
    store = small_store()
    store.update(
        """INSERT DATA { GRAPH <https://w3id.org/ilo-graph/graph/derived> {
        <https://w3id.org/ilo-graph/id/link/1> a ilo:Link ; ilo:rule "contributes" ;
            rdf:subject <https://w3id.org/ilo-graph/id/post/11> ; rdf:predicate ilo:contributesTo ;
            rdf:object <https://w3id.org/ilo-graph/id/instrument/R903> ;
            prov:wasDerivedFrom <https://w3id.org/ilo-graph/id/document/b/reference/10-32> .
        <https://w3id.org/ilo-graph/id/link/2> a ilo:Link ; ilo:rule "indirect" ;
            rdf:subject <https://w3id.org/ilo-graph/id/post/11> ; rdf:predicate ilo:contributesIndirectlyTo ;
            rdf:object <http://metadata.un.org/sdg/1.3> ; ilo:via <https://w3id.org/ilo-graph/id/instrument/R903> ;
            prov:wasDerivedFrom <https://w3id.org/ilo-graph/id/link/1> . } }"""
    )
    derived = [e for e in trace(store, "post/11", "SDG1.3") if not e.stated]
    assert [(e.hops[1].subject, e.hops[1].attestation) for e in derived] == [("R903", "read"), ("C901", "recalled")]


def test_no_explanation_is_an_empty_list(store: Store) -> None:
    assert trace(store, "post/11", "C902").told == ()
    assert trace(store, "post/12", "C901").told == ()  # only ambiguous


def test_an_unknown_id_and_a_wrong_start_are_errors(store: Store) -> None:
    with pytest.raises(UnknownThing, match="post/11"):
        trace(store, "post/111", "C901")
    with pytest.raises(UnknownThing, match="C90"):
        trace(store, "post/11", "C909")
    with pytest.raises(ParameterError, match="neither a post nor a unit"):
        trace(store, "C901", "SDG1.3")


def test_an_explanation_prints_its_hops_words_and_sources_within_the_width(store: Store) -> None:
    derived = trace(store, "post/11", "SDG1.3")[1]
    assert as_text(derived, width=72).splitlines() == [
        "post/11 contributes indirectly to SDG1.3: derived from what is stated",
        "  and the catalogues",
        "  1. post/11 contributes to C901, Tea Breaks Convention, 1990 [stated]",
        "     “Convention No. 901”",
        "       > Supports the ratification of Convention No. 901.",
        "       in a.txt, duties, page 2, character 100",
        "       read as: role contribution, agent post, by the words",
        "         “ratification of”; stated, rule instrument-number",
        "  2. C901 supports SDG1.3, Floors [catalogue, recalled: a brochure]",
    ]


def test_explanations_say_between_whom_and_how_many_and_display_themselves(store: Store) -> None:
    explanations = trace(store, "post/11", "SDG1.3")
    assert str(explanations).startswith("2 explanations of how post/11 (Officer, Tea) is linked to SDG1.3 (Floors)\n")
    assert "&gt; Supports the ratification" in explanations._repr_html_()
    assert str(trace(store, "post/11", "C902")) == (
        "Nothing links post/11 (Officer, Tea) to C902 (title not verified).\n"
    )


def test_of_many_explanations_the_best_are_told_and_the_others_counted(store: Store) -> None:
    everything = trace(store, "ILO", "SDG1.3")
    best = trace(store, "ILO", "SDG1.3", limit=1)
    assert (best.told, best.left_out) == (everything.told[:1], len(everything) - 1)
    assert str(best).startswith("The best 1 of 3 explanations of how ILO")
    assert everything.left_out == 0
