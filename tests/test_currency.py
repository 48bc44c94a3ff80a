"""Was what is cited current when the notice was issued? Statuses, units, their names, and biennia, by the date."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_graph import HEAD

from ilo_graph import catalogue, documents, pipeline, queries
from ilo_graph.model import Discrepancy, Reference

FORM = """JPO job description

Title: Junior Professional Officer, Tea
Department: {unit}
Post number: 4711
{date}

DUTIES AND RESPONSIBILITIES

1. {duty}
"""


def read(duty: str, date: str = "", unit: str = "Research Department") -> list[Reference]:
    issued = f"Month and year of issue: {date}" if date else "Grade: P2"
    return pipeline.read(documents.from_text(FORM.format(duty=duty, date=issued, unit=unit)))[1]


def found(kind: str, references: list[Reference]) -> list[tuple[str, Discrepancy]]:
    return [(r.text, d) for r in references for d in r.discrepancies if d.kind == kind]


@pytest.mark.parametrize(
    ("duty", "date", "told"),
    [
        ("Supports the ratification of Convention No. 17.", "May 2021", None),  # outdated since 2022
        ("Supports the ratification of Convention No. 17.", "May 2022", "is outdated since 2022; C121 (Employment"),
        ("Supports the ratification of Convention No. 17.", "", "is outdated since 2022"),
        ("Supports the ratification of Convention No. 4.", "May 2016", None),
        ("Supports the ratification of Convention No. 4.", "May 2025", "is abrogated since 2017; C089 (Night Work"),
        ("Works in line with Recommendation No. 31.", "May 1970", "is withdrawn (since when is not known to us)"),
        ("Will promote Recommendation No. 119.", "May 1981", None),  # replaced by R166 of 1982
        ("Will promote Recommendation No. 119.", "May 2020", "is replaced since 1982; R166 (Termination"),
        ("Reports on SDG 8.9.2.", "May 2019", None),
        ("Reports on SDG 8.9.2.", "May 2024", "is retired since 2020; what came after it is not known to us"),
        ("Supports the ratification of Convention No. 189.", "May 2024", None),
        ("Supports the ratification of Convention No. 3.", "May 2024", None),  # its status is not known to us
    ],
)
def test_a_status_counts_from_its_year(duty: str, date: str, told: str | None) -> None:
    messages = [d.message for _, d in found("no-longer-current", read(duty, date))]
    assert len(messages) == (told is not None)
    assert all(told in message for message in messages if told)


def test_what_is_only_told_as_history_is_no_discrepancy() -> None:
    assert found("no-longer-current", read("Convention No. 4 was adopted in 1919.", "May 2025")) == []


def test_a_unit_that_had_ended_is_told_with_what_took_its_place() -> None:
    unit = "Partnerships and Field Support Department (PARDEV)"
    assert found("no-longer-current", read("Writes.", "March 2022", unit)) == []
    ((words, late),) = found("no-longer-current", read("Writes.", "March 2023", unit))
    assert words == unit
    assert "ended in 2022; PARTNERSHIPS (Multilateral Partnerships" in late.message


@pytest.mark.parametrize(
    ("unit", "date", "told"),
    [
        ("Social Protection Department", "January 2024", "right when the notice was issued; it is now called U"),
        ("Social Protection Department", "May 2020", "right when the notice was issued; it is now called U"),
        ("Social Protection Department", "May 2024", "last attested in 2024-01, and when it changed is not known"),
        ("Social Protection Department", "September 2024", "since 2024-09 at the latest"),
        ("Social Protection Department", "", "last attested in 2024-01, and when it changed is not known"),
        ("Social Security Department", "May 2010", "when it changed is not known to us"),
        ("Universal Social Protection Department", "May 2020", None),
        ("Department of Communication", "May 2020", "now called Department of Communication and Public Information"),
    ],
)
def test_a_former_name_is_told_with_whether_it_was_right_at_the_date(unit: str, date: str, told: str | None) -> None:
    messages = [d.message for _, d in found("outdated-name", read("Writes.", date, unit))]
    assert len(messages) == (told is not None)
    assert all(told in message for message in messages if told)


@pytest.mark.parametrize(
    ("duty", "told"),
    [
        ("Contributes to Output 6.4 of the Programme and Budget 2023-24.", "2023-24 is no biennium"),
        ("Contribue au résultat 7 du programme et budget pour 2023-24.", "2023-24 is no biennium"),
        ("Contributes to Outcome 7 of the Programme and Budget for 2024-27.", "2024-27 is no biennium"),
        ("Works on Outcome 7 of the Programme and Budget 2024-25 and Outcome 8 of the P&B 2025-26.", "2025-26 is no"),
        ("Contributes to Outcome 2 of the Programme and Budget 2030-31.", "begins 6 years after the notice (2024)"),
        ("Contributes to Outcome 2 of the Programme and Budget 2026-27.", None),
        ("Contributes to Outcome 7 of the Programme and Budget 2024-2025, by the Strategic Plan 2022-25.", None),
    ],
)
def test_a_period_that_cannot_be_a_biennium_is_told(duty: str, told: str | None) -> None:
    messages = [d.message for _, d in found("impossible-biennium", read(duty, "May 2024"))]
    assert len(messages) == (told is not None)
    assert all(told in message for message in messages if told)


def test_an_impossible_biennium_makes_no_contribution(tmp_path: Path) -> None:
    duty = "Contributes to Output 6.4 of the Programme and Budget 2023-24."
    path = tmp_path / "notice.txt"
    path.write_text(FORM.format(duty=duty, date="Month and year of issue: May 2024", unit="X"), encoding="utf-8")
    store = pipeline.build(path)
    assert list(store.query("SELECT ?thing { ?post ilo:contributesTo ?thing }")) == []  # type: ignore[arg-type]


def test_the_query_answers_as_of_a_year(tmp_path: Path) -> None:
    duty = "Supports the ratification of Conventions Nos. 4, 17 and 189, and of C103."
    path = tmp_path / "notice.txt"
    path.write_text(FORM.format(duty=duty, date="Month and year of issue: May 2024", unit="X"), encoding="utf-8")
    store = pipeline.build(path)

    def told(year: int) -> set[tuple[object, ...]]:
        rows = queries.run(store, "no-longer-current", year=year)
        return {(row["mandate"], row["since"], row["revised_by"]) for row in rows}

    unknown = {("C103", None, "C183")}  # outdated, since when is not known
    abrogated = {("C004", 2017, "C041"), ("C004", 2017, "C089")}
    assert told(2016) == unknown
    assert told(2017) == unknown | abrogated
    assert told(2022) == unknown | abrogated | {("C017", 2022, "C121")}


def test_an_overlay_can_date_a_name_and_a_status(tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(
        f"""{HEAD}
        <unit/DCOMM> skosxl:altLabel <unit/DCOMM/name/old> .
        <unit/DCOMM/name/old> a skosxl:Label ; skosxl:literalForm "Department of Communication"@en ;
          ilo:lastAttested "2021" ; dcterms:source "invented" .
        <instrument/C002> ilo:statusYear 2019 .""",
        encoding="utf-8",
    )
    loaded = catalogue.load([mine])

    def kinds(date: str) -> list[str]:
        text = FORM.format(
            duty="Supports the ratification of Convention No. 2.",
            date=f"Month and year of issue: {date}",
            unit="Department of Communication",
        )
        references = pipeline.read(documents.from_text(text), loaded)[1]
        return [d.kind for r in references for d in r.discrepancies]

    assert kinds("May 2018") == ["outdated-name"]
    assert kinds("May 2024") == ["outdated-name", "no-longer-current"]
