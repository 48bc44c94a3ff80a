"""What a worker does: it answers one task after the other from a store, in a process that may be killed at any time.

The system ends the process when a task takes too long (its alarm clock) or too much memory: nothing else stops an
engine for certain. A worker opens the store again when a build has published another one.
"""

from __future__ import annotations

import contextlib
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, serialize

from ilo_graph import datasets, explorer, network, queries, tables
from ilo_graph.errors import IloGraphError, QueryError, UnknownThing
from ilo_graph.queries import answers
from ilo_graph.service import guard, pages
from ilo_graph.service.asking import GRAPHS, HTML, TABLES, Question, WrongMedia
from ilo_graph.service.limits import Limits
from ilo_graph.store import Store, folder
from ilo_graph.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the asker."""

    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do: the name of a function below, and what it is about."""

    kind: str
    about: Question | str | tuple[tuple[str, str], ...]
    seconds: float


class TooLarge(QueryError):
    """An answer is longer than the service gives."""


def work(connection: Connection, path: Path, limits: Limits) -> None:
    """Answer tasks until the connection ends; to be run in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the service ends its workers itself
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, whatever the engine is doing
    with contextlib.suppress(ValueError, OSError):  # where the system has no such bound, or a lower one
        resource.setrlimit(resource.RLIMIT_DATA, (limits.memory_bytes, limits.memory_bytes))
    opened, store = None, None
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, task.seconds)
        if store is None or folder.published(path) != opened:
            opened, store = folder.published(path), Store(path, read_only=True)
        answer = _answer(store, task, limits)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send(answer)


def _answer(store: Store, task: Task, limits: Limits) -> Answer:
    try:
        return _TASKS[task.kind](store, task.about, limits)
    except IloGraphError as error:
        return refusal(error)


def refusal(error: IloGraphError) -> Answer:
    """Return an error as an answer."""
    status = 413 if isinstance(error, TooLarge) else 415 if isinstance(error, WrongMedia) else 400
    return message(status, error)


def message(status: int, text: object) -> Answer:
    """Return an answer in plain words."""
    return Answer(status, "text/plain; charset=utf-8", f"{text}\n".encode())


def _query(store: Store, asked: Question, limits: Limits) -> Answer:
    """Answer a query in the form that the asker likes most."""
    found = _found(store, asked, limits)
    is_graph = isinstance(found, QueryTriples)
    media = asked.graph if is_graph else asked.table
    if media is None:
        forms = ", ".join(GRAPHS if is_graph else TABLES)
        return message(406, f"The answer comes in none of the forms that you accept. It may be had as {forms}")
    written = _Bounded(limits.answer_bytes)
    try:
        if isinstance(found, QueryTriples):
            serialize(found, written, RdfFormat.from_media_type(media), prefixes=PREFIXES)
        else:
            found.serialize(written, QueryResultsFormat.from_media_type(media))
    except (OSError, RuntimeError) as error:  # the engine evaluates while its answer is written
        raise QueryError(f"The query cannot be answered: {error}. Rewrite that part of it") from error
    return Answer(200, media, written.getvalue())


def _facts(store: Store, asked: Question, limits: Limits) -> Answer:
    """Answer a query for facts; where there are none, the thing is not known."""
    if not any(True for _ in store.query(asked.text)):  # type: ignore[union-attr]
        return message(404, "Nothing in the graph has this IRI: look for it with a title or id, at /")
    return _query(store, asked, limits)


def _found(store: Store, asked: Question, limits: Limits) -> QuerySolutions | QueryBoolean | QueryTriples:
    guard.check(asked.text, limits)
    return store.query(asked.text, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs)


class _Bounded(BytesIO):
    """Bytes in memory, up to a number of them."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, part: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(part) > self._most:
            raise TooLarge(f"The answer is longer than {self._most:,} bytes: ask for less, with LIMIT or fewer columns")
        return super().write(part)


def _asked(store: Store, asked: Question, limits: Limits) -> Answer:
    """Answer a query as a page; what is wrong with it is told there."""
    try:
        return Answer(200, HTML, pages.asked(asked.text, answers.table(_found(store, asked, limits))))
    except IloGraphError as error:
        return Answer(400, HTML, pages.asked(asked.text, problem=str(error)))


def _named(store: Store, given: tuple[tuple[str, str], ...], limits: Limits) -> Answer:
    """Answer a named query as a page, or as a file in the format that is asked for."""
    values = {name: value for name, value in given if value}
    query, form = queries.get(values.pop("name", "")), values.pop("format", "")
    asked_for_nothing = not values and any(parameter.default is None for parameter in query.params)
    if asked_for_nothing and not form:
        return Answer(200, HTML, pages.named(query, values))
    try:
        answer = queries.run(store, query, **values)
    except IloGraphError as error:
        return refusal(error) if form else Answer(400, HTML, pages.named(query, values, problem=str(error)))
    if not form:
        return Answer(200, HTML, pages.named(query, values, answer))
    if form not in pages.DOWNLOADS:
        return message(400, f"There is no format {form!r} here: choose one of {', '.join(pages.DOWNLOADS)}")
    content = tables.FORMATS[form](answer)
    written = _Bounded(limits.answer_bytes)
    written.write(content.encode() if isinstance(content, str) else content)
    return Answer(200, _MEDIA[form], written.getvalue())


def _home(store: Store, _: str, limits: Limits) -> Answer:
    return Answer(200, HTML, pages.home(store))


def _thing(store: Store, identifier: str, limits: Limits) -> Answer:
    try:
        return Answer(200, HTML, pages.thing(queries.show(store, identifier)))
    except UnknownThing as error:
        return Answer(404, HTML, pages.problem("Not found", str(error)))


def _explorer(store: Store, _: str, limits: Limits) -> Answer:
    return Answer(200, HTML, explorer.render(network.view(store)).encode())


def _description(store: Store, address: str, limits: Limits) -> Answer:
    return Answer(200, GRAPHS[0], datasets.of_service(store, address))


_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TASKS: dict[str, Callable[[Store, Any, Limits], Answer]] = {
    "query": _query,
    "facts": _facts,
    "asked": _asked,
    "named": _named,
    "home": _home,
    "thing": _thing,
    "explorer": _explorer,
    "description": _description,
}
