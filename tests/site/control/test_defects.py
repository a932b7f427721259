"""The control API: the catalogue of bugs, and worlds that are given some of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from mock_site import defects, seam
from mock_site.app import DEFECTS, MockSite
from mock_site.defects.catalogue import CATALOGUE, defect
from mock_site.orders import rules as orders
from mock_site.orders.rules import STATES
from mock_site.shop import rules as shop
from tests.site.control.calling import Caller, told

CAMERA, CLIP = shop.Item("camera", "カメラ", 300_000, 1), shop.Item("clip", "クリップ", 100, 1)
CHAIR = shop.Item("chair", "椅子", 5_000, 1, shipped_by="木の店")


def reasons(app: MockSite, world: str, *items: shop.Item) -> int:
    """How many reasons there are in a world against paying these at a convenience store."""
    with app.store.open(world, write=False):
        return len(shop.konbini_reasons("standard", shop.subtotal(items), items))


def test_the_catalogue_is_listed(api: Caller) -> None:
    """In the order of the ids, with what a caller has to know and nothing of the code."""
    listed = api.get("/defects")
    assert [told["id"] for told in listed] == sorted(DEFECTS)
    assert listed[0] == {
        "id": "A-06.a",
        "line": "A-06",
        "area": "identity",
        "title": DEFECTS["A-06.a"].title,
        "report": DEFECTS["A-06.a"].report,
    }


def test_defects_are_set_and_mended(api: Caller, w1: str) -> None:
    """Of the catalogue; twice is no mistake, and the answer says what it is."""
    for _ in range(2):
        assert told(api.send("PUT", f"{w1}/defects/P-25.a", {}), 200)["line"] == "P-25"
    assert api.get(w1)["defects"] == ["P-25.a"]
    for _ in range(2):
        assert api.send("DELETE", f"{w1}/defects/P-25.a").status_code == 204
    assert api.get(w1)["defects"] == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unknown_defect_is_refused(api: Caller, w1: str, method: str) -> None:
    """It is not in the catalogue, which the answer leads to; nothing is changed."""
    problem = api.refused(method, f"{w1}/defects/P-99.z", {} if method == "PUT" else None)
    assert (problem["status"], problem["title"]) == (404, "No such defect")
    assert "/defects" in problem["detail"]
    assert api.get(w1)["defects"] == []


def test_a_defect_holds_until_it_is_mended(api: Caller, app: MockSite, w1: str) -> None:
    """From the next opening of its world on, and in no other world."""
    api.post("/worlds", {"id": "w2"})
    api.send("PUT", f"{w1}/defects/P-32.a", {})
    assert [reasons(app, name, CAMERA, CLIP) for name in ("w1", "w2")] == [0, 1]
    api.send("DELETE", f"{w1}/defects/P-32.a")
    assert reasons(app, "w1", CAMERA, CLIP) == 1


def test_two_defects_of_one_rule_add_up(api: Caller, app: MockSite, w1: str) -> None:
    """Each does its harm, whichever came first; one is left when the other is mended."""
    assert reasons(app, "w1", CAMERA, CHAIR) == 2
    for name in ("P-33.a", "P-32.a"):
        api.send("PUT", f"{w1}/defects/{name}", {})
    assert api.get(w1)["defects"] == ["P-32.a", "P-33.a"]
    assert reasons(app, "w1", CAMERA, CHAIR) == 0
    api.send("DELETE", f"{w1}/defects/P-32.a")
    assert reasons(app, "w1", CAMERA, CHAIR) == 1


def test_two_defects_of_two_rules(api: Caller, app: MockSite, w1: str) -> None:
    """Neither hides the other."""
    for name in ("P-27.a", "P-34.a"):
        api.send("PUT", f"{w1}/defects/{name}", {})
    with app.store.open("w1", write=False):
        assert orders.cancellation_mail_after("expired") == timedelta(0)
        assert shop.points(149, prime=False) == 3
    assert shop.points(149, prime=False) == 2


def test_forks_keep_defects(api: Caller, app: MockSite, w1: str) -> None:
    """They are a part of what is copied; mended in one world, they stay in the other."""
    api.send("PUT", f"{w1}/defects/P-32.a", {})
    assert api.post("/worlds", {"id": "w2", "from": "w1"})["defects"] == ["P-32.a"]
    api.send("DELETE", f"{w1}/defects/P-32.a")
    assert [reasons(app, name, CAMERA, CLIP) for name in ("w1", "w2")] == [1, 0]


def test_what_falls_due_has_the_defect(api: Caller, w1: str) -> None:
    """Also what happens by itself while the control API moves the clock: a parcel arrives nine hours late."""
    sku = api.get(f"{w1}/catalogue")[0]["sku"]
    api.post(f"{w1}/accounts", {"orders": [{"sku": sku, "state": "paid"}]})
    api.post("/worlds", {"id": "w2", "from": "w1"})
    api.send("PUT", "/worlds/w2/defects/P-23.a", {})
    arrived = []
    for name in ("w1", "w2"):
        told(api.send("POST", f"/worlds/{name}/clock", {"advance": "P5D"}), 200)
        arrived.append(datetime.fromisoformat(api.get(f"/worlds/{name}/state")["parcel_events"][-1]["at"]))
    assert arrived[1] - arrived[0] == timedelta(hours=9)


def test_a_kept_world_of_another_version_opens(app: MockSite, w1: str) -> None:
    """Though it names a bug that is not known here."""
    with app.store.open("w1", write=True) as world:
        world.row.defects = ["P-32.z", "P-34.a"]
    with app.store.open("w1", write=False):
        assert shop.points(149, prime=False) == 3


def test_only_a_rule_can_be_replaced() -> None:
    """A bug of a function that is not called through the seam is refused when the site starts, not ignored."""
    with pytest.raises(ValueError, match=r"P-01\.z would never be called: orders\.rules\.allows is no @rule"):
        defect("P-01.z", orders.allows, title="Wrong", report="It is wrong.")
    assert "P-01.z" not in CATALOGUE


def test_an_id_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second bug of the same id is refused when the site starts."""
    monkeypatch.setattr(defects.catalogue, "CATALOGUE", {})

    def ships(_: Callable[..., bool], state: str) -> bool:
        return state in STATES

    enter = defect("P-22.z", orders.may_ship, title="Wrong", report="It is wrong.")
    assert enter(ships) is ships
    with pytest.raises(ValueError, match=r"two defects P-22\.z"):
        enter(ships)


def test_what_is_replaced_is_named_as_it_is_written() -> None:
    """By the name of its area, module and function, under which the seam knows it."""
    assert DEFECTS["P-25.a"].replaces == "konbini.rules.deadline"
    assert {bug.replaces for bug in DEFECTS.values()} <= set(seam.healthy)
