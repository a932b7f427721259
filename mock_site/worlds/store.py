"""The folder of worlds: one SQLite file each, made from a template, opened per transaction."""

import hashlib
import json
import os
import secrets
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from mock_site import seam
from mock_site.times import JST
from mock_site.worlds import files, names
from mock_site.worlds.models import Base, WorldRow
from mock_site.worlds.names import UnknownWorld, WorldExists
from mock_site.worlds.standing import Standing
from mock_site.worlds.world import World

DEMO = "demo"
"""The world that a host without a world's name belongs to; the only one whose data is synced to the disk."""
FIRST_MOMENT = datetime(2026, 6, 1, 10, 0, tzinfo=JST)
"""Where a new world's clock stands unless it is told otherwise: a Monday morning."""
LEFT_BEHIND = 24 * 60 * 60
"""After how many seconds without a change a world that nobody named is swept."""

_path: ContextVar[Path] = ContextVar("path")

Seed = Callable[[World], None]
Replacements = Callable[[Sequence[str]], Mapping[str, Callable[..., Any]]]


class WorldSession(Session):
    """A session of one world's database: what was opened for reading is promoted before it writes."""


class WorldStore:
    """A folder of worlds. Any number of processes may hold one over the same folder."""

    def __init__(
        self,
        folder: Path,
        seeds: Sequence[Seed],
        *,
        sources: Sequence[Path] = (),
        replacements: Replacements = lambda _: {},
    ) -> None:
        """Keep worlds in a folder; `seeds` fill the template, and read what they put there in `sources`."""
        self.folder = folder.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._seeds, self._sources = seeds, sources
        self._replacements = replacements
        self._idle = idle = files.Idle()
        weakref.finalize(self, idle.close)
        self._engine = create_engine("sqlite://", creator=lambda: idle.connect(_path.get()), poolclass=NullPool)
        event.listen(self._engine, "begin", _begin)
        self._template = self._read_template()
        self.sweep()

    def create(
        self,
        world_id: str | None,
        *,
        seed: int,
        now: datetime = FIRST_MOMENT,
        settings: Mapping[str, Any] | None = None,
    ) -> str:
        """Make a world from the template; refuses a name that is taken or cannot stand in a host."""
        world_id = names.new(world_id)
        with closing(files.draft()) as draft:
            draft.deserialize(self._template)
            return self._publish(draft, world_id, seed=seed, now=int(now.timestamp()), settings=settings)

    def fork(
        self,
        origin: str,
        world_id: str | None,
        *,
        seed: int | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> str:
        """Copy a whole world, sessions included, under another name; its random streams go on alike.

        Settings given here are added to those of the origin.
        """
        world_id = names.new(world_id)
        with closing(files.draft()) as draft:
            self._copy(origin, draft)
            return self._publish(draft, world_id, seed=seed, settings=settings)

    def export(self, world_id: str, folder: Path, name: str | None = None) -> Path:
        """Copy a world into another folder of worlds, which is made if need be, under its own name or another."""
        folder.mkdir(parents=True, exist_ok=True)
        with closing(files.draft()) as draft, _written(folder, b"") as path:
            self._copy(world_id, draft)
            draft.execute("UPDATE world SET id = ?", [name or world_id])
            path.write_bytes(files.content(draft))
            kept = folder / f"{name or world_id}.sqlite"
            if kept.exists():
                files.end_log(kept)
            return path.replace(kept)

    def is_of_this_version(self, world_id: str) -> bool:
        """Whether a world's tables are those that this code knows, so that it can be opened at all."""
        return self.knows(self.path(world_id))

    def knows(self, path: Path) -> bool:
        """Whether a file, in whatever folder, is a world whose tables are those that this code knows."""
        with closing(files.draft()) as draft, closing(files.connect(path)) as world:
            draft.deserialize(self._template)
            return _tables(draft) == _tables(world)

    def forget(self, world_id: str) -> None:
        """Remove a world and all that it kept."""
        path = self.path(world_id)
        if world_id == DEMO:
            files.end_log(path)
        try:
            path.unlink()
        except FileNotFoundError:
            raise names.unknown(world_id) from None
        self._kept(world_id).unlink(missing_ok=True)

    def remember(self, world_id: str) -> None:
        """Keep aside what a world is like now, in place of what was kept before, until the world is forgotten."""
        with closing(self._idle.connect(self.path(world_id))) as db, _written(self.folder, files.content(db)) as path:
            path.replace(self._kept(world_id))

    @contextmanager
    def open_remembered(self, world_id: str) -> Iterator[World]:
        """Open what `remember` kept aside of a world, to be read."""
        self.path(world_id)
        path = self._kept(world_id)
        if not path.exists():
            raise names.NothingRemembered(f"Nothing was remembered of the world “{world_id}”.")
        with self._connect(path, write=False) as connection, WorldSession(connection) as db:
            yield World(self, db, Standing.read(db))

    def names(self) -> list[str]:
        """The names of all worlds, in order."""
        return sorted(path.stem for path in self.folder.glob("*.sqlite"))

    def path(self, world_id: str) -> Path:
        """The file of a world that exists."""
        path = self.folder / f"{world_id}.sqlite"
        if not names.fits(world_id) or not path.exists():
            raise names.unknown(world_id)
        return path

    def sweep(self, older_than: float = LEFT_BEHIND) -> list[str]:
        """Forget the worlds that nobody named or has changed for that many seconds; returns their names."""
        line = time.time() - older_than
        drawn = (name for name in self.names() if names.is_drawn(name))
        stale = [name for name in drawn if files.changed_at(self._file(name)) < line]
        for name in stale:
            with suppress(UnknownWorld):  # another process sweeps too
                self.forget(name)
        for pattern in (".draft-*", ".template-*", ".kept-*"):
            for left in self.folder.glob(pattern):
                if files.changed_at(left) < line:
                    left.unlink(missing_ok=True)
        return stale

    @contextmanager
    def open(self, world_id: str, *, write: bool) -> Iterator[World]:
        """Open a world for one transaction, which is kept unless an exception passes through.

        A world whose clock runs is brought up to date first, which is kept whatever comes after it.
        """
        path = self.path(world_id)
        with self._connect(path, write=write) as connection, WorldSession(connection, expire_on_commit=False) as db:
            world = World(self, db, Standing.read(db))
            rules = seam.replaced.set(self._replacements(world.defects))
            try:
                if world.is_behind():
                    self.promote(world)
                    world.catch_up()
                    db.commit()
                    connection.info["writes"] = write
                    world.read_anew()
                yield world
                if db.in_transaction():
                    db.commit()
            finally:
                seam.replaced.reset(rules)

    def promote(self, world: World) -> None:
        """Let a world that was opened for reading be written to from here on, and read it anew."""
        connection = cast(Connection, world.db.get_bind())
        if not connection.info["writes"]:
            world.db.commit()
            connection.info["writes"] = True
            world.read_anew()

    def build(self, path: Path) -> None:
        """Write schema and catalogue to a file that is empty or new, closed cleanly."""
        path.touch()
        with self._connect(path, write=True) as connection, WorldSession(connection) as db:
            Base.metadata.create_all(db.connection())
            db.add(WorldRow(id="template", seed=0, now=FIRST_MOMENT))
            db.flush()
            world = World(self, db, Standing.read(db))
            for seed in self._seeds:
                seed(world)
            db.commit()

    @contextmanager
    def _connect(self, path: Path, *, write: bool) -> Iterator[Connection]:
        """Connect to a world's file, for as many transactions as it takes."""
        token = _path.set(path)
        try:
            connection = self._engine.connect()
        except OperationalError:
            if path.exists():
                raise
            raise names.unknown(path.stem) from None
        finally:
            _path.reset(token)
        with connection:
            connection.info["writes"] = write
            yield connection

    def _copy(self, origin: str, to: sqlite3.Connection) -> None:
        path = self.path(origin)
        try:
            files.copy(path, to)
        except sqlite3.OperationalError:
            if path.exists():
                raise
            raise names.unknown(origin) from None

    def _file(self, world_id: str) -> Path:
        return self.folder / f"{world_id}.sqlite"

    def _kept(self, world_id: str) -> Path:
        return self.folder / f".kept-{world_id}"

    def _publish(
        self,
        draft: sqlite3.Connection,
        world_id: str,
        *,
        seed: int | None = None,
        now: int | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> str:
        """Give a finished draft its name, which fails if the name is taken."""
        draft.execute(
            "UPDATE world SET id = ?, seed = coalesce(?, seed), now = coalesce(?, now),"
            " settings = json_patch(settings, ?)",
            (world_id, seed, now, json.dumps(dict(settings or {}))),
        )
        with _written(self.folder, files.content(draft)) as path:
            if world_id == DEMO:
                files.start_log(path)
            try:
                os.link(path, self._file(world_id))
            except FileExistsError:
                raise WorldExists(f"There is a world named “{world_id}” already.", field="id") from None
        if world_id == DEMO:
            files.sync(self.folder)
        return world_id

    def _read_template(self) -> bytes:
        """The file of a world in which nothing has happened yet; built where no process has done so with this code."""
        path = self.folder / f".template-{_fingerprint(self._seeds, self._sources)}"
        with suppress(FileNotFoundError):
            return path.read_bytes()
        with _written(self.folder, b"") as built:
            self.build(built)
            content = built.read_bytes()
            built.replace(path)
        return content


@event.listens_for(WorldSession, "before_flush")
def _refuse_readers(session: WorldSession, *_: Any) -> None:
    """Refuse to write what a reader decided: somebody else may have changed since what it saw."""
    if not session.connection().info["writes"]:
        raise RuntimeError("This world was opened for reading: promote it first, and look again.")


def _tables(db: sqlite3.Connection) -> set[str]:
    """The statements that made a file's tables and indices."""
    return {sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


@contextmanager
def _written(folder: Path, content: bytes) -> Iterator[Path]:
    """A file that has no name of its own yet, and is gone afterwards if it got none."""
    path = folder / f".draft-{os.getpid()}-{secrets.token_hex(8)}"
    try:
        path.write_bytes(content)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info["writes"] else "BEGIN")


def _fingerprint(seeds: Sequence[Seed], sources: Sequence[Path]) -> str:
    """A digest of all that a template is made from: this package's code, who seeds it, and from which files."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).parent.parent
    for path in [*sorted(package.rglob("*.py")), *sources]:
        digest.update(path.read_bytes())
    for seed in seeds:
        digest.update(f"{seed.__module__}.{seed.__qualname__}".encode())
    return digest.hexdigest()
