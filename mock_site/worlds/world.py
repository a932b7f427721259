"""An open world: its session of the database, its clock, its random streams, and what falls due in it."""

import hashlib
import logging
import random
import traceback
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mock_site.problems import Conflict
from mock_site.times import JST, LAST_MOMENT, in_english
from mock_site.worlds.models import Draws, Due, Incident, WorldRow
from mock_site.worlds.standing import Standing

if TYPE_CHECKING:
    from mock_site.worlds.store import WorldStore

log = logging.getLogger("mock_site.worlds")
"""Its records carry the world's name as `world`."""

Handler = Callable[..., Any]
_handlers: defaultdict[str, list[Handler]] = defaultdict(list)


def on(kind: str) -> Callable[[Handler], Handler]:
    """Have a service function called as `f(world, **facts)` whenever `kind` happens."""

    def register(handler: Handler) -> Handler:
        _handlers[kind].append(handler)
        return handler

    return register


def what_happens(kind: str) -> str:
    """Say in a sentence what an event does: the first line of what is called; nothing if nobody listens."""
    said = ((handler.__doc__ or "").strip().partition("\n")[0] for handler in _handlers.get(kind, []))
    return next(filter(None, said), "")


class ClockRunsForward(Conflict):
    """The clock was asked to go back."""

    title = "The clock only runs forward"


class ClockEnds(Conflict):
    """The clock was asked to go further than it can."""

    title = "The clock does not go that far"


