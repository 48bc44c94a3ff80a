"""The content security policy of the pages that this project writes: what is in the page runs, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(*, scripts: Iterable[str], styles: Iterable[str], forms: str = "'none'") -> str:
    """Return a policy that allows exactly these inline scripts and styles, forms to where they may go, and no request.

    >>> policy(scripts=[], styles=[])
    "default-src 'none'; script-src 'none'; style-src 'none'; img-src data:; base-uri 'none'; form-action 'none'"
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digests(scripts)}",
            f"style-src {_digests(styles)}",
            "img-src data:",
            "base-uri 'none'",
            f"form-action {forms}",
        )
    )


def _digests(sources: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() for source in sources)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
