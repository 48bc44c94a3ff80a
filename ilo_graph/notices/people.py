"""The people named in a notice: the supervisor, and how names and addresses are kept out of what is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial

from ilo_graph.model import Field, Notice
from ilo_graph.notices.passages import Passage, field
from ilo_graph.notices.words import fold, listed, words

EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_BREAK = re.compile(r"[,;:/(|]|\s[-–—]\s")
_COURTESY = re.compile(r"\s*(\w{1,5})\.?\s")
_TURN = re.compile(r"(?:(?P<address>@[\w.-]+)\W+|;\s*)(?:(?:and|et|y|e)\s)?|\s(?:and|et|y|e|&)\s")
_PHONE = re.compile(r"[,;(]?\s*\b(?:tel|tél|phone|telephone|téléphone|teléfono|ext)\b[.:]?\s*[+\d(]", re.IGNORECASE)
_NAME_WORDS = 2  # of a name, at least
_PERSON = 500  # characters that say who a person is, at most
NAMES = ("supervisor_name", "second_supervisor_name")


def supervisor(content: Passage) -> Iterator[Field]:
    """Read who supervises, one person or two: "Name, function, address", or with the function before the name."""
    end, second = _second(content.text)
    yield from _person(content, "supervisor", 0, end)
    if second < len(content.text):
        yield from _person(content, "second_supervisor", second, len(content.text))


def _second(text: str) -> tuple[int, int]:
    """Return where the first person ends and a second begins; the end of the text where there is one person alone."""
    for found in _TURN.finditer(text, 0, _PERSON):
        first, rest = _cut(text, _start(text, found.end()), min(len(text), found.end() + _PERSON))
        named = _is_name(text[slice(*first)].strip())
        function = _is_function(text[slice(*rest)])
        if named and (function or found["address"] or found.end() < first[0]):
            return max(found.start(), found.end("address")), found.end()
    return len(text), len(text)


def _person(content: Passage, who: str, start: int, end: int) -> Iterator[Field]:
    """Read one person: name, function and address."""
    if address := _address(content.text, start, end):
        yield from field(f"{who}_email", content, *address.span())
        end = address.start()
    if phone := _PHONE.search(content.text, start, end):
        end = phone.start()
    first, rest = _cut(content.text, _start(content.text, start), end)
    if not _is_function(content.text[slice(*first)]):
        yield from field(f"{who}_name", content, *first)
        yield from field(f"{who}_title", content, rest[0], _unclosed(content.text, *rest))
        return
    last = _start(content.text, content.text.rfind(",", *rest) + 1 or rest[0])
    if _is_name(content.text[last : rest[1]].strip(" ,;:(")):
        yield from field(f"{who}_name", content, last, rest[1])
        yield from field(f"{who}_title", content, first[0], max(first[1], content.text.rfind(",", first[0], last)))
    else:
        yield from field(f"{who}_title", content, first[0], rest[1])


def _is_name(text: str) -> bool:
    """Tell whether words look like the name of a person."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or _is_function(text) or any(map(str.isdigit, text)):
        return False
    return all(part[0].isupper() for part in parts)


def _address(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find an e-mail address from its sign: to look for one at every letter takes long."""
    sign = text.find("@", start, end)
    return EMAIL.search(text, max(start, text.rfind(" ", start, sign) + 1), end) if sign >= 0 else None


def mask_people(text: str, notice: Notice) -> str:
    """Put "[name]" for the names of supervisors and "[e-mail]" for every address, and leave everything else.

    A name is found in capitals too, across line breaks, and with the last name first.
    """
    return masking(notice)(text)


def masking(notice: Notice) -> Callable[[str], str]:
    """Return how the people of a notice are masked in its texts."""
    return partial(_masked, names=tuple(field.value for field in notice.fields if field.name in NAMES))


def _masked(text: str, names: tuple[str, ...]) -> str:
    masked = EMAIL.sub("[e-mail]", text) if "@" in text else text
    named = any(all(part in masked or part.upper() in masked for part in _parts(name)) for name in names)
    return _names(names).sub("[name]", masked) if named else masked


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of names; the longest first."""
    between = r"[\s.,*_]{1,4}"
    patterns: list[str] = []
    for name in sorted(names, key=len, reverse=True):
        parts = [f"(?:{re.escape(part)}|{re.escape(part.upper())})" for part in _parts(name)]
        patterns.append(between.join(parts))
        if len(parts) > 1:
            patterns.append(between.join([parts[-1], *parts[:-1]]))
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


def _parts(name: str) -> list[str]:
    return name.replace(",", " ").split()


def _start(text: str, start: int) -> int:
    """Return where the name begins: behind "Ms" and the like."""
    found = _COURTESY.match(text, start)
    return found.end() if found and fold(found[1]) in listed("people", "courtesy") else start


def _cut(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Cut a stretch at its first mark, or before the first word of a function behind a name."""
    found = _BREAK.search(text, start, end)
    first, rest = ((start, found.start()), (found.end(), end)) if found else ((start, end), (end, end))
    for place, (word, begin, _) in enumerate(words(text[slice(*first)])):
        if place == 0 and word in listed("people", "functions"):
            break
        if place >= _NAME_WORDS and word in listed("people", "functions"):
            return (start, start + begin), (start + begin, end)
    return first, rest


def _unclosed(text: str, start: int, end: int) -> int:
    """Return the end of a stretch without a bracket that was opened before it."""
    stripped = text[start:end].rstrip(" ,;:")
    closing = stripped.find(")")
    return start + (closing if closing >= 0 and "(" not in stripped[:closing] else len(stripped))


def _is_function(text: str) -> bool:
    """Tell whether words name a function and not a person."""
    first = next((word for word, _, _ in words(text)), "")
    return first in listed("people", "functions")
