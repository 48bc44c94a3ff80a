"""Short forms that a text introduces itself: "..., 2019 (No. 190) (hereinafter “the Violence Convention”)", "(WFC)".

A short form is made of the initials of the title before it, or is quoted and says more than the kind of instrument:
"the Convention" alone is said of any Convention that a text is just speaking of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ilo_graph.recognition.grammar import compiled
from ilo_graph.recognition.instruments.cited import HEADS, Cited
from ilo_graph.recognition.walk import Walk

_ARTICLE = r"(?:the |la |le |les |l'|el |los |las )?"
_INTRODUCED = compiled(
    rf"[,]? ?\((?:(?:hereina?fter|hereafter|henceforth|ci-apres|ci-dessous|en adelante|en lo sucesivo)[,:]? )?"
    rf"(?:{_ARTICLE}\" ?{_ARTICLE}(?P<quoted>[^\"()]{{3,60}}?) ?\"|(?P<initials>[a-z]{{3,6}}))\)"
)
_KIND_ALONE = re.compile(
    rf"(?:(?:ilo|oit|said|present|dit|citad[oa]|mencionad[oa]) )?(?:{HEADS['c']}|{HEADS['r']}|protoc\w+)"
)


def find(walk: Walk, cited: Iterable[Cited]) -> Iterator[Cited]:
    """Yield where a text uses the short forms that it has introduced behind citations."""
    text, original = walk.folded.flat, walk.folded.original
    forms: dict[str, Cited] = {}
    for citation in cited:
        found = _INTRODUCED.match(text, citation.end)
        if found is None or (citation.number is None and len(citation.candidates) != 1):
            continue
        start, end = walk.folded.span(*found.span("quoted" if found["quoted"] else "initials"))
        if _is_short(found, original[start:end], citation.title or ""):
            forms.setdefault(original[start:end], replace(citation, start=found.end()))
    yield from _used(walk, forms)


def _is_short(found: re.Match[str], form: str, title: str) -> bool:
    """Tell whether what stands in brackets names what was cited before them."""
    if found["quoted"] and not form.isupper():
        return _KIND_ALONE.fullmatch(found["quoted"]) is None
    letters = (word[0] for word in re.findall(r"\w+", title))
    return form.isupper() and all(letter in letters for letter in form.lower())


def _used(walk: Walk, forms: Mapping[str, Cited]) -> Iterator[Cited]:
    """Yield the uses of short forms behind their introduction, spelled as they were introduced."""
    if not forms:
        return
    longest = sorted(forms, key=len, reverse=True)
    for found in re.finditer(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", walk.folded.original):
        start, end = walk.folded.index(found.start()), walk.folded.index(found.end() - 1) + 1
        if start >= forms[found[0]].start:
            yield replace(forms[found[0]], start=start, end=end, rule="instrument-introduced", year=None, title=None)
