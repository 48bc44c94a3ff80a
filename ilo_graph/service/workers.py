"""The processes that answer: a few, each for one task at a time, and each replaced when the system has ended it."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from ilo_graph.service.answering import Answer, Task, message, work
from ilo_graph.service.limits import Limits


@dataclass(frozen=True, slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection

    def answer(self, task: Task) -> Answer | None:
        """Wait for the answer to a task; None where the process ended before it came."""
        try:
            self.connection.send(task)
            answer: Answer = self.connection.recv()
        except (EOFError, ConnectionError):
            return None
        return answer

    def end(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.kill()
        self.process.join()


class Workers:
    """The workers of one store. `start` them in the loop that asks them, and `end` them there."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._free: asyncio.Queue[_Worker] = asyncio.Queue()
        self._all: set[_Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start all workers."""
        await asyncio.gather(*(self._hire() for _ in range(self._limits.workers)))

    async def end(self) -> None:
        """End all workers, whatever they are doing."""
        await asyncio.gather(*self._starting)
        for worker in self._all:
            worker.end()

    async def answer(self, task: Task) -> Answer:
        """Return the answer to a task, or what became of it."""
        try:
            worker = await asyncio.wait_for(self._free.get(), self._limits.waiting)
        except TimeoutError:
            return message(503, "All workers are busy: try again in a minute")
        try:
            answer = await asyncio.to_thread(worker.answer, task)
        except BaseException:  # such as the end of the service
            self._replace(worker)
            raise
        if answer is not None:
            self._free.put_nowait(worker)
            return answer
        self._replace(worker)
        if worker.process.exitcode == -signal.SIGALRM:
            return message(504, f"The query took more than {task.seconds:g} seconds: ask for less, or add a LIMIT")
        return message(500, "The query needed more memory than it may have, or broke the engine: make it simpler")

    def _replace(self, worker: _Worker) -> None:
        self._all.remove(worker)
        worker.end()
        starting = asyncio.create_task(self._hire())
        self._starting.add(starting)
        starting.add_done_callback(self._starting.discard)

    async def _hire(self) -> None:
        worker = await asyncio.to_thread(self._spawned)
        self._all.add(worker)
        self._free.put_nowait(worker)

    def _spawned(self) -> _Worker:
        spawning = get_context("spawn")  # not forked: a copy of this process would keep its sockets and threads
        ours, theirs = spawning.Pipe()
        process = spawning.Process(target=work, args=(theirs, self._path, self._limits), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)
