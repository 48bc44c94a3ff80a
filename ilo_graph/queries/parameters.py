"""What a person gives for a parameter, checked by its type: it becomes the term that goes into the query."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from ilo_graph.errors import ParameterError
from ilo_graph.queries import answers, things
from ilo_graph.queries.named import CONCEPTS, NamedQuery, Parameter
from ilo_graph.vocabulary import ENTITY

if TYPE_CHECKING:
    from ilo_graph.store import Readable

ALL = "*"  # the default of a parameter that may be left open
_CONCEPTS = """SELECT ?concept ?id ?label WHERE {{
  ?concept skos:inScheme {scheme} ; skos:notation ?id .
  OPTIONAL {{ ?concept skos:prefLabel ?label . FILTER(LANG(?label) = "en") }}
}} ORDER BY ?id"""


def terms(store: Readable, query: NamedQuery, given: Mapping[str, object]) -> dict[str, NamedNode | Literal]:
    """Return a term for each parameter of a query; ParameterError, with what would be right, where that cannot be."""
    names = [parameter.name for parameter in query.params]
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            advice = f"did you mean {near[0]}? " if near else ""
            raise ParameterError(f"The query {query.name!r} has no parameter {name!r}: {advice}{_usage(query)}")
    found: dict[str, NamedNode | Literal] = {}
    for parameter in query.params:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            raise ParameterError(f"The query {query.name!r} needs {parameter.name!r}: {_usage(query)}")
        found[parameter.name] = _term(store, parameter, value)
    return found


def _term(store: Readable, parameter: Parameter, given: object) -> NamedNode | Literal:
    if parameter.type == "integer":
        return _integer(parameter, given)
    if parameter.type == "boolean":
        return _boolean(parameter, given)
    if isinstance(given, NamedNode):
        given = given.value
    if not isinstance(given, str) or not given.strip():
        raise ParameterError(f"{parameter.name}={given!r} is no text: write for example {parameter}")
    if parameter.type == "string" or (given.strip() == ALL and parameter.default == ALL):
        return Literal(given.strip() if parameter.default == ALL else given)
    if parameter.type in CONCEPTS:
        return _concept(store, parameter, given)
    return things.find(store, given, parameter.type)


def _integer(parameter: Parameter, given: object) -> Literal:
    if isinstance(given, bool) or not re.fullmatch(r"[+-]?\d+", str(given)):
        raise ParameterError(f"{parameter.name}={given!r} is no whole number: write for example {parameter}")
    return Literal(int(str(given)))


def _boolean(parameter: Parameter, given: object) -> Literal:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(given).strip().lower() not in words:
        raise ParameterError(f"{parameter.name}={given!r} is neither true nor false: write for example {parameter}")
    return Literal(words[str(given).strip().lower()])


def _concept(store: Readable, parameter: Parameter, given: str) -> NamedNode:
    """Return the concept of the parameter's scheme that is called so, by its notation, English label or IRI."""
    rows = answers.select(store, _CONCEPTS.format(scheme=NamedNode(ENTITY + parameter.type)))
    wanted = _folded(given)
    for row in rows:
        if wanted in (row["concept"].casefold(), _folded(row["id"]), _folded(row.get("label", ""))):
            return NamedNode(row["concept"])
    ids = [row["id"] for row in rows]
    near = difflib.get_close_matches(wanted, ids, n=3, cutoff=0.5)
    near += [identifier for identifier in ids if wanted in identifier and identifier not in near]
    advice = f"did you mean {' or '.join(near[:4])}?" if near else f"there are {', '.join(ids)}"
    raise ParameterError(f"{parameter.name}={given!r} is no {parameter.type} in the graph: {advice}")


def _folded(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def _usage(query: NamedQuery) -> str:
    if not query.params:
        return "it takes none"
    return "write for example " + " ".join(str(parameter) for parameter in query.params)
