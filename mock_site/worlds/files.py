"""The file of a world: connecting to it, copying it, and making sure that it lasts or is gone."""

import os
import sqlite3
import time
from collections import deque
from contextlib import closing
from pathlib import Path
from threading import Lock

from mock_site.problems import Conflict

PATIENCE = 10.0
"""How many seconds a transaction waits for another one of the same world."""


class WorldBusy(Conflict):
    """Somebody else keeps the world open."""

    title = "The world is in use"


class Lent(sqlite3.Connection):
    """A connection that goes back to those that wait, when it is closed."""

    home: "Idle | None" = None
    place: str
    """The file's path as text: comparing paths took a thirtieth of a page."""
    inode: int

    def close(self) -> None:
        """Wait for the next transaction of this world, or really close."""
        if self.home is None or self.in_transaction or not self.home.take_back(self):
            super().close()


class Idle:
    """Connections that wait for the next transaction of their world: connecting anew costs a tenth of a page.

    They are of files alone that nobody has to have to himself at the end, and each is of the file that it was opened
    for: as long as it is open, no other file has that one's inode.
    """

    def __init__(self, most: int = 16) -> None:
        """Keep at most so many open."""
        self._most = most
        self._waiting: deque[Lent] = deque()
        self._lock = Lock()

    def connect(self, path: Path) -> sqlite3.Connection:
        """A connection to a file that exists, kept from before or new."""
        place = str(path)
        with self._lock:
            waiting = next((db for db in reversed(self._waiting) if db.place == place), None)
            if waiting is not None:
                self._waiting.remove(waiting)
        if waiting is not None:
            if waiting.inode == _inode(path):
                return waiting
            _close(waiting)
        before = _inode(path)
        new = connect(path)
        if before == _inode(path) and not is_logged(new):
            new.home, new.place, new.inode = self, place, before
        return new

    def take_back(self, db: Lent) -> bool:
        """Have a connection wait; the one that has waited longest makes room."""
        with self._lock:
            if self._most:
                self._waiting.append(db)
            spare = self._waiting.popleft() if len(self._waiting) > self._most else None
        if spare is not None:
            _close(spare)
        return self._most > 0

    def close(self) -> None:
        """Close all that wait, and keep none from here on."""
        self._most = 0
        while self._waiting:
            _close(self._waiting.popleft())


def connect(path: Path) -> Lent:
    """Connect to a file that exists: a forgotten world must not come back as an empty one."""
    db = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=PATIENCE,
        check_same_thread=False,
        factory=Lent,
    )
    if is_logged(db):
        db.execute("PRAGMA synchronous = full")
    else:
        db.executescript("PRAGMA journal_mode = memory; PRAGMA synchronous = off")
    db.execute("PRAGMA foreign_keys = on")
    return db


def is_logged(db: sqlite3.Connection) -> bool:
    """Whether a file has a write-ahead log, so that its data lasts."""
    return bool(db.execute("PRAGMA journal_mode").fetchone()[0] == "wal")


def draft() -> sqlite3.Connection:
    """A database in memory, to be filled and then written to a file."""
    return sqlite3.connect(":memory:", isolation_level=None)


def copy(origin: Path, to: sqlite3.Connection) -> None:
    """Copy a world that may be in use: a copy of its file would miss what a write-ahead log still holds."""
    with closing(connect(origin)) as source:
        source.backup(to, sleep=0.002)


def content(of: sqlite3.Connection) -> bytes:
    """What a file has to hold for a draft; it has no log, also if the draft is a copy of a file that has one."""
    written = bytearray(of.serialize())
    written[18:20] = b"\x01\x01"  # the format's versions for writing and reading, which say so
    return bytes(written)


def start_log(path: Path) -> None:
    """Have every commit to this file outlast a loss of power from here on; nobody else knows the file yet."""
    with closing(connect(path)) as db:
        db.execute("PRAGMA journal_mode = wal")
    sync(path)


def end_log(path: Path) -> None:
    """Give up a file's write-ahead log before the file is removed; refuses while others keep it open.

    A log goes by its file's name: one that a late request began would be read as part of the next file of that name.
    """
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(connect(path)) as db:
                db.execute("PRAGMA journal_mode = delete")
                return
        except sqlite3.OperationalError:
            if not path.exists():
                return
            if time.monotonic() > latest:
                raise WorldBusy(f"Requests have kept “{path.stem}” open for {PATIENCE:.0f} seconds.") from None
            time.sleep(0.005)


def sync(path: Path) -> None:
    """Have the disk keep a file or folder as it is now."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def changed_at(path: Path) -> float:
    """When a file was last written to, in seconds since 1970; now if it is gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def _inode(path: Path) -> int:
    """Which file has this name now; 0 for none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def _close(db: Lent) -> None:
    db.home = None
    db.close()
