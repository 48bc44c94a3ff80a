"""The libraries that frames and files need, imported when one is asked for."""

from __future__ import annotations

import importlib
from typing import Any

from ilo_graph.errors import MissingExtra


def extra(module: str) -> Any:  # noqa: ANN401  the module itself
    """Return a module of the extra "tables"; MissingExtra, with the line to type, where it is not installed."""
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as missing:
        raise MissingExtra(missing.name or module, "tables") from missing
