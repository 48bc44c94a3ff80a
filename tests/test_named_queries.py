"""The rows of the named queries on an invented graph, worked out by hand.

What the truth follows from (tests/small_graph.py and tests/rich_graph.py):

- post 11 (DEP/ONE, 2098-03) contributes to C901 and output 1.2, through its unit to SDG 1.3; learns C901; its Outcome 4
  of 2096-97 is blocked, so it is mentioned. By the catalogue: C901 > SDG1.3 > SDG1, output 1.2 > outcome 1 > SDG8.5 >
  SDG8, and by the crosswalk output 1.2 > output 4.5 of 2096-97.
- post 12 (DEP, no date) contributes to the ladder-plan, works under R903, mentions C904; plan > R903 > SDG1.3 > SDG1.
- post 13 (DEP/ONE, 2096-05) contributes to C905, C901, outcome 4 of 2096-97 and SDG8.5, through its unit to outcome 4
  and to outcome 1 of 2098-99; learns C905 and C904. C901 > SDG1.3 > SDG1, SDG8.5 > SDG8, and by the crosswalk
  outcome 4 > outcome 1.
"""

from __future__ import annotations

import pytest
from rich_graph import rich_store

from ilo_graph.queries import run
from ilo_graph.store import Store
from ilo_graph.tables import Table


@pytest.fixture(scope="module")
def store() -> Store:
    return rich_store()


def cut(table: Table, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in table]


def test_posts_by_mandate_takes_a_mandate_of_any_kind(store: Store) -> None:
    columns = ("post", "unit", "link", "how", "role", "agent", "words", "cue")
    assert cut(run(store, "posts-by-mandate", mandate="ladder-plan"), *columns) == [
        ("post/12", "DEP", "contributes", "stated", "contribution", "post", "Ladder Plan", "implements"),
    ]  # fmt: skip
    by_mandate = run(store, "posts-by-mandate", mandate="C901")
    assert by_mandate.rows == run(store, "posts-by-instrument", instrument="C901").rows


def test_posts_by_subject_finds_the_instruments_of_the_subject(store: Store) -> None:
    answer = run(store, "posts-by-subject", subject="working-time")
    assert cut(answer, "instrument", "post", "link", "how", "words") == [
        ("C901", "post/11", "contributes", "stated", "Convention No. 901"),
        ("C901", "post/13", "contributes", "stated", "C901"),
        ("C901", "post/11", "learns about", "stated", "C901"),
    ]


UNIT = [
    ("C901", "Convention", "contributes", "stated", "DEP/ONE", 2),  # posts 11 and 13
    ("C905", "Convention", "contributes", "stated", "DEP/ONE", 1),
    ("SDG8.5", "SDG target", "contributes", "stated", "DEP/ONE", 1),
    ("PB2096-97/4", "outcome", "contributes", "stated", "DEP/ONE", 1),
    ("PB2098-99/1.2", "output", "contributes", "stated", "DEP/ONE", 1),
    ("SDG1.3", "SDG target", "contributes through its unit", "stated", "DEP/ONE", 1),
    ("PB2096-97/4", "outcome", "contributes through its unit", "stated", "DEP/ONE", 1),
    ("PB2098-99/1", "outcome", "contributes through its unit", "stated", "DEP/ONE", 1),
    ("SDG1", "SDG", "contributes indirectly", "derived", "DEP/ONE", 2),
    ("SDG8", "SDG", "contributes indirectly", "derived", "DEP/ONE", 2),
    ("SDG1.3", "SDG target", "contributes indirectly", "derived", "DEP/ONE", 2),
    ("SDG8.5", "SDG target", "contributes indirectly", "derived", "DEP/ONE", 1),
    ("PB2098-99/1", "outcome", "contributes indirectly", "derived", "DEP/ONE", 2),
    ("PB2096-97/4.5", "output", "contributes indirectly", "derived", "DEP/ONE", 1),
    ("C901", "Convention", "learns about", "stated", "DEP/ONE", 1),
    ("C904", "Convention", "learns about", "stated", "DEP/ONE", 1),
    ("C905", "Convention", "learns about", "stated", "DEP/ONE", 1),
    ("PB2096-97/4", "outcome", "mentions", "stated", "DEP/ONE", 1),
]


def test_mandates_by_unit_counts_posts_by_kind_of_link_with_or_without_the_units_below(store: Store) -> None:
    columns = ("mandate", "kind", "link", "how", "at", "posts")
    assert cut(run(store, "mandates-by-unit", unit="DEP/ONE", below="no"), *columns) == UNIT
    of_department = cut(run(store, "mandates-by-unit", unit="DEP", below=False), *columns)
    assert of_department == [  # post 12 alone
        ("ladder-plan", "mandate", "contributes", "stated", "DEP", 1),
        ("R903", "Recommendation", "contributes indirectly", "derived", "DEP", 1),
        ("SDG1", "SDG", "contributes indirectly", "derived", "DEP", 1),
        ("SDG1.3", "SDG target", "contributes indirectly", "derived", "DEP", 1),
        ("R903", "Recommendation", "works under", "stated", "DEP", 1),
        ("C904", "Convention", "mentions", "stated", "DEP", 1),
    ]
    for top in ("DEP", "ILO"):  # one and two levels above
        assert set(cut(run(store, "mandates-by-unit", unit=top), *columns)) == {*UNIT, *of_department}


