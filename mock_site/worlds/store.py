"""The folder of worlds: one SQLite file each, made from a template, opened per transaction."""

import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from mock_site import seam
from mock_site.problems import Conflict, NotFound, Problem
from mock_site.worlds.models import JST, Base, WorldRow
from mock_site.worlds.world import World

DEMO = "demo"
"""The world that a host without a world's name belongs to; the only one whose data is synced to the disk."""
FIRST_MOMENT = datetime(2026, 6, 1, 10, 0, tzinfo=JST)
"""Where a new world's clock stands unless it is told otherwise: a Monday morning."""
LEFT_BEHIND = 24 * 60 * 60
"""After how many seconds without a change a world is swept."""
_ID = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")

_path: ContextVar[Path] = ContextVar("path")
_immediate: ContextVar[bool] = ContextVar("immediate", default=False)

Seed = Callable[[World], None]
Replacements = Callable[[Sequence[str]], Mapping[str, Callable[..., Any]]]


class UnknownWorld(NotFound):
    """No world has this name."""

    title = "No such world"


class WorldExists(Conflict):
    """A world with this name is there already."""

    title = "The world exists already"


class BadWorldName(Problem):
    """A world's name stands in a host name, so it has that alphabet."""

    status = 422
    title = "Not a name for a world"


