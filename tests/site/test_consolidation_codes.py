"""Consolidating with a Japanese account that has two-step verification: the password alone is not enough (K-02)."""

import pytest

from mock_site.identity import service as identity
from tests.site.libraries import EMAIL, consolidate, japanese, links, overseas
from tests.site.shopping import Site, wait
from tests.site.signing import PHONE, Visitor, sent, signed_in

CODE, DONE = "/kindle/consolidation/code", "/kindle/consolidation/done"


def guarded(site: Site, channel: str = "sms") -> int:
    """Give somebody a Japanese account with two-step verification."""
    here = japanese(site, "a")
    with site.open(write=True) as world:
        account = identity.account(world, here)
        account.phone = PHONE
        identity.preset_two_step(world, account, channel)
    return here


def waiting(site: Site, channel: str = "sms") -> tuple[int, Visitor]:
    """A browser at `com` that gave the right password of such an account; also returns that account."""
    here = guarded(site, channel)
    return here, consolidate(signed_in(site, overseas(site, "b"), "com"))


def test_the_password_alone_links_nothing(site: Site) -> None:
    """A code is asked for, as by the sign-in and the reading app; with it the libraries are joined (S-11)."""
    _, com = waiting(site)
    assert (com.path, links(site)) == (CODE, [])
    assert "Enter the 6-digit code that was sent to *********5678." in com.text
    assert com.get("/kindle/consolidation/done").path == "/kindle"
    com.post(CODE, code=sent(site)[-1])
    assert (com.path, len(links(site))) == (DONE, 1)
    assert com.get(CODE).path == DONE


def test_going_back_to_the_code_page_sends_none(site: Site) -> None:
    """A reload is no wish for a further code; the button is, after half a minute (S-12)."""
    _, com = waiting(site)
    com.get(CODE).get(CODE)
    assert len(sent(site)) == 1
    assert "Please wait 30 more seconds" in com.post(f"{CODE}/resend", channel="sms").text
    wait(site, seconds=30)
    assert "A new code is on its way." in com.post(f"{CODE}/resend", channel="voice").text
    assert "We are calling" in com.text
    assert len(sent(site)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "Enter the code."), ("12345", "you entered 5"), ("abcdef", "Enter the 6 digits"), ("000000", "is wrong")],
)
def test_wrong_codes_are_refused_in_english(site: Site, typed: str, told: str) -> None:
    """Each with what to do, and nothing is linked."""
    _, com = waiting(site)
    com.post(CODE, code=typed)
    assert (com.status, told in com.text, links(site)) == (422, True, [])


def test_five_wrong_codes_close_the_way(site: Site) -> None:
    """As at the sign-in, for a quarter of an hour, in which the right one is refused, too (S-12)."""
    _, com = waiting(site)
    for left in (4, 3, 2, 1):
        assert f"{left} more wrong ones" in com.post(CODE, code="000000").text
    assert "none is taken for 15 minutes" in com.post(CODE, code="000000").text
    com.post(CODE, code=sent(site)[-1])
    assert (com.status, "after 01:15:00 GMT" in com.text, links(site)) == (429, True, [])


def test_another_accounts_code_is_none(site: Site) -> None:
    """A code that was sent for the store's own sign-in does not consolidate (S-12)."""
    _, com = waiting(site)
    elsewhere = Visitor(site.app.test_client(), f"http://store.{site.id}.localhost")
    elsewhere.try_to_sign_in(EMAIL)
    com.post(CODE, code=sent(site)[-1])
    assert (com.status, links(site)) == (422, [])


@pytest.mark.parametrize("what", ["late", "password", "switched off", "closed"])
def test_nobody_waits_for_ever(site: Site, what: str) -> None:
    """After a quarter of an hour, a change of the password, of two-step verification or a closure one starts over."""
    here, com = waiting(site)
    code = sent(site)[-1]
    with site.open(write=True) as world:
        account = identity.account(world, here)
        if what == "password":
            identity.set_password(world, account, "new horses")
        elif what == "switched off":
            account.two_step = None
        elif what == "closed":
            identity.close(world, here)
    if what == "late":
        wait(site, minutes=15, seconds=1)
    assert com.post(CODE, code=code).path == "/kindle/consolidation/account"
    assert links(site) == []


def test_a_lost_phones_recovery_code(site: Site) -> None:
    """One of the recovery codes does in its place, once (S-12)."""
    here, com = waiting(site)
    with site.open(write=True) as world:
        code = identity.preset_two_step(world, identity.account(world, here), "sms")[0]
    com.post(CODE, code="XXXXX-XXXXX", recovery="yes")
    assert (com.status, "not one of your recovery codes" in com.text) == (422, True)
    assert com.post(CODE, code=code, recovery="yes").path == DONE
    assert len(links(site)) == 1


def test_those_without_it_are_asked_for_none(site: Site) -> None:
    """Two-step verification is the Japanese account's own: the one of `com` has nothing to do with it."""
    japanese(site)
    assert consolidate(signed_in(site, overseas(site), "com")).path == DONE
