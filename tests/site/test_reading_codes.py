"""Registering the reading app with two-step verification: codes, calls, a lost phone, and waiting too long (S-12)."""

import pytest

from mock_site.identity import service as identity
from mock_site.kindle.models import KindleDevice
from tests.site.reading import Device, count, make, new_device
from tests.site.shopping import Site, wait
from tests.site.signing import PHONE, sent


def guarded(site: Site, marketplace: str = "jp", channel: str = "sms") -> list[str]:
    """Make an account with two-step verification; returns its recovery codes."""
    made = make(site, marketplace)
    with site.open(write=True) as world:
        account = identity.account(world, made)
        account.phone = PHONE
        return identity.preset_two_step(world, account, channel)


def is_registered(reader: Device) -> bool:
    """Whether a device shows a library."""
    return reader.get("/").path == "/"


def test_the_code_registers(site: Site) -> None:
    """Without it nothing is shown; looking at its page again sends no further one."""
    guarded(site)
    reader = new_device(site).register()
    assert (reader.path, is_registered(reader)) == ("/register/code", False)
    reader.get("/register/code").get("/register/code")
    (code,) = sent(site)
    reader.post("/register/code", code=code)
    assert is_registered(reader)


def test_a_call_by_choice(site: Site) -> None:
    """Whoever gets text messages can be called, after half a minute; whoever has an app is sent nothing."""
    guarded(site)
    reader = new_device(site).register()
    assert "あと30秒" in reader.post("/register/code/resend", channel="voice").text
    wait(site, seconds=30)
    assert "お電話をおかけしました" in reader.post("/register/code/resend", channel="voice").text
    guarded_by_app = reader.twin()
    with site.open(write=True) as world:
        for account in identity.everybody(world):
            account.two_step, account.totp_secret = "totp", "JBSWY3DPEHPK3PXP"
    assert guarded_by_app.post("/register/code/resend").status == 409
    assert len(sent(site)) == 1


def test_a_lost_phones_recovery_code(site: Site) -> None:
    """It registers once, and the rest is told; at com in English."""
    codes = guarded(site, "com")
    reader = new_device(site).register("com")
    reader.post("/register/code/recovery", code="XXXXX-XXXXX")
    assert (reader.status, "not one of your recovery codes" in reader.text) == (422, True)
    assert '<details class="lost" open>' in reader.page.text
    reader.post("/register/code/recovery", code=codes[0].lower())
    assert "Recovery codes that you have not used yet: 7." in reader.text
    again = new_device(site).register("com").post("/register/code/recovery", code=codes[0])
    assert (again.status, "used already" in again.text, count(site, KindleDevice)) == (422, True, 1)


@pytest.mark.parametrize("what", ["late", "password", "switched off"])
@pytest.mark.parametrize("way", ["", "/resend", "/recovery"])
def test_nobody_waits_for_ever(site: Site, what: str, way: str) -> None:
    """After a quarter of an hour, or a change of what was proved, one signs in anew, and hears so."""
    codes = guarded(site)
    reader = new_device(site).register()
    typed = codes[0] if way == "/recovery" else sent(site)[0]
    with site.open(write=True) as world:
        (account,) = identity.everybody(world)
        if what == "password":
            identity.set_password(world, account, "new horses")
        elif what == "switched off":
            account.two_step = None
    if what == "late":
        wait(site, minutes=15, seconds=1)
    reader.post(f"/register/code{way}", code=typed)
    assert (reader.path, "もう一度サインインしてください。" in reader.text) == ("/register", True)
    assert not is_registered(reader)


def test_a_further_code_gives_more_time(site: Site) -> None:
    """As at the sign-in, the quarter of an hour counts from the last code that was sent."""
    guarded(site)
    reader = new_device(site).register()
    wait(site, minutes=14)
    reader.post("/register/code/resend", channel="sms")
    wait(site, minutes=9)
    reader.post("/register/code", code=sent(site)[-1])
    assert is_registered(reader)
