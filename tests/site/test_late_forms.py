"""What is shown of a form of a session that is over: all that goes along, by the names that the form gives it."""

import html
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.test import TestResponse

from tests.site.portal import Browser, Portal, hidden, text
from tests.site.sellers import LAMP

BANK = {"bank": "みほん銀行", "branch": "本店", "kind": "当座", "number": "0123456", "holder": "ミホン タロウ"}
LISTING = {"title": "木の小盆", "category": "キッチン", "price": "1,800円", "quantity": "12", "fulfilment": "own"}
MANUSCRIPT = "/bookshelf/1/manuscript"
FORMS: dict[str, tuple[str, str, dict[str, str], tuple[str, ...]]] = {
    "listing": (
        *("seller", "/listings/new", LISTING),
        ("商品名", "カテゴリー", "価格（円、税込）", "数量", "発送方法"),
    ),
    "bank": (
        *("seller", "/settings/bank", BANK),
        ("金融機関名", "支店名", "預金種目", "口座番号", "口座名義（カタカナ）"),
    ),
    "plan": ("seller", "/settings/plan", {"plan": "large"}, ("変更後のプラン",)),
    "closing": ("seller", "/help/closing", {"phone": "0312345678", "comment": "卒業"}, ("電話番号", "コメント")),
    "post": ("kdp", "/community/new", {"title": "表紙の色", "text": "何色ですか。"}, ("タイトル", "本文")),
    "book": ("kdp", "/bookshelf/new", {"title": "夜行列車", "author": "見本"}, ("本のタイトル", "著者名")),
    "price": ("kdp", "/bookshelf/1/pricing", {"price": "５００円"}, ("価格（円・税込）",)),
    "publish": ("kdp", "/bookshelf/1/publish", {"price": "500"}, ("価格（円・税込）",)),
    "call": ("store", "/contact/call/number", {"number": "090-1234-5678"}, ("お電話番号",)),
    "call-com": ("com", "/contact/call/number", {"number": "+1 206 555 0142"}, ("Phone number",)),
    "gift": ("store", "/gift-cards", {"amount": "３０００"}, ("チャージ金額（円）",)),
}
"""A form's site and path, what is sent, and what each of its inputs is called."""
PAGES = {
    "plan": "/settings",
    "publish": "/bookshelf/1/pricing",
    "call": "/contact/call/number?topic=orders&item=status",
    "call-com": "/contact/call/number?topic=Kindle&item=A+book+is+missing",
}
"""The pages of forms that are sent elsewhere."""
CHOICES = {"own": "自社発送", "large": "大口出品"}


def browser_at(portal: Portal, site: str) -> Browser:
    """A browser of somebody who is signed in at a site, sells a lamp, and has one draft."""
    person: dict[str, Any] = {"marketplace": "com"} if site == "com" else {"seller": {"listings": [LAMP]}}
    drafts = {} if site == "com" else {"publisher": {"books": ["海辺の時計店"]}}
    return portal.browser(portal.call("POST", "/accounts", {**person, **drafts})["id"], site)


def shown(answer: TestResponse) -> dict[str, str]:
    """What a page shows of a form that was not taken."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", answer.text, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


@pytest.mark.parametrize("form", FORMS)
def test_all_that_was_typed_is_shown(portal: Portal, form: str) -> None:
    """Each input stands there by the name that its form gives it, choices by their words."""
    site, path, typed, names = FORMS[form]
    browser = browser_at(portal, site)
    answer = browser.post(path, csrf_token="x", **typed)
    assert answer.status_code == 400
    assert shown(answer) == dict(zip(names, (CHOICES.get(one, one) for one in typed.values()), strict=True))
    assert ("is not lost" if site == "com" else "入力された内容は消えていません") in text(answer)
    page = text(browser.get(PAGES.get(form, path)))
    assert [name for name in names if name not in page] == []


def test_a_file_is_to_be_chosen_again(portal: Portal) -> None:
    """The page says that it was not kept, asks for it by its name, and shows the encoding that was chosen."""
    browser = browser_at(portal, "kdp")
    answer = browser.post(MANUSCRIPT, csrf_token="x", file=(BytesIO(b"x"), "a.txt"), encoding="")
    assert shown(answer) == {"テキストの文字コード": "自動で判定する（おすすめ）"}
    assert "ファイルはお預かりしていないため、もう一度お選びください。" in text(answer)
    assert "原稿のファイル（もう一度お選びください）" in text(answer)
    assert re.search(r'<input id="sent-file" type="file" name="file" required>', answer.text)


@pytest.mark.parametrize(
    ("site", "path", "name", "label"),
    [
        ("store", "/account/one-click/card", "number", "カード番号"),
        ("store", "/account/security/password", "current", "現在のパスワード"),
        ("store", "/account/security/password", "password", "新しいパスワード"),
        ("kdp", "/signin/lost-phone/code", "code", "リカバリーコード"),
        ("store", "/signin/code", "code", "コード"),
    ],
)
def test_secrets_are_never_shown(portal: Portal, site: str, path: str, name: str, label: str) -> None:
    """Not even a card's number with a slip in it: each is to be typed again, and nothing is said to be kept."""
    answer = browser_at(portal, site).post(path, csrf_token="x", **{name: "4111 1111 1111 1112"})
    assert "1112" not in answer.text
    assert f"{label}（もう一度入力してください）" in text(answer)
    assert "お預かりしていないため、もう一度入力してください。" in text(answer)
    assert "消えていません" not in text(answer)
    kind = "password" if "パスワード" in label else "text"
    assert f'<input id="sent-{name}" name="{name}" type="{kind}"' in answer.text


