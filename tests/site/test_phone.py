"""The telephones' pages, and what other areas send to them."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from mock_site.app import MockSite
from mock_site.faults import service as faults
from mock_site.identity import service as identity
from mock_site.pocket import authenticator, phone, service
from mock_site.problems import Conflict, NotFound
from mock_site.worlds import World

NUMBER, ANOTHER = "+819012345678", "+819087654321"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
SPEAKS = "Mihonya 自動音声"


class Site:
    """One world, and a browser at its telephones."""

    def __init__(self, app: MockSite, name: str) -> None:
        self.app, self.name = app, name
        self.client: FlaskClient = app.test_client()
        self.base = f"http://phone.{name}.localhost"

    def do(self, act: Callable[[World], Any]) -> Any:
        """Do something in the world, and keep it."""
        with self.app.store.open(self.name, write=True) as world:
            return act(world)

    def get(self, path: str, status: int = 200) -> str:
        """The page at a path."""
        answer = self.client.get(path, base_url=self.base)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, status: int = 303, **typed: str) -> str:
        """Send a form; returns where it leads, else the page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get(f"/{ANOTHER}/authenticator/new"))
        assert token
        answer = self.client.post(path, base_url=self.base, data={"csrf_token": token[1], **typed})
        assert answer.status_code == status, answer.text
        return answer.location or answer.text

    def text(self, text: str = "コードは123456です。", **changed: Any) -> None:
        """Send a text message."""
        self.do(lambda world: service.send_sms(world, **{"topic": "code", "to": NUMBER, "text": text, **changed}))

    def ring(self, **changed: Any) -> int:
        """Ring a telephone; returns the call."""
        facts = {"topic": "code", "to": NUMBER, "caller": SPEAKS, "lines": ["コードは", "1、2、3。"], **changed}
        return int(self.do(lambda world: service.call(world, **facts).id))

    def wait(self, seconds: int) -> list[str]:
        """Let time pass; returns what happened."""

        def pass_time(world: World) -> list[str]:
            world.advance(timedelta(seconds=seconds))
            return [event["kind"] for event in world.happened]

        return list(self.do(pass_time))


@pytest.fixture
def there(shop_app: MockSite) -> Iterator[Site]:
    """A world for one test."""
    name = shop_app.store.create(None, seed=1)
    yield Site(shop_app, name)
    shop_app.store.forget(name)


def test_telephones_are_listed(there: Site) -> None:
    """Those of accounts and those that were reached, each once, with what is new."""
    assert "電話はまだありません" in there.get("/")
    there.do(lambda world: identity.register(world, email="a@example.jp", password="secret 1", name="花", phone=NUMBER))
    there.text(to=ANOTHER)
    there.ring(to="+819000000000")
    page = there.get("/")
    assert [page.count(f'href="/{number}/"') for number in (NUMBER, ANOTHER, "+819000000000")] == [1, 1, 1]
    assert "新着 1件" in page
    assert "着信中" in page


@pytest.mark.parametrize("path", ["/09012345678/", "/nobody/", "/+81/messages/", f"/{NUMBER}/calls/1", "/x/calls/1"])
def test_what_is_not_there(there: Site, path: str) -> None:
    """What is no number, or no call of this telephone, is not found."""
    there.get(path, 404)


def test_texts_by_sender(there: Site) -> None:
    """The newest stands first, and counts as unread until its sender's page was opened."""
    there.text("一通目")
    there.wait(60)
    there.text("二通目")
    there.text("<b>荷物</b>", sender="見本配送")
    page = there.get(f"/{NUMBER}/messages/")
    assert page.index("見本配送") < page.index("二通目")
    assert "一通目" not in page
    assert "&lt;b&gt;荷物" in page
    assert ">3<" in there.get(f"/{NUMBER}/")
    opened = there.get(f"/{NUMBER}/messages/from?sender=Mihonya")
    assert opened.index("二通目") < opened.index("一通目")
    assert opened.count("新着") == 2
    assert "新着" not in there.get(f"/{NUMBER}/messages/from?sender=Mihonya")
    assert ">1<" in there.get(f"/{NUMBER}/")
    there.get(f"/{NUMBER}/messages/from?sender=Nobody", 404)
    there.get(f"/{NUMBER}/messages/from", 404)


def test_lost_text(there: Site) -> None:
    """A lost text is kept as sent, and arrives nowhere; only its topic is struck."""
    there.do(lambda world: faults.set_fault(world, "sms-lost", {"topic": "code"}))
    there.text()
    assert "まだ届いていません" in there.get(f"/{NUMBER}/messages/")
    assert there.do(service.messages) == []
    there.text(topic="approval")
    assert len(there.do(lambda world: service.messages(world, NUMBER, "sms"))) == 1


