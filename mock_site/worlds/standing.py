"""How a world stands: what its row says, read without making an object of the row."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from mock_site.times import JST


class Standing(NamedTuple):
    """The columns of a world's row. Every request asks for them, and few go on to change them."""

    id: str
    seed: int
    now: datetime
    running: bool
    ahead: int
    settings: dict[str, Any]
    weather: dict[str, Any]
    defects: list[Any]

    @classmethod
    def read(cls, db: Session) -> "Standing":
        """Read them within the session's transaction."""
        world_id, seed, now, running, ahead, *listed = db.connection().exec_driver_sql(_COLUMNS).one()
        return cls(world_id, seed, datetime.fromtimestamp(now, JST), bool(running), ahead, *map(json.loads, listed))


_COLUMNS = f"SELECT {', '.join(Standing._fields)} FROM world"  # noqa: S608 (fixed words)
