"""Sending mail through the weather, the mailboxes, and the message centre."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader, UndefinedError
from sqlalchemy import select

from mock_site.app import MockSite
from mock_site.faults import service as faults
from mock_site.identity import service as identity
from mock_site.pocket import letters, service
from mock_site.pocket.models import Message
from mock_site.worlds import World

HANAKO, TARO = "hanako@example.jp", "taro@example.com"
MAIL, STORE = "http://mail.w1.localhost", "http://store.w1.localhost"
LETTER = "合計{{ total | yen }}のご案内\n\n{{ name }} 様\n\n一行目\n<b>二行目</b>\n"


@pytest.fixture
def app(shop_app: MockSite, monkeypatch: pytest.MonkeyPatch) -> Iterator[MockSite]:
    """The site with one world, two people in it, and a letter to send them."""
    environment = letters._environment()
    trial = ChoiceLoader([DictLoader({"trial/letter.txt": LETTER}), environment.loader or DictLoader({})])
    monkeypatch.setattr(environment, "loader", trial)
    shop_app.store.create("w1", seed=1)
    with shop_app.store.open("w1", write=True) as world:
        for email in (HANAKO, TARO):
            identity.register(world, email=email, password=f"{email} 1", name="見本 花子")
    yield shop_app
    shop_app.store.forget("w1")


@pytest.fixture
def client(app: MockSite) -> FlaskClient:
    """A browser, signed in at the store as the first person."""
    return _browser_of(app, 1)


def _browser_of(app: MockSite, account_id: int) -> FlaskClient:
    client = app.test_client()
    with app.store.open("w1", write=True) as world:
        token = identity.open_session(world, account_id, "store").token
    client.set_cookie("session", token, domain="store.w1.localhost")
    return client


def _send(world: World, topic: str = "dispatch", **changed: Any) -> Message:
    facts = {"to": HANAKO, "letter": "trial/letter.txt", "account_id": 1, "name": "見本 花子", "total": 1980}
    return service.send_mail(world, topic=topic, **{**facts, **changed})


def _sent(app: MockSite, count: int = 1, **changed: Any) -> None:
    with app.store.open("w1", write=True) as world:
        for _ in range(count):
            _send(world, **changed)


def _weather(app: MockSite, name: str, **told: str) -> None:
    with app.store.open("w1", write=True) as world:
        faults.set_fault(world, name, told)


def _look(app: MockSite, look: Callable[[World], Any]) -> Any:
    with app.store.open("w1", write=False) as world:
        return look(world)


def _token(text: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def _links(text: str) -> dict[str, str]:
    return {label: href for href, label in re.findall(r'<a [^>]*href="([^"]+)">([^<]+)</a>', text)}


# Sending


def test_mail_arrives_at_once(app: MockSite) -> None:
    """In fair weather a mail is in the inbox as soon as it is sent, and programs see it as it is."""
    _sent(app, links=[service.Link("注文履歴", "store", "/orders")], to="Ｈanako@Example.JP")
    facts = _look(app, lambda w: [service.facts(m, lambda site, path: f"{site}:{path}") for m in service.messages(w)])
    assert facts == [
        {
            "id": 1,
            "kind": "mail",
            "to": HANAKO,
            "at": "2026-06-01T10:00:00+09:00",
            "folder": "inbox",
            "subject": "合計￥1,980のご案内",
            "text": "見本 花子 様\n\n一行目\n<b>二行目</b>",
            "links": [{"label": "注文履歴", "url": "store:/orders"}],
        }
    ]


def test_missing_fact_is_an_error(app: MockSite) -> None:
    """A letter that lacks a fact is not sent with a hole in it."""
    with app.store.open("w1", write=True) as world, pytest.raises(UndefinedError):
        service.send_mail(world, topic="dispatch", to=HANAKO, letter="trial/letter.txt", total=1980)
    assert _look(app, service.messages) == []


def test_unknown_topic_is_an_error(app: MockSite) -> None:
    """A topic that no weather could name is a mistake of whoever sends the mail."""
    with app.store.open("w1", write=True) as world, pytest.raises(ValueError, match="none of the topics"):
        _send(world, topic="dispatches")


def test_lost_mail(app: MockSite) -> None:
    """A lost mail never arrives, and programs never see it."""
    _weather(app, "mail-lost", topic="payment-number")
    _sent(app, topic="payment-number")
    _sent(app, topic="dispatch")
    with app.store.open("w1", write=True) as world:
        world.advance(timedelta(days=365))
        assert [m.topic for m in service.messages(world)] == ["dispatch"]


def test_late_mail(app: MockSite) -> None:
    """A late mail arrives when its delay is over, not a second before."""
    _weather(app, "mail-late", delay="PT2H")
    with app.store.open("w1", write=True) as world:
        sent = world.now
        _send(world)
        world.advance(timedelta(hours=2, seconds=-1))
        assert service.messages(world) == []
        world.advance(timedelta(seconds=1))
        (arrived,) = service.messages(world)
        assert (arrived.sent_at, arrived.delivered_at) == (sent, sent + timedelta(hours=2))


def test_weather_can_be_cleared(app: MockSite) -> None:
    """Once the weather is cleared, mails arrive again; clearing twice is no mistake."""
    _weather(app, "mail-lost")
    with app.store.open("w1", write=True) as world:
        assert faults.fault(world, "mail-lost") == {"topic": None}
        faults.clear(world, "mail-lost")
        faults.clear(world, "mail-lost")
        assert faults.faults(world) == {}
    _sent(app)
    assert len(_look(app, service.messages)) == 1


def test_messages_for_programs(app: MockSite) -> None:
    """Messages come oldest first by arrival, and can be asked for by address and kind."""
    _weather(app, "mail-late", topic="cancellation")
    _sent(app, topic="cancellation")
    _sent(app, topic="dispatch")
    _sent(app, topic="refund-choice", to=TARO, account_id=2)
    with app.store.open("w1", write=True) as world:
        world.advance(timedelta(hours=1))
        assert [m.topic for m in service.messages(world)] == ["dispatch", "refund-choice", "cancellation"]
        assert [m.topic for m in service.messages(world, to=TARO.upper())] == ["refund-choice"]
        assert service.messages(world, kind="sms") == []


def test_every_letter_can_be_read() -> None:
    """All areas' letters are found where `send_mail` looks for them, and are templates without mistakes."""
    environment, areas = letters._environment(), Path(letters.__file__).parents[1]
    files = areas.glob("*/templates/*/mail/**/*.txt")
    written = sorted(file.as_posix().rpartition("/templates/")[2] for file in files)
    assert written
    assert environment.list_templates(extensions=["txt"]) == written
    for name in written:
        environment.get_template(name)


