"""What a notice asks of a candidate: education, years of experience, languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ilo_graph.model import Field
from ilo_graph.notices.passages import Passage, field, sentences
from ilo_graph.notices.words import listed, meanings, word_set, words

_WINDOW = 60  # characters before "years" in which its numbers stand


def education(minimum: Passage, _desirable: Passage) -> Iterator[Field]:
    """Read the degree that is asked for: the first sentence."""
    start, end = next(sentences(minimum), (0, 0))
    yield from field("minimum_education", minimum, start, end)
    degrees = meanings("degrees")
    for word, begin, finish in words(minimum.text[start:end]):
        if word in degrees:
            place = minimum.place(start + begin), minimum.place(start + finish - 1) + 1
            yield Field("minimum_education_level", degrees[word], *place)
            return


def experience(minimum: Passage, _desirable: Passage) -> Iterator[Field]:
    """Read the years that are asked for: "at least two years", "2 to a maximum of 4 years"."""
    years = listed("requirements", "years")
    found: list[tuple[str, int, int]] = []
    for word in words(minimum.text):
        if word[0] in years:
            break
        found.append(word)
    else:
        return
    last = word[1]
    window = [(word, start, end) for word, start, end in found if last - _WINDOW <= start < last]
    window = [part for part in window[:-1] if part[0] not in listed("requirements", "articles")] + window[-1:]
    numbers = [(int(value), start, end) for word, start, end in window if (value := _number(word))]
    limits = listed("requirements", "limits")
    if not numbers:
        return
    least, most = min(numbers), max(numbers)
    capped = any(word in limits for word, start, _ in window if start < least[1])
    if most[0] > least[0] or not capped:
        yield _derived("minimum_years_experience", minimum, least)
    if most[0] > least[0] or capped:
        yield _derived("maximum_years_experience", minimum, most)


def languages(minimum: Passage, desirable: Passage) -> Iterator[Field]:
    """Read which languages are asked for, all of them or one, and which would be welcome."""
    asked: list[tuple[int, int]] = []
    welcome: list[tuple[int, int]] = []
    wishes = listed("requirements", "desirable")
    for span in sentences(minimum, ".;"):
        asked_for = wishes.isdisjoint(word_set(minimum.text[slice(*span)]))
        (asked if asked_for else welcome).append(span)
    if asked and not (welcome and welcome[0] < asked[0]):
        start, end = asked[0][0], max(end for _, end in asked if not welcome or end <= welcome[0][0])
        yield from field("languages_required_text", minimum, start, end)
        yield from _named(minimum, start, end)
    if desirable.text.strip():
        yield from field("languages_desirable_text", desirable)
    elif welcome:
        yield from field("languages_desirable_text", minimum, welcome[0][0], welcome[-1][1])


def _named(content: Passage, start: int, end: int) -> Iterator[Field]:
    """Yield the languages that a requirement names, and whether all of them are asked for or one."""
    names = meanings("languages")
    found = [(word, start + begin, start + finish) for word, begin, finish in words(content.text[start:end])]
    spans = [(names[word], begin, finish) for word, begin, finish in found if word in names]
    if not spans:
        return
    first, last = content.place(spans[0][1]), content.place(spans[-1][2] - 1) + 1
    choice = any(word in listed("requirements", "choice") for word, begin, _ in found if begin < spans[-1][1])
    yield Field("languages_required", "; ".join(dict.fromkeys(name for name, _, _ in spans)), first, last)
    yield Field("languages_required_mode", "one of" if choice and len(spans) > 1 else "all", first, last)


def _number(word: str) -> str | None:
    return word if re.fullmatch(r"[0-9]{1,2}", word) else meanings("numbers").get(word)


def _derived(name: str, content: Passage, number: tuple[int, int, int]) -> Field:
    value, start, end = number
    return Field(name, str(value), content.place(start), content.place(end - 1) + 1)


READERS: Mapping[str, Callable[[Passage, Passage], Iterator[Field]]] = {
    "education": education,
    "experience": experience,
    "languages": languages,
}
