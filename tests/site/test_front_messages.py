"""The front page's messages: everybody's mails, texts and calls, the newest first."""

import re
from datetime import timedelta

import pytest

from mock_site.front.looking import MESSAGES
from mock_site.pocket import phone
from mock_site.pocket import rules_phone as rules
from mock_site.pocket import service as pocket
from mock_site.worlds import World
from tests.site.desk import Desk, section, words

NUMBER, OTHER = "+819012345678", "+819087654321"
SPOKEN = ["確認コードをお知らせします。", "1、2、3、4、5、6。", "くり返します。1、2、3、4、5、6。"]


def text(world: World, to: str, said: str, sender: str = "見本 太郎") -> None:
    """Have a text message come, a minute after what came before."""
    world.advance(timedelta(minutes=1))
    pocket.send_sms(world, topic="personal", to=to, text=said, sender=sender)


def messages(desk: Desk, asked: str = "") -> list[str]:
    """What the page says of each message, the uppermost first."""
    page = section(desk.look(f"/?world=w1{asked}").text, "messages")
    return [words(one) for one in re.findall(r"<li>\s*<details.*?</details>", page, re.DOTALL)]


def test_the_newest_is_uppermost(desk: Desk) -> None:
    """Whatever carried it; what rings now comes first, and can be answered there."""
    desk.add("order-to-pay")
    with desk.open(write=True) as world:
        text(world, NUMBER, "こんにちは")
        world.advance(timedelta(minutes=1))
        call = pocket.call(world, topic="code", to=NUMBER, caller="Mihonya", lines=SPOKEN).id
    ringing, greeting, mail = messages(desk)
    assert "Call Mihonya ringing 090-1234-5678 Mon 1 Jun, 10:02" in ringing
    assert "Answer it on the telephone" in ringing
    assert "123456" not in ringing
    assert "Text 見本 太郎 090-1234-5678 Mon 1 Jun, 10:01 こんにちは" in greeting
    assert re.search(r"Mail ご注文を承りました（注文番号 .*） konbini@example.jp Mon 1 Jun, 10:00", mail)
    assert f'href="http://phone.w1.localhost:8000/+819012345678/calls/{call}"' in desk.look().text
    with desk.open(write=True) as world:
        phone.answer(world, NUMBER, call)
    assert "Call Mihonya answered 123456 " in messages(desk)[0]


def test_links_open_in_their_site(desk: Desk) -> None:
    """Those in a message, and the one to where its person reads it."""
    desk.add("order-to-pay")
    page = section(desk.look().text, "messages")
    links = re.findall(r'href="([^"]+)"', page)
    assert all(link.startswith(("http://store.w1.localhost:8000/orders/", "http://mail.w1.")) for link in links)
    assert len(links) == 2
    for link in links:
        host, _, path = link.removeprefix("http://").partition("/")
        opened = desk.client.get(f"/{path}", base_url=f"http://{host}", follow_redirects=True)
        assert opened.status_code == 200


def test_messages_are_found_by_person_and_kind(desk: Desk) -> None:
    """A person's by their account, a stranger's by the address; what was asked for stays chosen."""
    account = desk.add("order-to-pay")
    with desk.open(write=True) as world:
        text(world, "+819012340014", "やあ")
        text(world, OTHER, "だれ")
    assert len(messages(desk)) == 3
    assert [m[:6] for m in messages(desk, f"&person={account}")] == [" Text ", " Mail "]
    assert [m[:6] for m in messages(desk, f"&person={account}&kind=mail")] == [" Mail "]
    assert "だれ" in messages(desk, f"&person=%2B{OTHER[1:]}")[0]
    page = section(desk.look(f"/?world=w1&person={account}&kind=sms").text, "messages")
    assert f'<option value="{account}" selected>' in page
    assert '<option value="sms" selected>' in page
    assert f"<option>{OTHER}</option>" in page


@pytest.mark.parametrize("asked", ["&person=99", "&person=nobody@example.jp", "&kind=voice", "&person=9" + "9" * 40])
def test_nothing_fits(desk: Desk, asked: str) -> None:
    """A person or kind that has no message says so."""
    desk.add("order-to-pay")
    assert messages(desk, asked) == []
    assert "No message fits" in desk.page(f"/?world=w1{asked}")


def test_what_never_arrived_is_not_shown(desk: Desk) -> None:
    """Lost mail reached nobody; mail in spam did, and is marked."""
    desk.send("/front/weather/mail-lost", on="yes")
    desk.add("order-to-pay")
    assert messages(desk) == []
    desk.send("/front/weather/mail-lost", on="no")
    desk.send("/front/weather/mail-spam", on="yes")
    desk.add("order-to-pay", 2)
    assert "spam" in messages(desk)[0]


def test_older_ones_are_a_click_away(desk: Desk) -> None:
    """The page begins with a few, in order also at the same second; numbers that are none change nothing."""
    with desk.open(write=True) as world:
        for turn in range(MESSAGES + 3):
            pocket.send_sms(world, topic="personal", to=NUMBER, text=f"{turn}番")
    shown = messages(desk)
    assert len(shown) == len(messages(desk, "&messages=x")) == len(messages(desk, "&messages=-5")) == MESSAGES
    assert f"{MESSAGES + 2}番" in shown[0]
    assert "Show older ones (3)" in desk.page()
    assert len(messages(desk, "&messages=100")) == MESSAGES + 3


def test_what_is_looked_at_stays(desk: Desk) -> None:
    """A form that is sent from a filtered page leads back to it; what the page does not know is dropped."""
    account = desk.add("order-to-pay")
    hidden = re.search(r'name="view" value="([^"]+)"', desk.look(f"/?world=w1&person={account}&kind=mail").text)
    assert hidden is not None
    view = hidden[1].replace("&amp;", "&")
    moved = desk.send("/front/clock", to="2026-06-01T11:00", view=f"{view}&next=http://example.com&world=demo")
    assert moved.location == f"/?world=w1&person={account}&kind=mail#clock"


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("482910 がMihonyaの確認コードです。", ("482910",)),
        ("\n".join(SPOKEN), ("123456",)),
        ("注文番号：250-1234567-1234567 ￥123,456 090-1234-5678 1234567", ()),
        ("111111と222222、そして111111", ("111111", "222222")),
        ("1、2、3、4、5、6、7", ()),
    ],
)
def test_codes_are_found(said: str, codes: tuple[str, ...]) -> None:
    """Six digits, written or spelled; numbers of orders, amounts and telephones are none."""
    assert rules.codes_in(said) == codes
