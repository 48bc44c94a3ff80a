"""What a citation means, in which role and by whom: every text here is invented."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilo_graph import catalogue, pipeline, recognition, resources
from ilo_graph.documents import from_text
from ilo_graph.model import Language, Reference
from ilo_graph.resolution.clauses import clause_of, context_of, enumerations
from ilo_graph.resolution.lexicon import lexicon
from ilo_graph.resolution.patterns import either

NOTICE = """Post number: 9001
Month of issue: {month}
Year: {year}

VACANCY PROPOSAL FOR JUNIOR PROFESSIONAL OFFICERS (JPO)

GENERAL INFORMATION:

Title: Junior Professional Officer on fair work

Department/ Field Office: Conditions of Work and Equality Department (WORKQUALITY)

Organisational unit: Labour Migration Branch (MIGRANT)

INTRODUCTION

{introduction}

DUTIES AND RESPONSIBILITIES

- {duty}

TRAINING COMPONENTS AND LEARNING ELEMENTS

Learning elements:

- {learning}
"""


def references(text: str) -> list[Reference]:
    return pipeline.read(from_text(text))[1]


def notice(
    introduction: str = "-", duty: str = "Write notes.", learning: str = "To learn.", **date: str
) -> list[Reference]:
    texts = {"introduction": introduction, "duty": duty, "learning": learning}
    read = references(NOTICE.format(**texts, month=date.get("month", "March"), year=date.get("year", "2024")))
    return [r for r in read if r.kind != "unit"]


def the_one(found: list[Reference], kind: str) -> Reference:
    (only,) = (r for r in found if r.kind == kind)
    return only


def test_a_stated_biennium_is_the_target() -> None:
    found = the_one(notice(duty="Contribute to Outcome 7 of the Programme and Budget 2024-25."), "outcome")
    assert (found.id, found.basis, found.role, found.agent) == ("PB2024-25/7", "stated", "contribution", "post")


def test_two_biennia_in_one_sentence_each_go_with_their_own_outcome() -> None:
    text = "The post contributes to Outcome 8 of the Programme and Budget 2022-23, Outcome 7 for the biennium 2024-25."
    assert [r.id for r in notice(text) if r.kind == "outcome"] == ["PB2022-23/8", "PB2024-25/7"]


def test_without_a_period_the_nearest_statement_that_fits_is_inferred() -> None:
    found = notice("The Branch works under the Programme and Budget 2022-23.", duty="Report on outcome 7 of the P&B.")
    outcome = the_one(found, "outcome")
    assert (outcome.id, outcome.basis) == ("PB2022-23/7", "inferred")


def test_without_any_statement_the_date_of_the_notice_decides() -> None:
    outcome = the_one(notice(duty="Report on Outcome 6 of the Programme and Budget.", year="2025"), "outcome")
    assert (outcome.id, outcome.basis) == ("PB2024-25/6", "inferred")


def test_a_title_without_a_period_points_at_its_biennium() -> None:
    found = references("The project contributes to Outcome 3: Full and productive employment for just transitions.")
    assert (found[0].id, found[0].basis) == ("PB2024-25/3", "inferred")


def test_without_period_title_or_date_the_number_stays_ambiguous() -> None:
    (found,) = references("The team reports on Outcome 7 of the Programme and Budget.")
    assert (found.basis, found.target) == ("ambiguous", None)
    assert {"PB2020-21/7", "PB2022-23/7", "PB2024-25/7"} <= set(found.candidates)


def test_a_biennium_that_is_over_is_reported_with_the_likely_meaning_and_not_replaced() -> None:
    outcome = the_one(notice(duty="Contribute to Outcome 7 of the Programme and Budget 2020-21."), "outcome")
    (found,) = outcome.discrepancies
    assert (outcome.id, outcome.basis) == ("PB2020-21/7", "stated")
    assert (found.kind, found.stated, found.likely) == ("expired-biennium", "2020-21", "PB2024-25/6")


def test_a_biennium_that_is_over_is_no_discrepancy_in_a_list_of_sources() -> None:
    outcome = the_one(notice("Programme and Budget 2020-21 - Outcome 7."), "outcome")
    assert (outcome.role, outcome.discrepancies) == ("context", ())


def test_a_title_of_another_outcome_is_a_mismatch() -> None:
    text = "Contribute to Outcome 6: Universal social protection, Programme and Budget 2024-25."
    outcome = the_one(notice(duty=text), "outcome")
    (found,) = outcome.discrepancies
    assert (outcome.id, found.kind, found.likely) == ("PB2024-25/6", "title-mismatch", "PB2024-25/7")


@pytest.mark.parametrize(
    ("text", "id_", "basis", "kinds"),
    [
        ("the Forced Labour Convention, 1930 (No. 29)", "C029", "stated", []),
        ("the Forced Labour Convention, 1931 (No. 29)", "C029", "corrected", ["wrong-year"]),
        ("the Home Work Convention, 1996 (No. 171)", "C177", "corrected", ["wrong-number"]),
        ("the Maternity Protect Convention, 2000 (No. 183)", "C183", "stated", ["wrong-title"]),
        ("the Part-Time Convention, 1994 (No. 175)", "C175", "stated", ["incomplete-title"]),
        ("the Migrant Workers Convention, 1975 (No. 143)", "C143", "stated", ["incomplete-title"]),
        (
            "the Protocol of 2001 to the Occupational Safety and Health Convention, 1981",
            "P155",
            "corrected",
            ["wrong-year"],
        ),
    ],
)
def test_number_title_and_year_are_held_against_the_catalogue(
    text: str, id_: str, basis: str, kinds: list[str]
) -> None:
    (found,) = references(f"It concerns {text}.")
    assert (found.id, found.basis, [d.kind for d in found.discrepancies]) == (id_, basis, kinds)


def test_a_title_that_several_instruments_share_is_ambiguous() -> None:
    (found,) = references("It concerns the Maternity Protection Convention.")
    assert (found.basis, found.target) == ("ambiguous", None)
    assert {"C003", "C183"} <= set(found.candidates)


def test_a_former_name_of_a_unit_is_its_unit_and_a_discrepancy() -> None:
    (found,) = references("It sits in the Social Protection Department (SOCPRO).")
    assert (found.id, [d.kind for d in found.discrepancies]) == ("SOCPRO", ["outdated-name"])


ROLES = [
    ("Promote the ratification of Convention No. 189.", "C189", "contribution", "post"),
    ("The JPO will report on SDG 8.7 for the region.", "SDG8.7", "contribution", "post"),
    ("The Branch promotes Conventions Nos. 97 and 143 worldwide.", "C143", "contribution", "unit"),
    ("The ILO supports the application of C190.", "C190", "contribution", "organization"),
    ("All drafts are prepared in line with Convention No. 155.", "C155", "framework", "unit"),
    ("Draft guidance for inspectors, guided by C081.", "C081", "framework", "post"),
    ("The incumbent will learn to apply C131.", "C131", "learning", "post"),
    ("Gain knowledge of the Home Work Convention, 1996 (No. 177).", "C177", "learning", "post"),
    ("Convention No. 87 was adopted in San Francisco.", "C087", "context", "other"),
    ("Knowledge of Convention No. 169 would be an asset.", "C169", "context", "other"),
    ("Several governments ratified C183 that year.", "C183", "context", "other"),
    ("La personne contribuera à la promotion de la convention n° 156.", "C156", "contribution", "post"),
    ("Conformément à la convention n° 160, l'unité publie des données.", "C160", "framework", "unit"),
    ("La Oficina promueve el Convenio núm. 169.", "C169", "contribution", "organization"),
    ("De conformidad con el Convenio núm. 144, la unidad consulta a los mandantes.", "C144", "framework", "unit"),
    ("La persona aprenderá a usar el Convenio núm. 81.", "C081", "learning", "post"),
    # whose clause it is: relative clauses, introductions, lists, help, the sentence before
    ("Assist the ministry, which pays wages in line with C095, with its forms.", "C095", "framework", "other"),
    ("Brief the team that promotes C154 in the ports.", "C154", "contribution", "unit"),
    ("Guided by C184, the Office trains growers.", "C184", "framework", "organization"),
    ("Take steps to ratify C169.", "C169", "context", "other"),
    ("Take part in missions to encourage governments to ratify C169.", "C169", "contribution", "post"),
    ("Las leyes citan la Convención sobre los Derechos del Niño y el C138.", "C138", "context", "other"),
    ("Desk research on C158; filing.", "C158", "contribution", "post"),
    ("Help ministries to bring their labour laws into line with C087.", "C087", "contribution", "post"),
    ("The Branch covers six countries. Its tools are based on C081.", "C081", "framework", "unit"),
    ("The project trained 90 inspectors on C129.", "C129", "contribution", "unit"),
    # words that reach, and words that end it
    ("Leave aside the pending complaint under C169.", "C169", "context", "other"),
    ("The JPO will learn how reports on C111 are drafted.", "C111", "learning", "post"),
    ("Reports on C158 are not part of the assignment.", "C158", "context", "other"),
    ("Training on C176.", "C176", "learning", "post"),
    ("Deliver training on C176 for mine inspectors.", "C176", "contribution", "post"),
    ("Selon les syndicats, la convention n° 158 gêne l'emploi.", "C158", "context", "other"),
    ("What the JPO will learn: C111 and its history.", "C111", "learning", "post"),
    ("The Office contributes to SDG 8 by its projects.", "SDG8", "contribution", "organization"),
    ('"All governments must ratify C182", reads the banner.', "C182", "context", "other"),
    ("Toute étude devra s'en tenir aux définitions de la recommandation n° 189.", "R189", "framework", "post"),
    ("A seminar on C190 will be held by the Branch in May.", "C190", "contribution", "unit"),
    ("Coordina en la región la ejecución de la R204 con los donantes.", "R204", "contribution", "post"),
    ("Ayudar al ministerio a armonizar su código con el Convenio núm. 98.", "C098", "contribution", "post"),
]


@pytest.mark.parametrize(("text", "id_", "role", "agent"), ROLES, ids=[text for text, *_ in ROLES])
def test_the_clause_says_what_is_done_with_a_mandate_and_by_whom(text: str, id_: str, role: str, agent: str) -> None:
    found = next(r for r in notice(text) if r.id == id_)
    assert (found.role, found.agent) == (role, agent)


def test_what_introduces_a_list_holds_for_its_items() -> None:
    items = "- plan a meeting;\n- explain the duties that flow from C144;\n- help with C155."
    learnt = notice(introduction=f"By then the JPO will have learned to:\n{items}")
    done = notice(introduction=f"The Branch, among others:\n{items}\n\nThe JPO will report on C189.")
    assert {r.id: r.role for r in learnt} == {"C144": "learning", "C155": "learning"}
    assert {r.id: (r.role, r.agent) for r in done}["C155"] == ("contribution", "unit")
    assert {r.id: (r.role, r.agent) for r in done}["C189"] == ("contribution", "post")


def test_two_mandates_in_one_sentence_have_their_own_roles() -> None:
    found = notice("The Branch works in line with C102 and contributes to SDG 1.3.")
    assert {r.id: r.role for r in found} == {"C102": "framework", "SDG1.3": "contribution"}


def test_the_title_of_another_mandate_says_nothing_of_what_is_done() -> None:
    found = notice("The country ratified the Promotional Framework Convention, 2006 (No. 187) before C155.")
    assert {r.role for r in found} == {"context"}


def test_an_enumeration_ends_with_its_sentence() -> None:
    found = notice("The project promotes R206. The C190 was adopted in the same year.")
    assert {r.id: r.role for r in found} == {"R206": "contribution", "C190": "context"}


def test_a_sentence_is_read_with_the_words_of_its_own_language() -> None:
    found = notice("The unit works in several languages. Conformément à la convention n° 122, elle publie ses études.")
    assert {r.id: r.role for r in found} == {"C122": "framework"}


def test_one_small_word_does_not_make_a_clause_foreign() -> None:
    document = from_text("The unit works on the standards of the ILO.\n\nILO's C029.\n")
    read, _ = pipeline.read(document)
    context = context_of(read, recognition.find(read, catalogue.load()))
    (cited,) = enumerations(context)
    assert clause_of(cited, "background", context).language == read.language == "en"


def test_the_lexicons_of_all_languages_have_the_same_entries() -> None:
    tables = [tomllib.loads(path.read_text("utf-8")) for path in resources.files("data", "lexicon/*.toml")]
    kinds = [{(name, entry) for name, part in table.items() if name != "short" for entry in part} for table in tables]
    assert len(kinds) == 3
    assert kinds[0] == kinds[1] == kinds[2]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_short_name_of_the_lexicon_is_left_unfilled(language: Language) -> None:
    words = lexicon(language)
    patterns = [words.reach, words.after, words.later, words.taught, words.agents, *words.before.values()]
    assert not [p.pattern for p in patterns if re.search(r"\{[a-z]+\}", p.pattern)]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    groups = st.lists(inner, min_size=1, max_size=3).map(lambda several: f"(?:{'|'.join(several)})")
    return groups | groups.map("{}?".format) | st.tuples(inner, inner).map("".join)


PATTERNS = st.recursive(st.sampled_from(["a", "b", "ab", "a?", "[(|]", r"\|", "a|b"]), _grown, max_leaves=6)


@given(st.lists(PATTERNS, min_size=1, max_size=5), st.text("ab(|", max_size=5))
def test_patterns_joined_as_a_tree_match_where_one_of_them_does(patterns: list[str], text: str) -> None:
    joined = re.compile(f"(?:{either(patterns)})")
    assert bool(joined.fullmatch(text)) == any(re.fullmatch(p, text) for p in patterns)


def test_the_section_decides_where_the_words_do_not() -> None:
    found = notice(duty="On C098.", learning="Files on C100.", introduction="On C111.")
    assert {r.id: r.role for r in found} == {"C111": "context", "C098": "contribution", "C100": "learning"}


def test_the_cue_and_the_sentence_are_kept_as_evidence() -> None:
    (found,) = notice(duty="Assist in the ratification campaign for Convention No. 102 in Asia.")
    assert found.cue == "ratification campaign for"
    assert found.quote == "Assist in the ratification campaign for Convention No. 102 in Asia."
