"""What the documents in docs/ show is true."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from servers import free_port, running, wait

from ilo_graph import catalogue, corrections, pipeline, queries
from ilo_graph.service import Limits

DOCS = Path(__file__).parents[1] / "docs"


def test_the_example_overlay_loads_and_adds_what_it_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", (DOCS / "overlays.md").read_text("utf-8"), re.DOTALL)
    overlay = tmp_path / "my.ttl"
    overlay.write_text(example, encoding="utf-8")
    entry = catalogue.load([overlay]).get("C199")
    assert entry is not None
    assert (entry.label, entry.status, entry.attestation) == ("Fair Robots Convention, 2031", "not-in-force", "read")


def test_the_limits_of_the_service_are_those_in_its_page() -> None:
    limits, page = Limits(), (DOCS / "service.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", page, re.MULTILINE))
    assert rows["seconds of a query (`--seconds`)"] == f"{limits.seconds:g}"
    assert rows["memory of a query (Linux)"] == f"{limits.memory_bytes / 1e9:g} GB"
    assert rows["bytes of an answer"] == f"{limits.answer_bytes / 1e6:g} MB"
    assert rows["bytes of a query"] == f"{limits.query_bytes:,}"
    assert rows["brackets within brackets"] == str(limits.nesting)
    assert f"others wait {limits.waiting:g} s" in rows["queries at a time"]


def test_the_query_of_the_model_finds_the_biennium_of_a_notice() -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", (DOCS / "model.md").read_text("utf-8"), re.DOTALL)
    found = {str(row["programme"]).rpartition("/")[2] for row in queries.run(pipeline.build(), query)}
    assert found == {"2022-23", "2024-25"}


def test_the_example_of_corrections_can_be_read(tmp_path: Path) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", (DOCS / "corrections.md").read_text("utf-8"), re.DOTALL)
    mine = tmp_path / "mine.csv"
    mine.write_text(example, encoding="utf-8")
    read = corrections.load([mine], catalogue.load())
    assert [(c.decision, c.value) for c in read] == [
        ("target", "C189"),
        ("no-reference", ""),
        ("role", "framework"),
        ("agent", "unit"),
    ]


def test_every_term_of_ours_that_the_model_shows_is_declared() -> None:
    text = (DOCS / "model.md").read_text("utf-8")
    from ilo_graph.vocabulary import ILO

    shown = set(re.findall(r"\bilo:(\w+)", text))
    assert shown - ILO.terms == set()


def test_the_commands_that_serve_a_store_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (commands,) = re.findall(r"```sh\n(.*?)```", (DOCS / "servers.md").read_text("utf-8"), re.DOTALL)
    build, serve, query = commands.replace("7878", str(port := free_port())).splitlines()
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    subprocess.run(build, shell=True, cwd=tmp_path, check=True, capture_output=True)
    with running(["bash", "-c", f"exec {serve.removesuffix('&')}"], tmp_path) as process:
        wait(f"http://127.0.0.1:{port}/sparql", process)
        done = subprocess.run(query, shell=True, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "post/2213" in done.stdout


@pytest.mark.slow
def test_what_is_written_by_the_docs_command_is_what_it_would_write_today_and_the_notebook_runs() -> None:
    done = subprocess.run([sys.executable, DOCS / "make.py", "--check"], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_reference_and_the_diagram_ask_nothing_of_the_network() -> None:
    for name in ("model.svg", "ontology.html"):
        text = (DOCS / name).read_text("utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|link|image)[^>]*?(?:src|href)=\"(?!data:)([^\"]*)", text)
        assert loaded == []
        assert "@import" not in text and "url(http" not in text


def test_the_reference_has_every_term() -> None:
    from ilo_graph.vocabulary import ILO

    text = (DOCS / "ontology.html").read_text("utf-8")
    assert [term for term in sorted(ILO.terms) if ILO.iri + term not in text] == []
