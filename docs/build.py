"""Runs again what the documentation shows, and writes down what it gives: after data, queries or output have changed.

    python docs/build.py             questions.md and analyst.ipynb
    python docs/build.py --check     writes nothing; fails where the notebook does

Both run in an empty folder with a store of the bundled posts, so that nothing of a machine gets into their outputs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from subprocess import PIPE, STDOUT

DOCS = Path(__file__).parent
WIDTH = 80  # columns of the terminal
EXAMPLE = re.compile(r"```console\n\$ (?P<command>.+)\n(?P<answer>(?:.*\n)*?)```\n")


def examples(text: str) -> list[tuple[str, str]]:
    """Return the commands of a document, each with the answer that is shown."""
    return [(found["command"], found["answer"]) for found in EXAMPLE.finditer(text)]


def answered(text: str, folder: Path) -> str:
    """Return a document with what its commands print now."""
    shell = {**os.environ, "COLUMNS": str(WIDTH), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}

    def run(found: re.Match[str]) -> str:
        done = subprocess.run(
            found["command"], shell=True, cwd=folder, env=shell, text=True, check=False, stdout=PIPE, stderr=STDOUT
        )
        return f"```console\n$ {found['command']}\n{done.stdout}```\n"

    return EXAMPLE.sub(run, text)


def executed(notebook: Path, folder: Path) -> str:
    """Return a notebook with the outputs that it gives now; nbclient's CellExecutionError where a cell fails."""
    import nbformat
    from nbclient import NotebookClient

    content = nbformat.read(notebook, as_version=4)
    NotebookClient(content, timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    content.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    for number, cell in enumerate(content.cells):
        cell.metadata, cell.id = {}, f"cell-{number}"
    return str(nbformat.writes(content)) + "\n"


def main() -> None:
    """Run the questions and the notebook."""
    questions, notebook = DOCS / "questions.md", DOCS / "analyst.ipynb"
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        again = executed(notebook, folder)
        if "--check" in sys.argv:
            return
        notebook.write_text(again, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ilo_graph.cli", "build"], cwd=folder, check=True, capture_output=True)
        questions.write_text(answered(questions.read_text("utf-8"), folder), encoding="utf-8")


if __name__ == "__main__":
    main()