def test_the_post_instrument_matrix_has_a_column_for_each_kind_of_link(store: Store) -> None:
    assert run(
        store, "post-instrument-matrix"
    ).rows == (  # contributes, unit, indirectly, works under, learns, mentions
        ("post/11", "C901", 1, 0, 0, 0, 1, 0),
        ("post/12", "C904", 0, 0, 0, 0, 0, 1),
        ("post/12", "R903", 0, 0, 1, 1, 0, 0),
        ("post/13", "C901", 1, 0, 0, 0, 0, 0),
        ("post/13", "C904", 0, 0, 0, 0, 1, 0),
        ("post/13", "C905", 1, 0, 0, 0, 1, 0),
    )


def test_the_unit_outcome_matrix_counts_posts_and_takes_a_biennium(store: Store) -> None:
    old = ("DEP/ONE", "PB2096-97/4", "Sitting down", 1, 1, 0, 0, 0, 1)  # 13 twice, 11 mentions it
    new = ("DEP/ONE", "PB2098-99/1", "Rested workers", 0, 1, 2, 0, 0, 0)  # 13 by its unit; 11 and 13 by the catalogue
    assert run(store, "unit-outcome-matrix").rows == (old, new)
    assert run(store, "unit-outcome-matrix", biennium="2098-99").rows == (new,)
    assert run(store, "unit-outcome-matrix", biennium="PB2096-97").rows == (old,)


def test_the_outcome_sdg_matrix_keeps_what_posts_state_apart_from_the_catalogue(store: Store) -> None:
    stated = (
        "PB2096-97/4",
        "SDG8.5",
        "no link",
        1,
        0,
        0,
    )  # post 13 contributes to both itself; no link in the catalogue
    linked = ("PB2098-99/1", "SDG8.5", "read", 0, 1, 1)  # 13: outcome by its unit; 11: output 1.2 > outcome 1 > SDG8.5
    assert run(store, "outcome-sdg-matrix").rows == (stated, linked)
    assert run(store, "outcome-sdg-matrix", biennium="2098-99").rows == (linked,)


def test_gaps_of_instruments_say_in_how_many_notices_and_what_there_is_instead(store: Store) -> None:
    assert run(store, "instruments-without-posts").rows == (
        ("C902", "title not verified", "outdated", "fundamental", 0, 0, 0, 3),
        ("C904", "Ropes Convention, 1992", None, None, 0, 0, 2, 3),  # 12 mentions it, 13 learns about it
        ("C906", "New Lamps Convention, 1995", "up-to-date", None, 0, 0, 0, 3),
        ("R903", "Ladders Recommendation, 1991", "up-to-date", None, 0, 1, 1, 3),  # 12: by its plan, and works under it
    )
    assert cut(run(store, "instruments-without-posts", status="up to date"), "instrument") == [("C906",), ("R903",)]
    assert cut(run(store, "instruments-without-posts", category="fundamental"), "instrument") == [("C902",)]
    assert len(run(store, "instruments-without-posts", status="outdated", category="technical")) == 0


def test_gaps_of_outcomes_and_targets_are_not_closed_by_units_or_the_catalogue(store: Store) -> None:
    columns = ("outcome", "kind", "through_unit", "indirectly", "otherwise", "notices")
    assert cut(run(store, "outcomes-without-posts"), *columns) == [
        ("PB2096-97/4.5", "output", 0, 1, 0, 3),
        ("PB2096-97/4.6", "output", 0, 0, 0, 3),
        ("PB2098-99/1", "outcome", 1, 2, 0, 3),
        ("PB2098-99/1.3", "output", 0, 0, 0, 3),
    ]
    assert len(run(store, "outcomes-without-posts", biennium="2096-97")) == 2
    gap = ("SDG1.3", "Floors", 1, 3, 0, 3)  # 11 by its unit; 11, 12 and 13 by the catalogue
    assert run(store, "sdg-targets-without-posts").rows == (gap,)  # post 13 contributes to SDG8.5
    assert run(store, "sdg-targets-without-posts", goal="SDG1").rows == (gap,)
    assert len(run(store, "sdg-targets-without-posts", goal="8")) == 0


def test_an_abrogated_convention_that_is_cited_comes_with_its_successor(store: Store) -> None:
    successor = ("C906", "New Lamps Convention, 1995", "up-to-date")
    assert run(store, "outdated-instruments-cited").rows == (  # C902 is outdated too, but nobody cites it
        ("C905", "Old Lamps Convention, 1950", "abrogated", "post/13", "contributes", *successor),
        ("C905", "Old Lamps Convention, 1950", "abrogated", "post/13", "learns about", *successor),
    )
    assert len(run(store, "outdated-instruments-cited", status="outdated")) == 0


