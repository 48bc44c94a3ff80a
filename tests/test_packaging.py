"""The wheel works where nothing of the checkout is: it brings its ontology, data, queries and pages."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_bare_wheel_builds_a_store_and_a_page(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    where = "import ilo_graph; print(ilo_graph.__file__)"
    for command in (["-c", where], ["-m", "ilo_graph.cli", "build"], ["-m", "ilo_graph.cli", "explore", "page.html"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        if command[0] == "-c":
            assert done.stdout.strip() == str(target / "ilo_graph" / "__init__.py")
    assert (tmp_path / "page.html").stat().st_size > 10_000
