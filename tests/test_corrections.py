"""Decisions of people about single readings: read from their file, applied, kept, told, and never dropped silently."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import Quad

import ilo_graph as ilo
from ilo_graph import pipeline, queries, validation
from ilo_graph.cli import main
from ilo_graph.corrections import load
from ilo_graph.errors import CorrectionError
from ilo_graph.store import Store
from ilo_graph.vocabulary import CORRECTIONS, entity

NOTICE = """JPO job description

Title: Junior Professional Officer, Tea
Department: Universal Social Protection Department (SOCPRO)
Post number: 4711
Month and year of issue: September 2024

DUTIES AND RESPONSIBILITIES

1. Supports the ratification of Convention No. 102.
2. Contributes to Output 6.4 of the Programme and Budget 2020-21.
3. Promotes the Protocol of 2014 to the Convention.
4. Reports on outputs 4.1 to 4.4 of the Programme and Budget 2024-25.
"""
HEAD = ["document", "start", "end", "text", "decision", "value", "by", "on", "why"]


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def decision(words: str, what: str, meant: str = "", **other: str) -> dict[str, str]:
    start = NOTICE.index(words)
    row = {"document": "notice.txt", "start": str(start), "end": str(start + len(words)), "text": words}
    return {**row, "decision": what, "value": meant, "by": "A. Reviewer", "on": "2026-11-22", "why": "", **other}


def file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*HEAD, "code"], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def links(store: Store, target: str) -> set[str]:
    """The links of the post to a thing, by name."""
    text = f"SELECT DISTINCT ?link {{ {entity('post', '4711')} ?link ?target . ?target skos:notation '{target}' }}"
    return {str(row["link"]).rpartition("#")[2] for row in queries.run(store, text)}


def corrected(notice: Path, *rows: dict[str, str]) -> Store:
    """The store with the decisions, all of which must have found their place."""
    store, report = pipeline.build_with_report(notice, corrections=[file(notice.parent, *rows)])
    assert report.unapplied == ()
    assert validation.check(store).violations == ()
    return store


def test_without_a_decision_the_reading_stands(notice: Path) -> None:
    store = pipeline.build(notice)
    assert links(store, "C102") == {"contributesTo", "supportsRatificationOf"}
    assert "contributesTo" not in links(store, "PB2020-21/6.4")
    assert list(store.quads(CORRECTIONS)) == []


def test_a_mention_means_what_a_person_decided_and_the_links_follow(notice: Path) -> None:
    store = corrected(notice, decision("Convention No. 102", "target", "C189", why="as the team says"))
    assert links(store, "C102") == set()
    assert links(store, "C189") == {"contributesTo", "supportsRatificationOf"}
    for thing in ("C189", "C102"):  # what had been read is not lost
        (row,) = queries.run(store, "evidence", thing=thing)
        assert (row["words"], row["basis"]) == ("Convention No. 102", "decided")
        told = "A. Reviewer decided on 2026-11-22: this means C189; C102 had been read (as the team says)."
        assert row["correction"] == told
        assert "C102 had been read" in " ".join(str(ilo.show(store, thing)).split())
    path, *_ = (path for path in ilo.trace(store, "post/4711", "C189") if path.stated)
    assert told in " ".join(str(path).split())


def test_words_that_are_no_reference_make_no_link_and_stay_visible(notice: Path) -> None:
    store = corrected(notice, decision("Convention No. 102", "no-reference"))
    assert links(store, "C102") == set()
    (row,) = queries.run(store, "evidence", thing="C102")
    assert (row["basis"], row["role"]) == ("rejected", "contribution")
    assert row["correction"] == "A. Reviewer decided on 2026-11-22: this is no reference; C102 had been read."
    assert not validation.check(store).unresolved


def test_another_role_and_another_agent_change_the_link(notice: Path) -> None:
    role = corrected(notice, decision("Convention No. 102", "role", "framework"))
    assert links(role, "C102") == {"worksUnder"}
    agent = corrected(notice, decision("Convention No. 102", "agent", "unit"))
    assert links(agent, "C102") == {"contributesThroughUnit"}
    both = corrected(
        notice,
        decision("Convention No. 102", "role", "learning"),
        decision("Convention No. 102", "agent", "other"),
        decision("Convention No. 102", "target", "C189"),
    )
    assert (links(both, "C189"), links(both, "C102")) == ({"learnsAbout"}, set())


def test_a_decision_settles_the_discrepancies_of_its_mention(notice: Path) -> None:
    store = corrected(notice, decision("Output 6.4", "target", "PB2024-25/6.4"))
    assert links(store, "PB2024-25/6.4") == {"contributesTo"}
    assert "“Output 6.4”" not in {finding.entity for finding in validation.check(store).discrepancies}
    (row,) = [row for row in queries.run(store, "discrepancies") if row["about"] == "Output 6.4"]
    assert (row["kind"], row["blocks"], row["settled_by"]) == ("expired-biennium", False, "A. Reviewer")


def test_a_person_who_confirms_a_blocked_reading_makes_it_a_contribution(notice: Path) -> None:
    store = corrected(notice, decision("Output 6.4", "target", "PB2020-21/6.4"))
    assert links(store, "PB2020-21/6.4") == {"contributesTo"}
    (row,) = queries.run(store, "evidence", thing="PB2020-21/6.4")
    assert row["correction"] == "A. Reviewer decided on 2026-11-22: this means PB2020-21/6.4; so it had been read."


def test_the_unit_of_the_post_follows_the_words_of_the_header(notice: Path) -> None:
    words = "Universal Social Protection Department (SOCPRO)"
    store = corrected(notice, decision(words, "target", "WORKQUALITY"))
    (row,) = queries.run(store, "SELECT ?unit { ?post a org:Post ; org:postIn/skos:notation ?unit }")
    assert row["unit"] == "WORKQUALITY"


def test_of_several_readings_of_the_same_words_the_code_names_one(notice: Path) -> None:
    words = "4.1 to 4.4"
    store = corrected(notice, decision(words, "role", "context", code="PB2024-25/4.2"))
    assert links(store, "PB2024-25/4.3") == {"contributesTo"}
    assert links(store, "PB2024-25/4.2") == {"mentions"}
    _, report = pipeline.build_with_report(
        notice, corrections=[file(notice.parent, decision(words, "role", "context"))]
    )
    (refusal,) = report.unapplied
    assert "PB2024-25/4.2, PB2024-25/4.3: say which" in refusal.reason


def test_corrections_stand_in_a_graph_of_their_own_and_every_fact_in_one(notice: Path) -> None:
    store = corrected(
        notice, decision("Output 6.4", "target", "PB2024-25/6.4"), decision("Convention No. 102", "no-reference")
    )
    triples = [str(quad.triple) for quad in store.quads()]
    assert len(triples) == len(set(triples))
    kept = list(store.quads(CORRECTIONS))
    assert kept and all("/reference/" in str(quad.subject) for quad in kept)
    assert not [q for q in store.quads() if q.graph_name != CORRECTIONS and "/correction/" in str(q.subject)]


def test_the_bundled_posts_can_be_corrected_too(tmp_path: Path) -> None:
    (row, *_) = queries.run(
        pipeline.build(),
        """SELECT ?document ?start ?end ?text { ?r oa:exact ?text ; oa:start ?start ; oa:end ?end ;
        ilo:target/skos:notation "C102" ; dcterms:isPartOf/schema:sha256 ?document } ORDER BY ?document ?start""",
    )
    place = {name: str(value) for name, value in row.items()}
    mine = file(tmp_path, decision("Convention No. 102", "no-reference", **place))
    store, report = pipeline.build_with_report(corrections=[mine])
    assert (report.documents, report.unapplied) == (5, ())
    assert [row["basis"] for row in queries.run(store, "evidence", thing="C102")].count("rejected") == 1


def test_a_decision_that_finds_no_place_is_told_with_its_file_and_line(notice: Path) -> None:
    good = decision("Convention No. 102", "role", "framework")
    rows = (
        decision("Convention No. 102", "role", "learning", start="1", end="4"),
        good,
        decision("Convention No. 102", "agent", "unit", text="Convention No. 103"),
        decision("Convention No. 102", "role", "context"),
        decision("Convention No. 102", "no-reference"),
        decision("Convention No. 102", "agent", "unit", document="other.txt"),
    )
    mine = file(notice.parent, *rows)
    store, report = pipeline.build_with_report(notice, corrections=[mine])
    assert links(store, "C102") == {"worksUnder"}
    expected = {
        "mine.csv, line 2": "nothing was read at 1-4 in notice.txt",
        "mine.csv, line 4": "are 'Convention No. 102', not 'Convention No. 103'",
        "mine.csv, line 5": "mine.csv, line 3 has decided about the same mention",
        "mine.csv, line 6": "mine.csv, line 3 has decided about the same mention",
        "mine.csv, line 7": "no document other.txt was read",
    }
    assert [refusal.name for refusal in report.unapplied] == list(expected)
    for refusal in report.unapplied:
        assert expected[refusal.name] in refusal.reason
    with pytest.warns(UserWarning, match=r"mine\.csv, line \d was not applied"):
        pipeline.build(notice, corrections=[mine])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"value": "C999"}, "'C999' stands in no catalogue"),
        ({"value": "SOC/PPK"}, r"'SOC/PPK' stands in no catalogue \(SOC/PPKS"),
        ({"value": "issa"}, "issa is a resource, which no mention can mean"),
        ({"decision": "role", "value": "boss"}, "'boss' is no role: write one of contribution, framework"),
        ({"decision": "agent", "value": ""}, "'' is no agent: write one of post, unit"),
        ({"decision": "no-reference", "value": "C102"}, "no-reference takes no value: remove 'C102'"),
        ({"decision": "delete"}, "'delete' is no decision: write one of target, no-reference, role, agent"),
        ({"on": "22.11.2026"}, r"'22\.11\.2026' is no date: write it as 2026-11-22"),
        ({"on": "2026-02-30"}, "'2026-02-30' is no date"),
        ({"start": "a"}, "copy them from `ilo-graph extract`"),
        ({"by": ""}, "by must not be empty"),
    ],
)
def test_a_line_that_cannot_be_used_stops_the_build_with_its_file_and_line(
    notice: Path, change: dict[str, str], told: str
) -> None:
    mine = file(notice.parent, decision("Convention No. 102", "target", "C189", **change))
    with pytest.raises(CorrectionError, match=rf"mine\.csv, line 2: .*{told}"):
        pipeline.build(notice, corrections=[mine])


def test_all_lines_that_cannot_be_used_are_told_at_once(notice: Path) -> None:
    wrong = decision("Convention No. 102", "role", "boss")
    with pytest.raises(CorrectionError) as caught:
        pipeline.build(notice, corrections=[file(notice.parent, wrong, wrong)])
    assert [line.partition(": ")[0].rpartition(", ")[2] for line in str(caught.value).split("\n")] == [
        "line 2",
        "line 3",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"document,start\n", "the line of column names lacks end, text, decision, value, by, on"),
        (f"{','.join(HEAD)},colour\n".encode(), "has the unknown 'colour'"),
        (b"", "lacks document"),
        ("documént".encode("latin-1"), "is not in UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_corrections_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    with pytest.raises(CorrectionError, match=told):
        load([path], ilo.load_catalogue())
    with pytest.raises(CorrectionError, match="cannot be read"):
        load([tmp_path / "absent.csv"], ilo.load_catalogue())


def test_a_file_that_a_table_program_has_saved_is_read(notice: Path) -> None:
    row = decision("Convention No. 102", "role", "framework")
    text = ";".join(HEAD) + "\r\n" + ";".join(row[name] for name in HEAD) + "\r\n\r\n"
    path = notice.parent / "table.csv"
    path.write_text("\ufeff" + text, encoding="utf-8")
    assert links(pipeline.build(notice, corrections=[path]), "C102") == {"worksUnder"}


def test_the_order_of_the_lines_changes_nothing_but_where_they_stand(notice: Path) -> None:
    rows = [decision("Convention No. 102", "role", "framework"), decision("Output 6.4", "no-reference")]

    def content(store: Store) -> list[str]:
        return sorted(str(quad) for quad in store.quads() if "mine.csv" not in str(quad.object))

    assert content(corrected(notice, *rows)) == content(corrected(notice, *reversed(rows)))


def test_a_document_that_is_replaced_keeps_what_was_decided(notice: Path) -> None:
    mine = file(notice.parent, decision("Output 6.4", "target", "PB2024-25/6.4"))
    store = pipeline.build(notice, corrections=[mine])
    before: list[Quad] = sorted(store.quads(), key=str)
    pipeline.replace(store, notice, corrections=[mine])
    assert sorted(store.quads(), key=str) == before
    pipeline.replace(store, notice)
    assert list(store.quads(CORRECTIONS)) == []
    wrong = file(notice.parent, decision("Output 6.4", "target", "PB2024-25/6.4", start="1"))
    with pytest.raises(CorrectionError, match="nothing was read"):
        pipeline.replace(store, notice, corrections=[wrong])


def test_what_is_only_read_is_corrected_as_well(notice: Path) -> None:
    rows = (
        decision("Convention No. 102", "target", "C189"),
        decision("Convention No. 102", "role", "framework"),
        decision("Output 6.4", "no-reference"),
        decision("Output 6.4", "agent", "unit"),
    )
    mine = file(notice.parent, *rows)
    ran = CliRunner().invoke(main, ["extract", str(notice), "--corrections", str(mine)])
    found = {line["text"]: line for line in map(json.loads, ran.stdout.splitlines())}
    first, second = found["Convention No. 102"], found["Output 6.4"]
    assert (first["id"], first["basis"], first["role"], len(first["corrections"])) == (
        "C189",
        "decided",
        "framework",
        2,
    )
    assert (second["iri"], second["basis"], second["discrepancies"]) == (None, "rejected", [])
    assert "mine.csv, line 5: mine.csv, line 4 has decided about the same mention" in ran.stderr
    assert ran.exit_code == 1
    with pytest.warns(UserWarning, match="was not applied"):
        assert [r.id for r in ilo.extract(notice, corrections=[mine])].count("C189") == 1


def test_the_command_line_builds_with_corrections_and_says_what_found_no_place(notice: Path) -> None:
    store = str(notice.parent / "ilo.db")
    mine = file(notice.parent, decision("Convention No. 102", "role", "framework"))
    ran = CliRunner().invoke(main, ["build", str(notice), "--store", store, "--corrections", str(mine)])
    assert ran.exit_code == 0
    mine = file(notice.parent, decision("Convention No. 102", "role", "framework", start="1"))
    ran = CliRunner().invoke(main, ["build", str(notice), "--store", store, "--corrections", str(mine)])
    assert (ran.exit_code, "Not applied: mine.csv, line 2: nothing was read" in ran.stderr) == (1, True)
