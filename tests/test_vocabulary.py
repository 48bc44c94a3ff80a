"""Terms that are not declared fail, and IRIs are minted by one rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from ilo_graph.vocabulary import ENTITY, ILO, PREFIXES, SKOS, concept, document_iri, entity, graph, local_name


def fold(identifier: str) -> str:
    """Return what the rule sees: the identifiers that it means to tell apart stay different."""
    return "".join("_" if c.isspace() else c for c in identifier.strip()).replace("/", "-")


def test_a_term_is_a_node_in_its_namespace() -> None:
    assert ILO.contributesTo == NamedNode("https://w3id.org/ilo-graph/ontology#contributesTo")
    assert SKOS.prefLabel.value == PREFIXES["skos"] + "prefLabel"


def test_a_term_that_is_not_declared_fails_and_says_where_to_declare_it() -> None:
    with pytest.raises(AttributeError, match=r"'contributesToo' in ilo_graph.vocabulary: declare it there first"):
        _ = ILO.contributesToo


@pytest.mark.parametrize(
    ("kind", "identifier", "local"),
    [
        ("unit", "SOC/PPKS", "unit/SOC-PPKS"),
        ("unit", "LABADMIN/OSH", "unit/LABADMIN-OSH"),
        ("unit", "CO-Addis Ababa", "unit/CO-Addis_Ababa"),
        ("unit", "DWT/CO-Yaoundé", "unit/DWT-CO-Yaoundé"),
        ("post", "2213", "post/2213"),
        ("post", "a#b?c", "post/a%23b%3Fc"),
    ],
)
def test_an_identifier_becomes_one_segment_of_an_iri(kind: str, identifier: str, local: str) -> None:
    assert entity(kind, identifier) == NamedNode(ENTITY + local)


def test_concepts_graphs_and_documents_have_their_own_iris() -> None:
    assert concept("role", "contribution").value == ENTITY + "role/contribution"
    assert graph("derived").value == "https://w3id.org/ilo-graph/graph/derived"
    assert document_iri("ab" * 32) == ENTITY + "document/" + "ab" * 16


@given(st.text(min_size=1), st.text(min_size=1))
def test_identifiers_that_differ_have_iris_that_differ(one: str, other: str) -> None:
    assert (local_name(one) == local_name(other)) == (fold(one) == fold(other))


@given(st.text(min_size=1))
def test_a_segment_holds_no_character_that_ends_it(identifier: str) -> None:
    assert not set(local_name(identifier)) & set(' /#?"<>[]{}|\\^`\n\t')