def test_ratification_work_says_whether_the_cue_or_only_the_sentence_has_the_word(store: Store) -> None:
    by_cue = ("C901", "post/11", "contributes", "cue", "Convention No. 901", "ratification of", "a.txt", 100)
    by_sentence = (
        "C905", "post/13", "contributes", "sentence", "C905", "Promotes C905: no ratification.", "c.txt", 10,
    )  # fmt: skip
    assert run(store, "ratification-work").rows == (by_cue, by_sentence)
    assert run(store, "ratification-work", instrument="Old Lamps Convention").rows == (by_sentence,)


def test_learning_stands_beside_contribution(store: Store) -> None:
    assert run(store, "learning-beside-contribution").rows == (
        ("post/11", "C901", 1, 0, 0),
        ("post/13", "C904", 0, 0, 0),
        ("post/13", "C905", 1, 0, 0),
    )
    assert len(run(store, "learning-beside-contribution", post="11")) == 1


def test_co_cited_instruments_leave_out_what_is_only_indirect(store: Store) -> None:
    assert run(store, "co-cited-instruments").rows == (
        ("C901", "C904", 1, 0),  # post 13
        ("C901", "C905", 1, 1),  # post 13 contributes to both
        ("C904", "C905", 1, 0),  # post 13
        ("C904", "R903", 1, 0),  # post 12
    )
    assert run(store, "co-cited-instruments", instrument="R903").rows == (("C904", "R903", 1, 0),)


def test_drift_shows_which_posts_state_which_side_of_a_match(store: Store) -> None:
    columns = ("earlier", "match", "later", "attestation", "post", "link", "states_earlier", "states_later")
    assert cut(run(store, "drift-between-biennia"), *columns) == [
        ("PB2096-97/4", "broad", "PB2098-99/1", "recalled", "post/13", "contributes", 1, 0),
        ("PB2096-97/4", "broad", "PB2098-99/1", "recalled", "post/13", "contributes through its unit", 1, 1),
        ("PB2096-97/4.5", "close", "PB2098-99/1.2", "recalled", "post/11", "contributes", 0, 1),
        ("PB2096-97/4.6", "exact", "PB2098-99/1.3", "read", None, None, 0, 0),
    ]
    assert len(run(store, "drift-between-biennia", biennium="2098-99")) == 0


def test_two_posts_are_compared_link_by_link(store: Store) -> None:
    answer = run(store, "compare-posts", post="11", other="13")
    assert cut(answer, "mandate", "link", "references", "other_references") == [
        ("C901", "contributes", 1, 1),
        ("C905", "contributes", 0, 1),
        ("PB2096-97/4", "contributes", 0, 1),
        ("PB2098-99/1.2", "contributes", 1, 0),
        ("SDG8.5", "contributes", 0, 1),
        ("PB2096-97/4", "contributes through its unit", 0, 1),
        ("PB2098-99/1", "contributes through its unit", 0, 1),
        ("SDG1.3", "contributes through its unit", 1, 0),
        ("PB2096-97/4.5", "contributes indirectly", 1, 0),
        ("PB2098-99/1", "contributes indirectly", 1, 1),
        ("SDG1", "contributes indirectly", 1, 1),
        ("SDG1.3", "contributes indirectly", 1, 1),
        ("SDG8", "contributes indirectly", 1, 1),
        ("SDG8.5", "contributes indirectly", 1, 0),
        ("C901", "learns about", 1, 0),
        ("C904", "learns about", 0, 1),
        ("C905", "learns about", 0, 1),
        ("PB2096-97/4", "mentions", 1, 0),
    ]


def test_two_units_are_compared_with_the_units_below_them(store: Store) -> None:
    answer = run(store, "compare-units", unit="DEP", other="DEP/ONE")
    rows = {(row["mandate"], row["link"]): row for row in answer}
    both, one = rows["C901", "contributes"], rows["ladder-plan", "contributes"]
    assert (both["posts"], both["other_posts"]) == (2, 2)
    assert (one["posts"], one["other_posts"]) == (1, 0)
    assert (rows["SDG1.3", "contributes indirectly"]["posts"], rows["SDG1.3", "contributes indirectly"]["how"]) == (
        3, "derived",
    )  # fmt: skip
    assert len(answer) == len(UNIT) + 4  # post 12: ladder-plan, R903 in two ways, and mentions C904


def test_two_biennia_are_compared_by_the_posts_announced_in_them(store: Store) -> None:
    answer = run(store, "compare-biennia", biennium="2096-97", other="PB2098-99")
    rows = {(row["mandate"], row["link"]): (row["posts"], row["other_posts"]) for row in answer}
    assert {(row["of"], row["other_of"]) for row in answer} == {(1, 1)}  # 13 and 11; post 12 has no date
    assert rows["C901", "contributes"] == (1, 1)
    assert rows["C905", "contributes"] == (1, 0)
    assert rows["PB2098-99/1.2", "contributes"] == (0, 1)
    assert "ladder-plan" not in {mandate for mandate, _ in rows}


def test_discrepancies_of_one_kind(store: Store) -> None:
    assert cut(run(store, "discrepancies", discrepancy="missing-date"), "document", "about") == [
        ("b.txt", "the notice")
    ]
