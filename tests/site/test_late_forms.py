"""What is shown of a form of a session that is over: all that goes along, by the names that the form gives it."""

import html
import re
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.site.portal import Browser, Portal, text
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
