"""What one visitor may take of the service: time, memory, and the length of a question and of its answer."""

from __future__ import annotations

import os
from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a service; a query that goes over one of them is refused or ended, and the others go on."""

    workers: int = max(4, os.cpu_count() or 1)  # queries that are answered at a time
    seconds: float = 30.0  # of one query
    waiting: float = 10.0  # seconds until a worker is free
    drawing: float = 600.0  # seconds for the managers' page, which is written once for each build
    query_bytes: int = 100_000
    nesting: int = 100  # brackets within brackets: the engine's parser ends the process at some thousands
    answer_bytes: int = 100 * MB
    memory_bytes: int = 4_000 * MB  # of one worker, where the system can bound it (Linux)
