"""Every exception of the project.

    IloGraphError
    ├── DocumentError        a file that cannot be read as a text
    ├── CatalogueError       a block in data/ or in an overlay that cannot be used (file, line or entity)
    ├── CorrectionError      a decision about a reading that cannot be used (file and line)
    ├── StoreError           a store that is locked, missing or broken
    ├── QueryError
    │   ├── UnknownQuery     no query of that name; near names are given
    │   ├── QuerySyntaxError the engine refuses the text
    │   └── ParameterError   a parameter is missing, unknown or of another type
    ├── ReasoningError       the reasoner cannot be run, or has no answer in time
    ├── ServiceError         the service cannot be started
    ├── UnknownThing         no entity of that id; near ids are given
    └── MissingExtra         an optional package is not installed (also an ImportError)

Each message says what is wrong and what to do next. A program catches `IloGraphError` and has them all.
"""

from __future__ import annotations


class IloGraphError(Exception):
    """The base of every error that ilo-graph raises on purpose."""


class DocumentError(IloGraphError):
    """A file cannot be read as a text."""


class CatalogueError(IloGraphError):
    """A block of a catalogue or an overlay cannot be used."""


class CorrectionError(IloGraphError):
    """A decision about a reading cannot be used."""


class StoreError(IloGraphError):
    """A store is locked, missing or broken."""


class QueryError(IloGraphError):
    """A query cannot be answered."""


class UnknownQuery(QueryError):
    """There is no named query of that name."""


class QuerySyntaxError(QueryError):
    """The engine cannot read the query's text."""


class ParameterError(QueryError):
    """A parameter of a named query is missing, unknown or of another type."""


class ReasoningError(IloGraphError):
    """The reasoner cannot be run, or has no answer in time."""


class ServiceError(IloGraphError):
    """The service cannot be started."""


class UnknownThing(IloGraphError):
    """Nothing in the graph has that id."""


class MissingExtra(IloGraphError, ImportError):
    """An optional package is needed and not installed."""

    def __init__(self, package: str, extra: str) -> None:
        """Say which package is missing and which extra brings it."""
        super().__init__(f"This needs the package {package!r}: pip install 'ilo-graph[{extra}]'")
