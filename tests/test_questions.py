"""The answers that docs/questions.md shows are what its commands print; the notebook is kept with its outputs."""

from __future__ import annotations

import json
import os
import re
import runpy
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ilo_graph.cli import main

DOCS = Path(__file__).parents[1] / "docs"
MAKE = runpy.run_path(str(DOCS / "make.py"))
EXAMPLES: list[tuple[str, str]] = MAKE["examples"]((DOCS / "questions.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions")
    done = CliRunner().invoke(main, ["build", "--store", str(path / "ilo-graph.db")])
    assert done.exit_code == 0
    return path


def test_there_are_eleven_questions_each_with_its_command() -> None:
    headings = re.findall(r"(?m)^## (\d+)\.", (DOCS / "questions.md").read_text("utf-8"))
    assert headings == [str(number) for number in range(1, 12)]
    assert len(EXAMPLES) == 11


@pytest.mark.parametrize(("command", "answer"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_a_command_prints_the_answer_that_is_shown(
    command: str, answer: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    program, *args = shlex.split(command)
    done = CliRunner().invoke(main, args, env={"COLUMNS": str(MAKE["COLUMNS"])})
    assert (program, done.exit_code) == ("ilo-graph", 0)
    assert done.output == answer, "run `./run docs` where the new answer is right"
    assert max(map(len, answer.splitlines())) <= MAKE["COLUMNS"]


def test_the_notebook_is_kept_with_its_outputs_small_and_without_anything_of_a_machine() -> None:
    text = (DOCS / "analyst.ipynb").read_text("utf-8")
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in cells)
    assert sum(bool(cell["outputs"]) for cell in cells) >= len(cells) - 1
    assert any("image/png" in output.get("data", {}) for cell in cells for output in cell["outputs"])
    assert not any(output["output_type"] == "error" for cell in cells for output in cell["outputs"])
    assert len(text) < 200_000
    assert not re.search(r"/(home|root|tmp|Users|private|usr|var)/", text)
    assert os.sep + "site-packages" not in text