# Mailboxes


def test_choosing_a_mailbox(app: MockSite, client: FlaskClient) -> None:
    """The mail site lists the addresses of people and of mails; only these."""
    _sent(app, to="guest@example.com", account_id=None)
    page = client.get("/", base_url=MAIL)
    assert [label for label in _links(page.text) if "@" in label] == ["guest@example.com", HANAKO, TARO]


def test_lost_mail_makes_no_mailbox(app: MockSite, client: FlaskClient) -> None:
    """An address that no mail ever reached is not listed."""
    _weather(app, "mail-lost")
    _sent(app, to="guest@example.com", account_id=None)
    assert "guest@example.com" not in client.get("/", base_url=MAIL).text


def test_opening_a_mail_reads_it(app: MockSite, client: FlaskClient) -> None:
    """The inbox counts unread mails; opening one, with its text escaped and its links, reads it once."""
    _sent(app, links=[service.Link("お支払い方法別の手順", "store", "/orders/1/payment")])
    inbox = client.get(f"/{HANAKO}/", base_url=MAIL).text
    assert "未読" in inbox
    path = _links(inbox)["合計￥1,980のご案内"]
    letter = client.get(path, base_url=MAIL).text
    assert "no-reply@mihonya.example.jp" in letter
    assert "<p>一行目<br>&lt;b&gt;二行目&lt;/b&gt;</p>" in letter
    assert _links(letter)["お支払い方法別の手順"] == f"{STORE}/orders/1/payment"
    assert "未読" not in client.get(f"/{HANAKO}/", base_url=MAIL).text
    read_at = _look(app, lambda w: w.db.scalar(select(Message.read_at)))
    assert read_at == _look(app, lambda w: w.now)


def test_spam_is_apart_and_can_be_moved(app: MockSite, client: FlaskClient) -> None:
    """Spam lies in its folder until 「迷惑メールではない」 moves it to the inbox; pressing twice is safe."""
    _weather(app, "mail-spam")
    _sent(app)
    assert "合計" not in client.get(f"/{HANAKO}/", base_url=MAIL).text
    assert "合計" in client.get(f"/{HANAKO}/spam/", base_url=MAIL).text
    letter = client.get(f"/{HANAKO}/1", base_url=MAIL).text
    assert "迷惑メールではない" in letter
    for _ in range(2):
        moved = client.post(f"/{HANAKO}/1/inbox", base_url=MAIL, data={"csrf_token": _token(letter)})
        assert (moved.status_code, moved.location) == (303, f"/{HANAKO}/1")
    assert "迷惑メールではない" not in client.get(f"/{HANAKO}/1", base_url=MAIL).text
    assert "合計" in client.get(f"/{HANAKO}/", base_url=MAIL).text
    assert "迷惑メールはありません" in client.get(f"/{HANAKO}/spam/", base_url=MAIL).text