class WorldStore:
    """A folder of worlds. Any number of processes may hold one over the same folder."""

    def __init__(self, folder: Path, seeds: Sequence[Seed], replacements: Replacements = lambda _: {}) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self._replacements = replacements
        self._engine = create_engine("sqlite://", creator=_connect, poolclass=NullPool)
        event.listen(self._engine, "begin", _begin)
        self._template = self._build_template(seeds)
        self.sweep()

    def create(self, world_id: str | None, *, seed: int, now: datetime = FIRST_MOMENT) -> str:
        """Make a world from the template; refuses a name that is taken or cannot stand in a host."""
        draft = self._draft()
        shutil.copyfile(self._template, draft)
        return self._publish(draft, world_id, seed=seed, now=int(now.timestamp()))

    def fork(self, origin: str, world_id: str | None, *, seed: int | None = None) -> str:
        """Copy a whole world, sessions included, under another name; its random streams go on alike."""
        draft = self._draft()
        with closing(_open(self.path(origin))) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        return self._publish(draft, world_id, **({} if seed is None else {"seed": seed}))

    def export(self, world_id: str, folder: Path) -> Path:
        """Copy a world under its own name into another folder of worlds, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        copy = folder / f"{world_id}.sqlite"
        with closing(_open(self.path(world_id))) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy

    def forget(self, world_id: str) -> None:
        """Remove a world and all that it kept."""
        path = self.path(world_id)
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{path}{suffix}").unlink(missing_ok=True)

    def names(self) -> list[str]:
        """The names of all worlds, in order."""
        return sorted(path.stem for path in self.folder.glob("*.sqlite"))

    def path(self, world_id: str) -> Path:
        """The file of a world that exists."""
        path = self.folder / f"{world_id}.sqlite"
        if not _ID.fullmatch(world_id) or not path.exists():
            raise UnknownWorld(f"There is no world named “{world_id}” here.")
        return path

    def sweep(self, older_than: float = LEFT_BEHIND) -> list[str]:
        """Forget the worlds that nobody has changed for that many seconds, except the demo; returns their names."""
        line = time.time() - older_than
        stale = [p.stem for p in self.folder.glob("*.sqlite") if p.stem != DEMO and _changed(p) < line]
        for name in stale:
            self.forget(name)
        for draft in self.folder.glob(".draft-*"):
            if _changed(draft) < line:
                draft.unlink(missing_ok=True)
        return stale

    @contextmanager
    def open(self, world_id: str, *, write: bool) -> Iterator[World]:
        """Open a world for one transaction, which is kept unless an exception passes through.

        A world whose clock runs is brought up to date first.
        """
        path, immediate = _path.set(self.path(world_id)), _immediate.set(write)
        rules = None
        try:
            with Session(self._engine, expire_on_commit=False) as db:
                world = World(self, db, db.get_one(WorldRow, world_id))
                if world.is_behind():
                    self.promote(world)
                    world.catch_up()
                rules = seam.replaced.set(self._replacements(world.row.defects))
                yield world
                db.commit()
        finally:
            if rules is not None:
                seam.replaced.reset(rules)
            _immediate.reset(immediate)
            _path.reset(path)

    def promote(self, world: World) -> None:
        """Let a world that was opened for reading be written to from here on."""
        if not _immediate.get():
            world.db.commit()
            _immediate.set(True)
            world.db.refresh(world.row)

    def _draft(self) -> Path:
        return self.folder / f".draft-{os.getpid()}-{secrets.token_hex(8)}"

    def _publish(self, draft: Path, world_id: str | None, **row: int) -> str:
        """Give a finished draft its name, which fails if the name is taken."""
        world_id = f"w{secrets.token_hex(5)}" if world_id is None else world_id
        try:
            if not _ID.fullmatch(world_id):
                raise BadWorldName(
                    "A world's name has 1 to 40 small letters, digits and hyphens, and no hyphen at its ends.",
                    field="id",
                )
            with closing(_open(draft)) as db:
                columns = "".join(f", {column} = :{column}" for column in row)
                db.execute(f"UPDATE world SET id = :id{columns}", {"id": world_id, **row})  # noqa: S608 (own column names)
                db.execute(f"PRAGMA journal_mode = {'wal' if world_id == DEMO else 'delete'}")
            os.link(draft, self.folder / f"{world_id}.sqlite")
        except FileExistsError:
            raise WorldExists(f"There is a world named “{world_id}” already.", field="id") from None
        finally:
            draft.unlink(missing_ok=True)
        return world_id

    def _build_template(self, seeds: Sequence[Seed]) -> Path:
        """Build schema and catalogue once; the name says which code built it."""
        path = self.folder / f".template-{_fingerprint()}"
        if not path.exists():
            draft = self._draft()
            self.build(draft, seeds)
            draft.replace(path)
        return path

    def build(self, path: Path, seeds: Sequence[Seed]) -> None:
        """Write schema and catalogue to a new file from nothing, closed cleanly."""
        sqlite3.connect(path).close()
        token, immediate = _path.set(path), _immediate.set(True)
        try:
            with Session(self._engine) as db:
                Base.metadata.create_all(db.connection())
                row = WorldRow(id="template", seed=0, now=FIRST_MOMENT)
                db.add(row)
                world = World(self, db, row)
                for seed in seeds:
                    seed(world)
                db.commit()
        finally:
            _immediate.reset(immediate)
            _path.reset(token)


def _open(path: Path) -> sqlite3.Connection:
    """Connect to a file that exists: a forgotten world must not come back as an empty one."""
    db = sqlite3.connect(
        f"file:{path}?mode=rw", uri=True, isolation_level=None, timeout=10, check_same_thread=False
    )
    if db.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        db.execute("PRAGMA synchronous = normal")
    else:
        db.executescript("PRAGMA journal_mode = memory; PRAGMA synchronous = off")
    db.execute("PRAGMA foreign_keys = on")
    return db


def _connect() -> sqlite3.Connection:
    return _open(_path.get())


def _begin(connection: Any) -> None:
    connection.execute(text("BEGIN IMMEDIATE" if _immediate.get() else "BEGIN"))


def _changed(path: Path) -> float:
    try:
        return max(p.stat().st_mtime for p in (path, Path(f"{path}-wal")) if p.exists())
    except (FileNotFoundError, ValueError):
        return time.time()


def _fingerprint() -> str:
    """A digest of all that a template is made from: this package's code and the catalogue."""
    digest = hashlib.blake2b(digest_size=8)
    package = Path(__file__).parent.parent
    for path in sorted([*package.rglob("*.py"), *(package.parent / "fixtures" / "catalogue").glob("*.toml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()
