"""Managing libraries and their devices from the stores' pages (K-03, K-14)."""

from mock_site.control import service as control
from mock_site.identity import service as identity
from mock_site.kindle import devices, downloads
from mock_site.kindle import service as kindle
from tests.site.libraries import by_agent, consolidate, japanese, overseas, skus
from tests.site.shopping import Site
from tests.site.signing import signed_in


def device(site: Site, account: int) -> int:
    """Register a device to an account, with all its books on it."""
    with site.open(write=True) as world:
        made = devices.take_up(world)
        devices.register(world, made, identity.account(world, account))
        for shown in kindle.shown_library(world, account):
            downloads.start(world, made, shown.sku)
        return made.id


def on_devices(site: Site) -> list[str]:
    """What is on all devices."""
    with site.open() as world:
        return [copy["sku"] for copy in control.state(world)["kindle_copies"]]


def test_both_libraries_are_managed_from_the_japanese_store(site: Site) -> None:
    """There each title can be deleted, wherever it was bought; from `com` no longer (K-03)."""
    here, there = japanese(site, "a", "both"), overseas(site, "b", "both")
    com, store = consolidate(signed_in(site, there, "com")), signed_in(site, here)
    assert "/delete" not in com.get("/kindle").page.text
    for answer in (com.get("/kindle/titles/b/delete"), com.post("/kindle/titles/b/delete")):
        assert (answer.status, "manage them from the Japanese store" in answer.text) == (409, True)
    assert "本both" in store.get("/account/kindle/titles/both/delete").text
    for sku in ("b", "both"):
        assert (
            f"「本{sku}」をライブラリから完全に削除しました。"
            in store.post(f"/account/kindle/titles/{sku}/delete").text
        )
    assert skus(site, here) == skus(site, there) == ["a"]


def test_a_library_of_its_own_is_managed_where_it_is(site: Site) -> None:
    """Without a link each store has its own; nobody reaches into another's (K-03)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    com, store = signed_in(site, there, "com"), signed_in(site, here)
    assert store.post("/account/kindle/titles/b/delete").status == 404
    assert com.get("/kindle/titles/a/delete").status == 404
    assert "“本b” was deleted from your library for good." in com.post("/kindle/titles/b/delete").text
    assert com.post("/kindle/titles/b/delete").status == 404
    assert skus(site, here) == ["a"]


def test_a_hidden_link_gives_no_hold_of_the_other_library(site: Site) -> None:
    """Before signing in again, an agent's link cannot be used either (K-11)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    store = signed_in(site, here).get("/account")
    by_agent(site, there)
    assert store.post("/account/kindle/titles/b/delete").status == 404
    assert skus(site, there) == ["a", "b"]


def test_a_deleted_title_leaves_all_devices(site: Site) -> None:
    """Whichever account a device is registered to (K-14)."""
    here, there = japanese(site, "a"), overseas(site, "b")
    consolidate(signed_in(site, there, "com"))
    device(site, here)
    device(site, there)
    assert on_devices(site) == ["a", "b", "a", "b"]
    signed_in(site, here).post("/account/kindle/titles/b/delete")
    assert on_devices(site) == ["a", "a"]


def test_devices_are_taken_off_their_account(site: Site) -> None:
    """With their books, the library staying; another's device cannot be touched."""
    here, there = japanese(site, "a"), overseas(site, "b")
    mine, other = device(site, here), device(site, there)
    store = signed_in(site, here)
    assert "Kindleアプリ 1" in store.get("/account/kindle").text
    assert store.post(f"/account/kindle/devices/{other}/deregister").status == 404
    assert "端末の登録を解除しました。" in store.post(f"/account/kindle/devices/{mine}/deregister").text
    assert "登録されている端末はありません" in store.text
    assert store.post(f"/account/kindle/devices/{mine}/deregister").status == 404
    assert (skus(site, here), on_devices(site)) == (["a"], ["b"])
    consolidate(signed_in(site, there, "com"))
    assert store.post(f"/account/kindle/devices/{other}/deregister").status == 200
    assert on_devices(site) == []
