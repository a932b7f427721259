"""What a world costs: making, forking and forgetting one, among few and among many, against building it anew."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import urllib3
from rich.console import Console
from rich.table import Table

from fixtures.server import ThreadedSite
from mock_site.worlds import WorldStore

ROUNDS = 200
FEW, MANY = 1, 1_000
"""Worlds alive."""
MOST = 10.0
"""The most milliseconds that making or forgetting a world may take through the control API."""
LEAST = 20.0
"""The least that building schema and catalogue anew may take, as a multiple of making a world."""


class Api:
    """A program that calls the control API over one connection that is kept open."""

    def __init__(self, url: str) -> None:
        self._http = urllib3.connection_from_url(url, maxsize=1, block=True, retries=False)

    def make(self, **body: Any) -> str:
        """Make a world."""
        answer = self._http.request("POST", "/worlds", json=body)
        if answer.status != 201:
            raise RuntimeError(answer.data.decode())
        return str(answer.json()["id"])

    def forget(self, world: str) -> None:
        """Forget a world."""
        answer = self._http.request("DELETE", f"/worlds/{world}")
        if answer.status != 204:
            raise RuntimeError(answer.data.decode())

    def list(self) -> int:
        """Ask for all worlds; tells how many there are."""
        return len(self._http.request("GET", "/worlds").json())

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def used(self, world: str) -> None:
        """Have somebody live in a world, so that it is more than the template."""
        answer = self._http.request("POST", f"/worlds/{world}/accounts", json={})
        if answer.status != 201:
            raise RuntimeError(answer.data.decode())


def run() -> dict[str, Any]:
    """Measure in milliseconds, medians of all rounds; each round takes every side once, in turn."""
    with TemporaryDirectory() as folder:
        served = ThreadedSite(Path(folder))
        store = served.app.store
        inside, size = _inside(store), next(store.folder.glob(".template-*")).stat().st_size
        among_few, among_many, listing = _served(served)
    return {
        **{f"{what}_among_{FEW}": took for what, took in among_few.items()},
        **{f"{what}_among_{MANY}": took for what, took in among_many.items()},
        **inside,
        f"list_{MANY}": listing,
        "bytes": size,
        "ratio": inside["build"] / inside["copy"],
        "most": MOST,
        "least": LEAST,
    }


def _served(served: ThreadedSite) -> tuple[dict[str, float], dict[str, float], float]:
    """What the calls take among few worlds, among many, and what listing these takes."""
    with served:
        api = Api(served.url)
        api.used(origin := api.make(seed=1))
        among_few = _through_api(api, origin)
        with _many(api, MANY - FEW):
            among_many = _through_api(api, origin)
            listing = _milliseconds(api.list)
        api.close()
    return among_few, among_many, listing


def _through_api(api: Api, origin: str) -> dict[str, float]:
    """What making, forking and forgetting take over HTTP."""
    took: dict[str, list[float]] = {"make": [], "fork": [], "forget": []}
    for _ in range(ROUNDS):
        made: list[str] = []
        took["make"].append(_milliseconds(lambda made=made: made.append(api.make(seed=1))))  # type: ignore[misc]
        took["fork"].append(_milliseconds(lambda made=made: made.append(api.make(**{"from": origin}))))  # type: ignore[misc]
        took["forget"] += [_milliseconds(lambda name=name: api.forget(name)) for name in made]  # type: ignore[misc]
    return {what: statistics.median(times) for what, times in took.items()}


def _inside(store: WorldStore) -> dict[str, float]:
    """What copying the template takes, and what building it anew does, without HTTP, in turns."""
    took: dict[str, list[float]] = {"copy": [], "build": []}
    for turn in range(ROUNDS // 20):
        names = [f"copied-{turn}-{number}" for number in range(20)]
        took["copy"] += [_milliseconds(lambda name=name: store.create(name, seed=1)) for name in names]  # type: ignore[misc]
        anew = [store.folder / f".built-{turn}-{number}" for number in range(4)]
        took["build"] += [_milliseconds(lambda path=path: store.build(path)) for path in anew]  # type: ignore[misc]
        for name in names:
            store.forget(name)
        for path in anew:
            path.unlink()
    return {what: statistics.median(times) for what, times in took.items()}


@contextmanager
def _many(api: Api, count: int) -> Iterator[None]:
    """So many worlds more."""
    names = [api.make(seed=number) for number in range(count)]
    yield
    for name in names:
        api.forget(name)


def _milliseconds(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return (time.perf_counter() - started) * 1000


def show(told: dict[str, Any]) -> Table:
    """The figures as a table."""
    table = Table(title=f"A world of {told['bytes'] / 1024:.0f} kB, in milliseconds (medians)")
    table.add_column("")
    for heading in (f"{FEW} world alive", f"{MANY:,} worlds alive", "at most"):
        table.add_column(heading, justify="right")
    for what in ("make", "fork", "forget"):
        few, many = (f"{told[f'{what}_among_{alive}']:.2f}" for alive in (FEW, MANY))
        table.add_row(f"{what} over HTTP", few, many, f"{MOST:.0f}")
    table.add_row("list all", "", f"{told[f'list_{MANY}']:.0f}", "")
    table.add_row("copy the template", f"{told['copy']:.2f}", "", "")
    table.add_row("build it anew", f"{told['build']:.2f}", "", "")
    table.add_row("  as a multiple", f"{told['ratio']:.1f}", "", f"at least {LEAST:.0f}")
    return table


if __name__ == "__main__":
    Console().print(show(run()))
