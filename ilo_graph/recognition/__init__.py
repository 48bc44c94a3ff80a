"""Text becomes mentions: which words cite a mandate, and what they say of it.

The text is folded once (`folding`) and walked once (`walk`), which finds the names of the catalogues and the words that
citations begin with; local patterns do the rest (`instruments`, `programme`, `sdg`). Of overlapping mentions the
longest of the strongest kind stays.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from ilo_graph.catalogue import Catalogue
from ilo_graph.model import Mention, Notice
from ilo_graph.recognition import instruments, programme, sdg, units
from ilo_graph.recognition.folding import folded
from ilo_graph.recognition.walk import walk

_STRENGTH = {"instrument": 0, "outcome": 1, "output": 1, "sdg_goal": 2, "sdg_target": 2, "sdg_indicator": 2}


def find(notice: Notice, catalogue: Catalogue) -> list[Mention]:
    """Return the mentions of a notice's text in their order.

    Spans do not overlap, but for the numbers inside a range ("outputs 6.1 to 6.3"), for which the whole range stands.
    """
    walked = walk(folded(notice.document.text), catalogue)
    mentions = [
        *instruments.find(walked, catalogue),
        *programme.find(walked, catalogue),
        *sdg.find(walked, catalogue),
        *units.find(walked),
    ]
    ranges = [m for m in mentions if m.rule.endswith("-range")]
    kept = _without_overlaps([m for m in mentions if not m.rule.endswith("-range")])
    return sorted([*kept, *ranges], key=lambda m: (m.start, m.end, m.code or ""))


def _without_overlaps(mentions: list[Mention]) -> Iterator[Mention]:
    """Yield the mentions that stay, cluster by cluster: only what overlaps is compared."""
    cluster: list[Mention] = []
    end = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start >= end:
            yield from _strongest(cluster)
            cluster = []
        cluster.append(mention)
        end = max(end, mention.end)
    yield from _strongest(cluster)


def _strongest(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    starts: list[int] = []
    for mention in sorted(mentions, key=_order):
        place = bisect_left(starts, mention.start)
        free_before = place == 0 or kept[place - 1].end <= mention.start
        free_after = place == len(kept) or mention.end <= kept[place].start
        if free_before and free_after:
            kept.insert(place, mention)
            starts.insert(place, mention.start)
    return kept


def _order(mention: Mention) -> tuple[int, int, int]:
    return _STRENGTH.get(mention.kind, 3), mention.start - mention.end, mention.start
