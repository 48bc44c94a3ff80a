"""The people named in a notice: the supervisor, and how names and addresses are kept out of what is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ilo_graph.model import Field, Notice
from ilo_graph.notices.passages import Passage, field
from ilo_graph.notices.words import fold, listed, words

EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_BREAK = re.compile(r"[,;:/(|]|\s[-–—]\s")
_COURTESY = re.compile(r"(\w{1,5})\.?\s")


def supervisor(content: Passage) -> Iterator[Field]:
    """Read who supervises: "Name, function, address", in this order or with the function before the name."""
    address = EMAIL.search(content.text)
    end = len(content.text)
    if address:
        yield from field("supervisor_email", content, *address.span())
        end = address.start()
    first, rest = _cut(content.text, _start(content.text), end)
    if not _is_function(content.text[slice(*first)]):
        yield from field("supervisor_name", content, *first)
        yield from field("supervisor_title", content, rest[0], _unclosed(content.text, *rest))
        return
    last = content.text.rfind(",", *rest) + 1 or rest[0]
    name = content.text[last : rest[1]].strip(" ,;:")
    named = bool(name) and not _is_function(name) and 2 <= len(name.split()) <= 5 and not any(map(str.isdigit, name))
    if named and all(part[0].isupper() for part in name.split()):
        yield from field("supervisor_name", content, last, rest[1])
        yield from field("supervisor_title", content, first[0], last)
    else:
        yield from field("supervisor_title", content, first[0], rest[1])


def mask_people(text: str, notice: Notice) -> str:
    """Put "[name]" for the supervisor's name and "[e-mail]" for every address, and leave everything else.

    The name is found in capitals too, across line breaks, and with the last name first.
    """
    masked = EMAIL.sub("[e-mail]", text)
    for name in filter(None, [notice.value("supervisor_name")]):
        parts = [f"(?:{re.escape(part)}|{re.escape(part.upper())})" for part in name.replace(",", " ").split()]
        between = r"[\s.,*_]{1,4}"
        orders = chain([parts], [[parts[-1], *parts[:-1]]] if len(parts) > 1 else [])
        pattern = "|".join(between.join(order) for order in orders)
        masked = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", "[name]", masked)
    return masked


def _start(text: str) -> int:
    """Return where the name begins: behind "Ms" and the like."""
    found = _COURTESY.match(text)
    return found.end() if found and fold(found[1]) in listed("people", "courtesy") else 0


def _cut(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Cut a stretch at its first mark."""
    found = _BREAK.search(text, start, end)
    return ((start, found.start()), (found.end(), end)) if found else ((start, end), (end, end))


def _unclosed(text: str, start: int, end: int) -> int:
    """Return the end of a stretch without a bracket that was opened before it."""
    stripped = text[start:end].rstrip(" ,;:")
    return start + len(stripped) - (stripped.endswith(")") and stripped.count(")") > stripped.count("("))


def _is_function(text: str) -> bool:
    """Tell whether words name a function and not a person."""
    first = next((word for word, _, _ in words(text)), "")
    return first in listed("people", "functions")