def test_text_is_no_letter(there: Site) -> None:
    """A text is neither in the mailboxes nor in the shop's message centre."""
    account = there.do(lambda w: identity.register(w, email="a@example.jp", password="secret 1", name="花")).id
    there.text(account_id=account)
    assert there.do(lambda world: service.sent(world, account).items) == []
    with pytest.raises(NotFound):
        there.do(lambda world: service.sent_to(world, account, service.messages(world, kind="sms")[0].id))


def test_callers_mistakes(there: Site) -> None:
    """An unknown topic, or a number that was not checked, is a mistake of the code that sends."""
    with pytest.raises(ValueError, match="topics"):
        there.text(topic="dispatch")
    with pytest.raises(ValueError, match=r"E\.164"):
        there.text(to="09012345678")
    with pytest.raises(ValueError, match=r"E\.164"):
        there.ring(to="")


@pytest.mark.parametrize("page", ["", "messages/", "calls/", "authenticator/", "authenticator/new"])
def test_ringing_is_on_top(there: Site, page: str) -> None:
    """Whatever page of the telephone is asked for, the ringing call stands before it; not on other telephones."""
    there.ring()
    shown = there.get(f"/{NUMBER}/{page}")
    assert "<title>着信中" in shown
    assert "応答" in shown
    assert "拒否" in shown
    assert "着信中" not in there.get(f"/{ANOTHER}/{page}")


@pytest.mark.parametrize(("seconds", "rings"), [(29, True), (30, False), (31, False)])
def test_ringing_ends(there: Site, seconds: int, rings: bool) -> None:
    """It rings for 30 seconds; then the call is missed."""
    there.ring()
    assert ("call.missed" in there.wait(seconds)) is not rings
    assert ("応答" in there.get(f"/{NUMBER}/calls/")) is rings


def test_answering(there: Site) -> None:
    """What is said is heard until the end of the call; sent twice, all is done once."""
    call = there.ring(lines=["コードは", {"who": "佐藤", "text": "1、2、3。"}])
    for _ in range(2):
        assert there.post(f"/{NUMBER}/calls/{call}/answer") == f"/{NUMBER}/calls/{call}"
    heard = there.get(f"/{NUMBER}/calls/{call}")
    assert all(said in heard for said in (SPEAKS, "コードは", "佐藤", "1、2、3。"))
    assert "通話中" in there.get(f"/{NUMBER}/messages/")
    assert "call.missed" not in there.wait(31)
    for _ in range(2):
        assert there.post(f"/{NUMBER}/calls/{call}/end") == f"/{NUMBER}/calls/"
    assert "1、2、3。" not in there.get(f"/{NUMBER}/calls/{call}")
    (voice,) = there.do(lambda world: service.messages(world, NUMBER, "voice"))
    assert (voice.subject, voice.text) == (SPEAKS, "コードは\n1、2、3。")


def test_numbers_are_heard_in_one_piece(there: Site) -> None:
    """And nothing else of what is said is taken for markup."""
    call = there.ring(lines=["番号はQ596-738-067ですね。<b>はい</b>"])
    there.post(f"/{NUMBER}/calls/{call}/answer")
    heard = there.get(f"/{NUMBER}/calls/{call}")
    assert '番号は<span class="unbroken">Q596-738-067</span>ですね。&lt;b&gt;' in heard


def test_declining(there: Site) -> None:
    """A declined call cannot be answered afterwards; sent twice, it is declined once."""
    call = there.ring()
    for _ in range(2):
        assert there.post(f"/{NUMBER}/calls/{call}/decline") == f"/{NUMBER}/calls/"
    assert "この通話は終わっています" in there.post(f"/{NUMBER}/calls/{call}/answer", 409)
    assert "拒否した着信" in there.get(f"/{NUMBER}/calls/")
    assert there.do(lambda world: service.messages(world, kind="voice")) == []


def test_declining_what_was_answered_elsewhere(there: Site) -> None:
    """A page that is out of date says that the call goes on, not that it is over."""
    call = there.ring()
    there.post(f"/{NUMBER}/calls/{call}/answer")
    told = there.post(f"/{NUMBER}/calls/{call}/decline", 409)
    assert "この電話には応答しています" in told
    assert "通話中です。" in told
    assert "通話を終了" in there.get(f"/{NUMBER}/calls/{call}")


def test_missed_calls_are_counted(there: Site) -> None:
    """On the home screen, until the history was looked at."""
    there.ring()
    there.wait(30)
    assert "不在着信" in there.get(f"/{NUMBER}/")
    assert "不在着信" in there.get(f"/{NUMBER}/calls/")
    assert "不在着信" not in there.get(f"/{NUMBER}/")