def test_moving_needs_the_form(app: MockSite, client: FlaskClient) -> None:
    """A form without this browser's token moves nothing."""
    _weather(app, "mail-spam")
    _sent(app)
    assert client.post(f"/{HANAKO}/1/inbox", base_url=MAIL).status_code == 400
    assert _look(app, service.messages)[0].folder == "spam"


def test_late_mail_tells_both_times(app: MockSite, client: FlaskClient) -> None:
    """A late mail cannot be opened before it arrives; then it shows when it arrived and when it was sent."""
    _weather(app, "mail-late", delay="PT3H")
    _sent(app)
    assert client.get(f"/{HANAKO}/1", base_url=MAIL).status_code == 404
    with app.store.open("w1", write=True) as world:
        world.advance(timedelta(hours=3))
    letter = client.get(f"/{HANAKO}/1", base_url=MAIL).text
    assert "2026年6月1日(月) 13:00" in letter
    assert "送信 2026年6月1日(月) 10:00" in letter


def test_any_address_has_a_mailbox(client: FlaskClient) -> None:
    """A mailbox that nothing came to yet is empty, however the address is written."""
    page = client.get("/Some/One@Example.com/", base_url=MAIL)
    assert page.status_code == 200
    assert "some/one@example.com" in page.text
    assert "メールはまだ届いていません" in page.text


@pytest.mark.parametrize(
    "path", ["/nobody/", "/nobody/spam/", f"/{TARO}/1", f"/{HANAKO}/2", f"/{HANAKO}/x", f"/{HANAKO}/{10**30}"]
)
def test_what_is_not_there(app: MockSite, client: FlaskClient, path: str) -> None:
    """What is no address has no mailbox, and another address's mails are not in it."""
    _sent(app)
    assert client.get(path, base_url=MAIL, follow_redirects=True).status_code == 404


def test_long_mailbox_is_paged(app: MockSite, client: FlaskClient) -> None:
    """A page shows 20 mails, newest first; beyond the last page is the last page."""
    _sent(app, 21)
    counts = [
        client.get(f"/{HANAKO}/?page={number}", base_url=MAIL).text.count("<time") for number in ("1", "2", "9", "x")
    ]
    assert counts == [20, 1, 1, 20]


# The message centre


@pytest.mark.parametrize("weather", ["mail-lost", "mail-spam", "mail-late"])
def test_message_centre_is_above_the_weather(app: MockSite, client: FlaskClient, weather: str) -> None:
    """What was sent can be read in the message centre whatever became of the mail (P-07)."""
    _weather(app, weather)
    _sent(app, links=[service.Link("お支払い方法別の手順", "store", "/orders/1/payment")])
    centre = client.get("/messages", base_url=STORE).text
    assert "<h1>メッセージセンター</h1>" in centre
    path = _links(centre)["合計￥1,980のご案内"]
    message = client.get(path, base_url=STORE).text
    assert "<h1>合計￥1,980のご案内</h1>" in message
    assert _links(message)["お支払い方法別の手順"] == f"{STORE}/orders/1/payment"


def test_reading_in_the_centre_leaves_the_mail_unread(app: MockSite, client: FlaskClient) -> None:
    """The message centre and the mailbox are two places."""
    _sent(app)
    client.get("/messages/1", base_url=STORE)
    assert _look(app, lambda w: w.db.scalar(select(Message.read_at))) is None


def test_message_centre_is_ones_own(app: MockSite, client: FlaskClient) -> None:
    """Another person's message is not found, listed or opened; nor is one that does not exist."""
    _sent(app, to=HANAKO, account_id=2)
    assert "合計" not in client.get("/messages", base_url=STORE).text
    assert client.get("/messages/1", base_url=STORE).status_code == 404
    assert client.get("/messages/99", base_url=STORE).status_code == 404
    assert _browser_of(app, 2).get("/messages/1", base_url=STORE).status_code == 200


def test_message_centre_asks_to_sign_in(app: MockSite) -> None:
    """Who is not signed in is sent to sign in, and back."""
    answer = app.test_client().get("/messages/1", base_url=STORE)
    assert (answer.status_code, answer.location) == (303, "/signin?next=/messages/1")


def test_empty_message_centre(client: FlaskClient) -> None:
    """A person to whom nothing was sent is told so."""
    assert "まだありません" in client.get("/messages", base_url=STORE).text


def test_long_message_centre_is_paged(app: MockSite, client: FlaskClient) -> None:
    """A page shows 20 messages, newest first."""
    _sent(app, 21)
    first, second = (client.get(f"/messages?page={number}", base_url=STORE).text for number in (1, 2))
    assert (first.count("<time"), second.count("<time")) == (20, 1)
    assert 'href="/messages/21"' in first
    assert 'href="/messages/1"' in second
