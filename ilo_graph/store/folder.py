"""How a store lies on disk, so that whoever opens it meets a whole one.

    ilo.db/
      current              one line: which folder below holds the published store
      lock                 held by the one process that writes or builds
      store-3f2a9c01b7d4/
        held               shared by everyone who reads this folder, held alone by the one who writes it
        database/          the engine's files

A build makes a new folder beside the published one and publishes it by replacing `current`, which is one rename and
therefore happens or does not happen, whenever the process is killed. Readers keep the folder that they opened; a folder
that is not published and that nobody holds is removed by the next build. The locks are `flock`s: the system drops them
when a process ends, however it ends. They pass to children made by a plain fork (not to spawned ones), so a program
that builds with several processes should spawn them.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from pyoxigraph import Store as Engine

from ilo_graph.errors import StoreError

_CURRENT, _LOCK, _HELD, _DATABASE = "current", "lock", "held", "database"
_FOLDER = re.compile(r"store-[0-9a-f]{12}")
UNWRITTEN = (
    "Nothing is written to a server: build a store in a folder (`ilo-graph build --store ilo.db`), write it to a file "
    "(`ilo-graph export graph.nq --store ilo.db`), and load that into the server, with its named graphs"
)


def is_address(path: Path | str) -> bool:
    """Tell whether a store is named by the address of a server, and not by a folder."""
    return re.match(r"https?:/", str(path), re.IGNORECASE) is not None


def at(path: Path | str) -> Path:
    """Return the path of a folder; StoreError for an address."""
    if is_address(path):
        raise StoreError(f"Here a store is a folder, not an address. {UNWRITTEN}; to read it, ilo_graph.open(address)")
    return Path(path)


def open_published(root: Path, *, read_only: bool) -> tuple[Engine, ExitStack]:
    """Open the published store of a folder, and return the locks that go with it."""
    with ExitStack() as held:
        if not read_only:
            _hold_or_refuse(root / _LOCK, root, held)
        database = _hold_published(root, held, shared=read_only) / _DATABASE
        return _open_engine(database, root, read_only=read_only), held.pop_all()
    raise AssertionError("unreachable")  # an ExitStack may swallow exceptions, so the type checker asks


def exists(root: Path) -> bool:
    """Say whether a folder holds a published store."""
    return (root / _CURRENT).is_file()


@contextmanager
def building(root: Path) -> Iterator[Engine]:
    """Give an empty engine to be filled; publish it when the block ends well, remove it when it does not."""
    _prepare(root)
    with ExitStack() as held:
        _hold_or_refuse(root / _LOCK, root, held)
        _remove_unused(root)
        folder = root / f"store-{uuid4().hex[:12]}"
        folder.mkdir()
        (folder / _HELD).touch()
        engine = _open_engine(folder / _DATABASE, root, read_only=False)
        try:
            yield engine
            engine.flush()
            engine.optimize()
        except BaseException:
            del engine
            shutil.rmtree(folder)
            raise
        _publish(root, folder.name)
        _remove_unused(root)


def _prepare(root: Path) -> None:
    """Make the folder, and refuse one that holds something else: a build removes folders."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        names = sorted(entry.name for entry in root.iterdir())
    except OSError as error:
        raise StoreError(f"No store can be written to {root} ({error}): choose another folder") from error
    known = (_CURRENT, f"{_CURRENT}.new", _LOCK)
    foreign = [name for name in names if name not in known and not _FOLDER.fullmatch(name)]
    if foreign:
        raise StoreError(f"{root} holds other files ({foreign[0]}), no store is written there: choose another folder")


def _publish(root: Path, name: str) -> None:
    new = root / f"{_CURRENT}.new"
    with new.open("w", encoding="ascii") as stream:
        stream.write(f"{name}\n")
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(root / _CURRENT)


def published(root: Path) -> Path:
    """Return the folder of the published store."""
    try:
        return root / (root / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise StoreError(f"There is no store in {root}: make one with `ilo-graph build --store {root}`") from error
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(_broken(root, error)) from error


def _hold_published(root: Path, held: ExitStack, *, shared: bool) -> Path:
    """Lock the published folder; look again when a build published another one in between."""
    while True:
        folder = published(root)
        try:
            descriptor = _lock(folder / _HELD, shared=shared)
        except OSError as error:
            if published(root) == folder:
                raise StoreError(_broken(root, error)) from error
            continue
        if descriptor is None:
            raise StoreError(_in_use(root))
        if published(root) == folder:
            held.callback(os.close, descriptor)
            return folder
        os.close(descriptor)


def _hold_or_refuse(file: Path, root: Path, held: ExitStack) -> None:
    if not root.is_dir():
        published(root)  # says what is wrong
    try:
        descriptor = _lock(file, create=True)
    except OSError as error:
        raise StoreError(f"{root} cannot be written to ({error}): open it read-only, or choose another") from error
    if descriptor is None:
        raise StoreError(_in_use(root))
    held.callback(os.close, descriptor)


def _lock(file: Path, *, shared: bool = False, create: bool = False) -> int | None:
    """Lock a file without waiting and return its descriptor; None when somebody holds it."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o666)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _remove_unused(root: Path) -> None:
    """Remove every folder that is not the published one and that nobody holds: old stores, and killed builds."""
    current = published(root).name if exists(root) else None
    for folder in sorted(root.iterdir()):
        if folder.name == current or not _FOLDER.fullmatch(folder.name):
            continue
        descriptor = _lock(folder / _HELD, create=True)
        if descriptor is not None:
            shutil.rmtree(folder)
            os.close(descriptor)


def _open_engine(database: Path, root: Path, *, read_only: bool) -> Engine:
    try:
        return Engine.read_only(str(database)) if read_only else Engine(str(database))
    except (OSError, RuntimeError, ValueError) as error:
        raise StoreError(_broken(root, error)) from error


def _in_use(root: Path) -> str:
    return (
        f"{root} is in use by another process (or open a second time in this one): close it there, "
        "open it read-only on both sides, or build to another path"
    )


def _broken(root: Path, error: Exception) -> str:
    return f"The store {root} cannot be opened ({error}): build it again with `ilo-graph build --store {root}`"