class World:
    """One world, open within one transaction."""

    def __init__(self, store: "WorldStore", db: Session, standing: Standing) -> None:
        self.store = store
        self.db = db
        self.id = standing.id
        """The name that stands in the host."""
        self._standing = standing
        self._row: WorldRow | None = None
        """The row itself, once something of it was to be changed: from then on, it tells how the world stands."""
        self.happened: list[dict[str, Any]] = []
        """What has been told of since the world was opened: `at`, `kind`, and the facts."""
        self.read_clock()

    @property
    def row(self) -> WorldRow:
        """The world's own row, to be changed."""
        if self._row is None:
            self._row = self.db.get_one(WorldRow, self.id)
        return self._row

    @property
    def _told(self) -> Standing | WorldRow:
        return self._row or self._standing

    @property
    def seed(self) -> int:
        """What the random streams begin with."""
        return self._told.seed

    @property
    def running(self) -> bool:
        """Whether the clock follows the real one."""
        return self._told.running

    @property
    def settings(self) -> dict[str, Any]:
        """The figures that were set for this world alone, by name."""
        return self._told.settings

    @property
    def weather(self) -> dict[str, Any]:
        """By name, the faults that were set, with their parameters."""
        return self._told.weather

    @property
    def defects(self) -> list[str]:
        """The names of the bugs that this world was given."""
        return self._told.defects

    @property
    def now(self) -> datetime:
        """The world's time in JST, to the second."""
        return self._now

    def read_anew(self) -> None:
        """Forget what was read in a transaction that is over."""
        self.db.expire_all()
        self._standing = Standing.read(self.db)
        self.read_clock()

    def promote(self) -> None:
        """Let a world that was opened for reading be written to from here on, and read it anew."""
        self.store.promote(self)

    def coming(self, most: int) -> list[Due]:
        """What will happen by itself next, at most so many."""
        return list(self.db.scalars(select(Due).order_by(Due.at, Due.id).limit(most)))

    def read_clock(self) -> None:
        """Take the time from the world's row, and from the real clock if this world's follows it."""
        told = self._told
        self._now = max(told.now, real_now() + timedelta(seconds=told.ahead)) if told.running else told.now

    def setting(self, name: str, default: Any) -> Any:
        """A figure that was set for this world alone, else the default."""
        return self.settings.get(name, default)

    def random(self, stream: str) -> random.Random:
        """The next generator of a named stream: the same seed and the same number of draws give the same one."""
        draws = self.db.get(Draws, stream)
        if draws is None:
            draws = Draws(stream=stream, count=0)
            self.db.add(draws)
        draws.count += 1
        material = f"{self.seed}/{stream}/{draws.count}".encode()
        return random.Random(int.from_bytes(hashlib.blake2b(material, digest_size=16).digest()))

    def tell(self, kind: str, /, **facts: Any) -> None:
        """Let it be known that something happened now; whoever listens acts within this transaction."""
        self.happened.append({"at": self.now.isoformat(), "kind": kind, **facts})
        for handler in _handlers[kind]:
            handler(self, **facts)

    def ask(self, kind: str, /, **facts: Any) -> list[Any]:
        """Gather what everybody who listens has to say; nothing is changed or noted by asking."""
        return [answer for handler in _handlers[kind] if (answer := handler(self, **facts)) is not None]

    def schedule(self, at: datetime, kind: str, /, **facts: Any) -> None:
        """Have `kind` happen at `at`, when the clock gets there; what lies behind it is due at once."""
        self.db.add(Due(at=max(at, self.now), kind=kind, facts=facts))

    def advance_to(self, moment: datetime) -> None:
        """Move the clock to `moment`, letting all that falls due in between happen in order of time."""
        moment = moment.astimezone(JST).replace(microsecond=0)
        if moment < self.now:
            raise ClockRunsForward(f"The clock stands at {in_english(self.now)}, after {in_english(moment)}.")
        if moment > LAST_MOMENT:
            raise ClockEnds(f"The clock goes to {in_english(LAST_MOMENT)}, not to {in_english(moment)}.")
        while (due := self._first_due(moment)) is not None:
            self._let_happen(due)
        self._set(moment)

    def advance(self, by: timedelta) -> None:
        """Move the clock by a span of time."""
        self.advance_to(self.now + by)

    def next_due(self) -> datetime | None:
        """When the next thing happens by itself, if anything is waiting."""
        return self.db.scalar(select(Due.at).order_by(Due.at, Due.id).limit(1))

    def run(self, running: bool) -> None:
        """Let the clock follow the real one from where it stands, or stand still."""
        self.row.running = running
        self._set(self.now)

    def is_behind(self) -> bool:
        """Whether the clock runs and something fell due since the world was last open."""
        due = self.next_due() if self.running else None
        return due is not None and due <= self.now

    def catch_up(self) -> None:
        """Let all happen that fell due while a running clock's world was not open.

        What fails is undone and noted as an incident, so that it cannot keep the world closed for ever.
        """
        until = self.now
        while (due := self._first_due(until)) is not None:
            told = len(self.happened)
            try:
                with self.db.begin_nested():
                    self._let_happen(due)
            except Exception as error:
                del self.happened[told:]
                self.db.delete(due)
                self.note_incident(error, "DUE", due.kind)
        self._set(until)

    def note_incident(self, error: Exception, method: str, url: str) -> str:
        """Keep and log an error that nobody foresaw, with its traceback; returns its reference number (S-15)."""
        reference = f"{self.random('incident').getrandbits(32):08X}"
        told = "".join(traceback.format_exception(error))
        self.db.add(Incident(reference=reference, at=self.now, method=method, url=url, traceback=told))
        log.error("%s %s %s", reference, method, url, exc_info=error, extra={"world": self.id})
        return reference

    def _first_due(self, until: datetime) -> Due | None:
        return self.db.scalar(select(Due).where(Due.at <= until).order_by(Due.at, Due.id).limit(1))

    def _let_happen(self, due: Due) -> None:
        self._now = due.at
        self.db.delete(due)
        self.tell(due.kind, **due.facts)

    def _set(self, moment: datetime) -> None:
        self._now = self.row.now = moment
        self.row.ahead = int((moment - real_now()).total_seconds()) if self.running else 0


def real_now() -> datetime:
    """The machine's own time, which only running worlds follow."""
    return datetime.now(UTC).astimezone(JST).replace(microsecond=0)
