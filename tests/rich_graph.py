"""The small graph with a third post and what the longer questions ask about, so that every query has an answer."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse
from small_graph import HEAD, small_store

from ilo_graph import rules
from ilo_graph.store import Store

MORE = """
@prefix sdg: <http://metadata.un.org/sdg/> .
<https://w3id.org/ilo-graph/graph/invented-more> {
  <programme/2096-97> a ilo:Programme ; skos:notation "PB2096-97" ; ilo:fromYear 2096 ; ilo:toYear 2097 .
  <programme/2098-99> a ilo:Programme ; skos:notation "PB2098-99" ; ilo:fromYear 2098 ; ilo:toYear 2099 .
  <instrument/C901> dcterms:subject <subject/working-time> .
  <instrument/C905> a ilo:Convention ; skos:notation "C905" ; skos:prefLabel "Old Lamps Convention, 1950"@en ;
    ilo:status <status/abrogated> .
  <instrument/C906> a ilo:Convention ; skos:notation "C906" ; skos:prefLabel "New Lamps Convention, 1995"@en ;
    ilo:status <status/up-to-date> ; ilo:revises <instrument/C905> .
  <programme/2096-97/output/4.6> a ilo:Output ; skos:notation "PB2096-97/4.6" ; skos:prefLabel "Stools"@en ;
    ilo:biennium <programme/2096-97> ; skos:exactMatch <programme/2098-99/output/1.3> .
  <programme/2098-99/output/1.3> a ilo:Output ; skos:notation "PB2098-99/1.3" ; skos:prefLabel "More stools"@en ;
    ilo:biennium <programme/2098-99> .
  <programme/2096-97/outcome/4> skos:broadMatch <programme/2098-99/outcome/1> .
  <link/a> a ilo:Link ; rdf:subject <programme/2096-97/output/4.5> ; rdf:predicate skos:closeMatch ;
    rdf:object <programme/2098-99/output/1.2> ; ilo:attestation <attestation/recalled> .
  <link/b> a ilo:Link ; rdf:subject <programme/2096-97/output/4.6> ; rdf:predicate skos:exactMatch ;
    rdf:object <programme/2098-99/output/1.3> ; ilo:attestation <attestation/read> .
  <link/c> a ilo:Link ; rdf:subject <programme/2096-97/outcome/4> ; rdf:predicate skos:broadMatch ;
    rdf:object <programme/2098-99/outcome/1> ; ilo:attestation <attestation/recalled> .
  <link/d> a ilo:Link ; rdf:subject <programme/2098-99/outcome/1> ; rdf:predicate ilo:supportsTarget ;
    rdf:object sdg:8.5 ; ilo:attestation <attestation/read> .
}
<document/c> {
  <document/c> a ilo:Document ; ilo:path "c.txt" ; ilo:describes <document/c/notice> .
  <document/c/notice> a ilo:Notice ; dcterms:isPartOf <document/c> ; ilo:announces <post/13> ;
    schema:title "Officer, Lamps" ; schema:datePosted "2096-05" ; ilo:unit <unit/DEP-ONE> .
}
"""

OLD, NEW = "programme/2096-97/outcome/4", "programme/2098-99/outcome/1"

# What post 13's notice says, in the order of its text: words, kind, target, role, agent, cue, sentence.
CITED = (
    ("C905", "instrument", "instrument/C905", "contribution", "post", "promotes", "Promotes C905: no ratification."),
    ("C901", "instrument", "instrument/C901", "contribution", "post", "applies", "Applies C901."),
    ("Outcome 4", "outcome", OLD, "contribution", "post", "reports on", "Reports on Outcome 4."),
    ("Outcome 4", "outcome", OLD, "contribution", "unit", "leads", "The Unit leads Outcome 4."),
    ("Outcome 1", "outcome", NEW, "contribution", "unit", "prepares", "It prepares Outcome 1."),
    ("SDG 8.5", "sdg_target", "http://metadata.un.org/sdg/8.5", "contribution", "post", "serves", "Serves SDG 8.5."),
    ("C905", "instrument", "instrument/C905", "learning", "post", "learns", "Learns what C905 says."),
    ("C904", "instrument", "instrument/C904", "learning", "post", "learns", "Learns what C904 says."),
)  # fmt: skip


def rich_store() -> Store:
    """Return a store of the small graph and the third post, with what the rules derive from them."""
    store = small_store()
    store.load(parse(HEAD + MORE + _references(), format=RdfFormat.TRIG))
    rules.apply(store)
    return store


def _references() -> str:
    found = []
    for number, (words, kind, target, role, agent, cue, quote) in enumerate(CITED, start=1):
        start = 10 * number
        found.append(
            f"<document/c/reference/{start}-{start + len(words)}> a ilo:Reference ; dcterms:isPartOf <document/c> ;"
            f' oa:exact "{words}" ; oa:start {start} ; oa:end {start + len(words)} ; ilo:quote "{quote}" ;'
            f' ilo:section <section/duties> ; ilo:kind "{kind}" ; ilo:code "{words}" ; ilo:target <{target}> ;'
            f" ilo:role <role/{role}> ; ilo:agent <agent/{agent}> ; ilo:basis <basis/stated> ;"
            f' ilo:rule "title" ; ilo:cue "{cue}" .'
        )
    return "<document/c> {\n" + "\n".join(found) + "\n}\n"
