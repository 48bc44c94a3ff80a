"""When a notice was issued."""

from __future__ import annotations

import re

from ilo_graph.model import Notice
from ilo_graph.notices.words import fold, load, meanings


def issued(notice: Notice) -> str | None:
    """Return the notice's date in ISO 8601, as precise as the notice has it."""
    published = notice.value("publication_date")
    if published is not None and re.fullmatch(r"\d{4}(-\d\d){0,2}", published):
        return published
    year, month = notice.value("issue_year"), meanings("months").get(fold(notice.value("issue_month") or ""))
    if year is None or month is None:
        return year
    return f"{year}-{list(load('words')['months']).index(month) + 1:02}"
