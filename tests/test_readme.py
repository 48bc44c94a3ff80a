"""What the README shows is true: its Python runs, its verbs exist, its files are there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ilo_graph.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
NOTICE = ROOT / "tests" / "samples" / "jpo-broken-lines" / "document.txt"


def test_its_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notices").mkdir()
    for name in ("notice.txt", "notices/notice.txt"):
        shutil.copy(NOTICE, name)
    scope: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block, scope)
    printed = capsys.readouterr().out
    assert "Social Security" in printed
    assert Path("explorer.html").is_file()
    assert Path("network.html").is_file()


def test_every_verb_is_shown_and_every_shown_verb_exists() -> None:
    shown = set(re.findall(r"^\| `(\w+)", README, re.MULTILINE))
    assert shown == set(main.commands)


def test_every_file_that_it_links_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_it_is_short_and_its_first_screen_has_the_question_the_picture_and_the_two_commands() -> None:
    first = "\n".join(README.splitlines()[:24])
    assert len(README.splitlines()) < 150
    assert all(words in first for words in ("what says so?", "docs/explorer.png", "./run  ", "./run test"))
