"""The control API: remembering what a world was like."""

from pathlib import Path

import pytest

from mock_site.app import MockSite, create_app
from mock_site.worlds import DEMO
from tests.site.control.calling import Caller


@pytest.mark.parametrize("name", ["w1", DEMO])
def test_a_world_is_remembered_as_it_was(api: Caller, name: str) -> None:
    """What happens afterwards is not in it; remembering again takes its place; the world itself goes on."""
    path = f"/worlds/{api.post('/worlds', {'id': name, 'seed': 1})['id']}"
    states = []
    for _ in range(2):
        api.post(f"{path}/accounts", {})
        states.append(api.get(f"{path}/state"))
        assert api.send("PUT", f"{path}/keepsake").status_code == 204
    api.post(f"{path}/clock", {"advance": "P1D"}, status=200)
    assert api.get(f"{path}/keepsake/state") == states[1] != states[0]
    assert len(api.get(f"{path}/state")["accounts"]) == 2


def test_a_fork_remembers_nothing(api: Caller, w1: str) -> None:
    """Nor does a world that was never remembered, or one of a name that had a memory before."""
    assert api.send("PUT", f"{w1}/keepsake").status_code == 204
    api.post("/worlds", {"id": "w2", "from": "w1"})
    assert api.refused("GET", "/worlds/w2/keepsake/state")["title"] == "Nothing was remembered"
    assert api.send("DELETE", w1).status_code == 204
    assert api.refused("PUT", f"{w1}/keepsake")["status"] == 404
    api.post("/worlds", {"id": "w1"})
    assert api.refused("GET", f"{w1}/keepsake/state")["status"] == 404


def test_nothing_is_left_of_a_forgotten_world(tmp_path: Path) -> None:
    """What was remembered of it goes with it, and what a broken-off run left is swept."""
    app: MockSite = create_app(tmp_path)
    for name in ("w1", "w2"):
        app.store.create(name, seed=1)
        app.store.remember(name)
    app.store.forget("w1")
    assert [path.name for path in tmp_path.glob(".kept-*")] == [".kept-w2"]
    app.store.sweep(older_than=-1)
    assert list(tmp_path.glob(".kept-*")) == []
