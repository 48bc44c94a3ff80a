"""What people decided about single readings: this mention means that, this is no reference, this role is another.

Decisions stand in a CSV file, one a line (`docs/corrections.md`). They are applied to the graph of a document before
the rules run, so that the links follow; who decided what, when, and what had been read stands in `graph/corrections`.
"""

from __future__ import annotations

from ilo_graph.corrections.applying import apply
from ilo_graph.corrections.decisions import Correction, all_unapplied, by_document, load, of_document
from ilo_graph.corrections.references import decided

__all__ = ["Correction", "all_unapplied", "apply", "by_document", "decided", "load", "of_document"]
