"""The only module that knows where `ontology/`, `data/` and `queries/` lie.

In a wheel they are inside the package; in an editable install or a checkout they stand beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
FOLDERS = ("ontology", "data", "queries")


def folder(name: str) -> Path:
    """Return the folder `ontology`, `data` or `queries`; FileNotFoundError where the installation lacks it."""
    for root in (_PACKAGE / "_resources", _PACKAGE.parent):
        if name in FOLDERS and (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"No folder {name!r} in this installation of ilo-graph: install it again")


def files(name: str, pattern: str) -> list[Path]:
    """Return the files below a folder that match a glob pattern, in the order of their names."""
    return sorted(folder(name).glob(pattern))