def test_second_call(there: Site) -> None:
    """A call that comes in while another is held rings on top; answering it ends the first."""
    first = there.ring()
    there.post(f"/{NUMBER}/calls/{first}/answer")
    second = there.ring(caller="佐藤")
    assert "佐藤" in there.get(f"/{NUMBER}/")
    there.post(f"/{NUMBER}/calls/{second}/answer")
    states = there.do(lambda world: [phone.find_call(world, NUMBER, call).state for call in (first, second)])
    assert states == ["ended", "answered"]


def test_a_held_call_stays_reachable(there: Site) -> None:
    """Its page is not covered by another call that comes in, but tells of it."""
    first = there.ring()
    there.post(f"/{NUMBER}/calls/{first}/answer")
    there.ring(caller="佐藤")
    page = there.get(f"/{NUMBER}/calls/{first}")
    assert "<title>通話中" in page
    assert "着信中：佐藤" in page


def test_what_calls_do_now(there: Site) -> None:
    """In words that change when a call comes, is answered, and ends; each page has those that it was made with."""
    told = [there.get(f"/{NUMBER}/now")]
    call = there.ring()
    told.append(there.get(f"/{NUMBER}/now"))
    there.post(f"/{NUMBER}/calls/{call}/answer")
    told.append(there.get(f"/{NUMBER}/now"))
    assert len(set(told)) == 3
    assert f'data-seen="{told[-1]}"' in there.get(f"/{NUMBER}/")
    there.post(f"/{NUMBER}/calls/{call}/end")
    assert there.get(f"/{NUMBER}/now") == told[0]
    assert f'data-page="/{NUMBER}/calls/"' in there.get(f"/{NUMBER}/calls/")
    there.get("/nobody/now", 404)


@pytest.mark.parametrize("act", ["answer", "decline", "end"])
def test_other_telephones_calls(there: Site, act: str) -> None:
    """A call is answered on its own telephone alone."""
    call = there.ring()
    there.post(f"/{ANOTHER}/calls/{call}/{act}", 404)


@pytest.mark.parametrize(("act", "status"), [("end", 409), ("answer", 409), ("decline", 409)])
def test_too_late(there: Site, act: str, status: int) -> None:
    """Nothing becomes of a missed call any more; the history says so."""
    call = there.ring()
    there.wait(30)
    page = there.post(f"/{NUMBER}/calls/{call}/{act}", status)
    assert "不在着信" in page
    assert f'<a href="/{NUMBER}/calls/">更新</a>' in page
    with pytest.raises(Conflict):
        there.do(lambda world: phone.hang_up(world, NUMBER, call))


def test_closed_account(there: Site) -> None:
    """When an account is closed its calls no longer name it, and stop ringing."""
    call = there.ring(account_id=7)
    there.do(lambda world: world.tell("account.closed", account=7))
    found = there.do(lambda world: phone.find_call(world, NUMBER, call))
    assert (found.account_id, found.state) == (None, "missed")


def test_authenticator(there: Site) -> None:
    """An account shows its code and how long it stays; the same one is added once, and taken out after a question."""
    assert "まだありません" in there.get(f"/{NUMBER}/authenticator/")
    for _ in range(2):
        there.post(f"/{NUMBER}/authenticator/new", label="Mihonya", secret=SECRET)
    page = there.get(f"/{NUMBER}/authenticator/")
    (shown,) = there.do(lambda world: authenticator.shown(world, NUMBER))
    assert page.count(f'value="{shown.code}"') == 1
    assert 'max="30" value="30"' in page
    assert SECRET not in page
    there.wait(29)
    assert 'max="30" value="1"' in there.get(f"/{NUMBER}/authenticator/")
    there.wait(1)
    assert shown.code not in there.get(f"/{NUMBER}/authenticator/")
    assert "削除しますか" in there.get(f"/{NUMBER}/authenticator/{shown.id}/remove")
    there.get(f"/{ANOTHER}/authenticator/{shown.id}/remove", 404)
    there.post(f"/{ANOTHER}/authenticator/{shown.id}/remove")
    assert len(there.do(lambda world: authenticator.shown(world, NUMBER))) == 1
    for _ in range(2):
        there.post(f"/{NUMBER}/authenticator/{shown.id}/remove")
    assert there.do(lambda world: authenticator.shown(world, NUMBER)) == []


def test_bad_secret(there: Site) -> None:
    """It is refused in words, and what was typed stays."""
    page = there.post(f"/{NUMBER}/authenticator/new", 400, label="見本 <1>", secret="not base 32!")
    assert "セットアップキーが正しくありません" in page
    assert 'value="見本 &lt;1&gt;"' in page
    assert 'value="not base 32!"' in page
    assert "アカウント名" in there.post(f"/{NUMBER}/authenticator/new", 400)