def test_choices_without_words_are_sent_again_unseen(portal: Portal) -> None:
    """Where there is nothing to check, nobody is asked to."""
    answer = browser_at(portal, "seller").post("/fba/1/return", csrf_token="x", way="return")
    assert shown(answer) == {}
    assert "まだ送信されていません。下のボタンから、もう一度送信してください。" in text(answer)


STREET = "よその町9-9-9"
ADDRESS = {
    "name": "見本 花子",
    "postal_code": "100-0001",
    "prefecture": "東京都",
    "street": STREET,
    "phone": "0312345678",
}


@dataclass
class Shared:
    """A browser in which one person filled in an address and signed out, and which another one uses after that."""

    browser: Browser
    token: str
    """Of the page that the first one left open."""
    people: list[dict[str, Any]]

    def send(self, **more: str) -> TestResponse:
        """Send the address from the page that stayed open, or once more from a newer one."""
        return self.browser.post("/account/address", **{**ADDRESS, "csrf_token": self.token, **more})

    def sign_in(self, turn: int, then: str = "/") -> TestResponse:
        """Sign one of the two in."""
        person = self.people[turn]
        return self.browser.post("/signin", email=person["email"], password=person["password"], next=then)


@pytest.fixture
def shared(portal: Portal) -> Shared:
    """The first one has just signed out."""
    people = [portal.call("POST", "/accounts", {}) for _ in range(2)]
    browser = portal.browser(people[0]["id"], "store")
    token = hidden(browser.get("/account/address"), "csrf_token")
    assert browser.post("/signout", csrf_token=token).status_code == 303
    return Shared(browser, token, people)


def streets(portal: Portal) -> list[str]:
    """Where everybody's parcels go."""
    return [address["street"] for address in portal.rows("addresses")]


def test_what_one_person_left_is_nobody_elses(portal: Portal, shared: Shared) -> None:
    """Sent once more and kept over the sign-in, it is neither shown to who signs in next, nor sent as theirs."""
    before = streets(portal)
    assert shown(shared.send())["市区町村・番地・建物名"] == STREET
    kept = parse_qs(urlsplit(shared.send(csrf_token=shared.browser.token()).location).query)["next"][0]
    assert shared.sign_in(1, kept).status_code == 303
    answer = shared.browser.get(kept)
    assert (answer.status_code, STREET in answer.text) == (404, False)
    answer = shared.send()
    assert (answer.status_code, STREET in answer.text) == (400, False)
    assert streets(portal) == before


def test_what_one_person_left_is_still_theirs(portal: Portal, shared: Shared) -> None:
    """Signed in again, they send it on, once; after that nothing is kept."""
    shared.send()
    kept = parse_qs(urlsplit(shared.send(csrf_token=shared.browser.token()).location).query)["next"][0]
    shared.sign_in(0, kept)
    page = shared.browser.get(kept)
    assert shown(page)["市区町村・番地・建物名"] == STREET
    sent = shared.send(csrf_token=hidden(page, "csrf_token"), interrupted=hidden(page, "interrupted"))
    assert sent.status_code == 303
    assert STREET in streets(portal)
    assert shared.browser.get(kept).status_code == 404


def test_what_is_refused_is_kept_on(portal: Portal, shared: Shared) -> None:
    """A form that is sent on with something wrong in it can be sent on once more."""
    shared.send()
    kept = parse_qs(urlsplit(shared.send(csrf_token=shared.browser.token()).location).query)["next"][0]
    shared.sign_in(0, kept)
    page = shared.browser.get(kept)
    wrong = {"csrf_token": hidden(page, "csrf_token"), "interrupted": hidden(page, "interrupted"), "postal_code": "1"}
    assert shared.send(**wrong).status_code == 422
    assert shared.browser.get(kept).status_code == 200


def test_an_order_is_looked_at_before_it_is_placed(portal: Portal, shared: Shared) -> None:
    """What shows nothing of what it orders is not sent on: the page leads to where everything is seen."""
    order = {"token": "x", "seen": "y", "delivery": "standard"}
    for csrf in (shared.token, None):
        answer = shared.browser.post("/checkout/place", **order, **({} if csrf is None else {"csrf_token": csrf}))
    kept = parse_qs(urlsplit(answer.location).query)["next"][0]
    shared.sign_in(0, kept)
    answer = shared.browser.get(kept)
    assert 'action="/checkout/place"' not in answer.text
    assert re.search(r'<a class="button primary" href="/checkout">注文内容を確認・変更する</a>', answer.text)
    assert "「注文内容を確認・変更する」でご注文の内容を確かめて" in text(answer)


@pytest.mark.parametrize("two_step", [None, "sms"])
def test_what_one_person_left_until_it_timed_out_is_nobody_elses(portal: Portal, two_step: str | None) -> None:
    """A page of theirs that is still open when somebody else has signed in is not sent as that one's."""
    one, other = (portal.call("POST", "/accounts", facts) for facts in ({}, {"two_step": two_step} if two_step else {}))
    browser = portal.browser(one["id"], "store")
    token = hidden(browser.get("/account/address"), "csrf_token")
    portal.advance(days=14)
    answer = browser.post("/signin", email=other["email"], password=other["password"], next="/")
    if two_step:
        browser.get("/signin/code")
        (text_message,) = [one for one in portal.rows("messages") if one["kind"] == "sms"]
        code = re.search(r"[0-9]{6}", text_message["text"])
        answer = browser.post("/signin/code", code=code[0] if code else "")
    assert answer.status_code == 303
    answer = browser.post("/account/address", **{**ADDRESS, "csrf_token": token})
    assert (answer.status_code, STREET in answer.text) == (400, False)
