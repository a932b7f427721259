"""An open world: its session of the database, its clock, its random streams, and what falls due in it."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mock_site.problems import Problem
from mock_site.worlds.models import JST, Draws, Due, WorldRow

if TYPE_CHECKING:
    from mock_site.worlds.store import WorldStore

Handler = Callable[..., None]
_handlers: defaultdict[str, list[Handler]] = defaultdict(list)


def on(kind: str) -> Callable[[Handler], Handler]:
    """Have a service function called as `f(world, **facts)` whenever `kind` happens."""

    def register(handler: Handler) -> Handler:
        _handlers[kind].append(handler)
        return handler

    return register


class ClockRunsForward(Problem):
    """The clock was asked to go back."""

    status = 422
    title = "The clock only runs forward"


class World:
    """One world, open within one transaction."""

    def __init__(self, store: "WorldStore", db: Session, row: WorldRow) -> None:
        self.store = store
        self.db = db
        self.row = row
        self.happened: list[dict[str, Any]] = []
        self._now = max(row.now, real_now() + timedelta(seconds=row.ahead)) if row.running else row.now

    @property
    def id(self) -> str:
        """The name that stands in the host."""
        return self.row.id

    @property
    def now(self) -> datetime:
        """The world's time in JST, to the second."""
        return self._now

    def setting(self, name: str, default: Any) -> Any:
        """A figure that was set for this world alone, else the default."""
        return self.row.settings.get(name, default)

    def random(self, stream: str) -> random.Random:
        """The next generator of a named stream: the same seed and the same number of draws give the same one."""
        draws = self.db.get(Draws, stream)
        if draws is None:
            draws = Draws(stream=stream, count=0)
            self.db.add(draws)
        draws.count += 1
        material = f"{self.row.seed}/{stream}/{draws.count}".encode()
        return random.Random(int.from_bytes(hashlib.blake2b(material, digest_size=16).digest()))

    def tell(self, kind: str, **facts: Any) -> None:
        """Let it be known that something happened now; whoever listens acts within this transaction."""
        self.happened.append({"at": self.now.isoformat(), "kind": kind, **facts})
        for handler in _handlers[kind]:
            handler(self, **facts)

    def schedule(self, at: datetime, kind: str, **facts: Any) -> None:
        """Have `kind` happen at `at`, when the clock gets there."""
        self.db.add(Due(at=at, kind=kind, facts=facts))

    def advance_to(self, moment: datetime) -> None:
        """Move the clock to `moment`, letting all that falls due in between happen in order of time."""
        moment = moment.astimezone(JST).replace(microsecond=0)
        if moment < self.now:
            raise ClockRunsForward(f"The clock stands at {self.now.isoformat()}, after {moment.isoformat()}.")
        self._play(moment)
        self.row.ahead = _seconds_ahead(moment)

    def advance(self, by: timedelta) -> None:
        """Move the clock by a span of time."""
        self.advance_to(self.now + by)

    def next_due(self) -> datetime | None:
        """When the next thing happens by itself, if anything is waiting."""
        return self.db.scalar(select(Due.at).order_by(Due.at, Due.id).limit(1))

    def run(self, running: bool) -> None:
        """Let the clock follow the real one from where it stands, or stand still."""
        self.row.now = self._now
        self.row.running = running
        self.row.ahead = _seconds_ahead(self._now)

    def is_behind(self) -> bool:
        """Whether the clock runs and something fell due since the world was last open."""
        due = self.next_due() if self.row.running else None
        return due is not None and due <= self.now

    def catch_up(self) -> None:
        """Let all happen that fell due while a running clock's world was not open."""
        self._play(self.now)

    def _play(self, until: datetime) -> None:
        in_order = select(Due).where(Due.at <= until).order_by(Due.at, Due.id).limit(1)
        while (due := self.db.scalar(in_order)) is not None:
            self._now = due.at
            self.db.delete(due)
            self.tell(due.kind, **due.facts)
        self._now = self.row.now = until


def real_now() -> datetime:
    """The machine's own time, which only running worlds follow."""
    return datetime.now(UTC).astimezone(JST).replace(microsecond=0)


def _seconds_ahead(moment: datetime) -> int:
    return int((moment - real_now()).total_seconds())
