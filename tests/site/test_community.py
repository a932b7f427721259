"""The community: searched, posted to, replied to, and bounded by a quota that says what to do (B-03, B-08)."""

import pytest

from mock_site.identity import closure
from mock_site.publishing.rules_community import QUOTA
from tests.site.portal import Browser, Portal, text

POST = {"title": "縦書きの設定", "text": "一行目\r\n二行目"}


@pytest.fixture
def author(portal: Portal) -> Browser:
    """Somebody at the portal."""
    return portal.browser(portal.author("a@example.jp"))


def mine(portal: Portal) -> list[str]:
    """What people posted, by title or text."""
    return [row["title"] or row["text"] for row in portal.rows("kdp_posts") if row["account_id"] is not None]


def test_a_search_finds_or_offers_support(portal: Portal) -> None:
    """Width and case do not matter; finding nothing offers to ask (B-03)."""
    stranger = portal.browser()
    assert "「表紙」に関する投稿：1件" in text(stranger.get("/community?q=表紙"))
    nothing = stranger.get("/community?q=ＩＰＨＯＮＥ 開けない")
    assert "に関する投稿は見つかりませんでした" in text(nothing)
    assert 'href="/contact">サポートに問い合わせる</a>' in nothing.text
    assert nothing.text.count('class="thread"') == 0


def test_a_post_is_put_once(portal: Portal, author: Browser) -> None:
    """Though the form was sent twice; then the search finds it, by its replies, too."""
    places = [author.post("/community/new", **POST).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert mine(portal) == ["縦書きの設定"]
    other = portal.browser(portal.author("b@example.jp"))
    assert other.post(places[0], text="見出しの前で改めると、うまくいきました。").status_code == 303
    assert "縦書きの設定" in text(portal.browser().get("/community?q=うまくいきました"))


def test_a_full_quota_says_what_to_do(portal: Portal, author: Browser) -> None:
    """The post after the tenth is refused with the remedy, keeps what was typed, and goes through afterwards (B-08)."""
    for number in range(QUOTA):
        assert author.post("/community/new", title=f"投稿{number}", text="本文").status_code == 303
    for path in ("/community/new", "/community/1"):
        refused = author.post(path, **POST)
        assert refused.status_code == 409
        assert "投稿できる件数の上限（10件）に達しているため、投稿できませんでした" in text(refused)
        assert "古い投稿を削除してから" in text(refused)
        assert "一行目\n二行目</textarea>" in refused.text.replace("\r", "")
    oldest = next(row["id"] for row in portal.rows("kdp_posts") if row["title"] == "投稿0")
    assert author.post(f"/community/mine/{oldest}/delete").status_code == 303
    assert author.post("/community/new", **POST).status_code == 303
    assert len(mine(portal)) == QUOTA


def test_replies_count_and_stay(portal: Portal, author: Browser) -> None:
    """A reply takes a place; a deleted post that others replied to leaves them and no word of its own."""
    thread = author.post("/community/new", **POST).headers["Location"]
    other = portal.browser(portal.author("b@example.jp"))
    other.post(thread, text="お役に立てば。")
    number = int(thread.rpartition("/")[2])
    assert author.post(f"/community/mine/{number}/delete").status_code == 303
    shown = text(author.get(thread))
    assert "（削除された投稿）" in shown
    assert "お役に立てば。" in shown
    assert "一行目" not in shown
    assert mine(portal) == ["お役に立てば。"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "　"}, "タイトルを入力してください"),
        ({"title": "字" * 101}, "タイトルは100文字以内で"),
        ({"text": " \r\n "}, "本文を入力してください"),
        ({"text": "字" * 2001}, "本文は2,000文字以内で"),
    ],
    ids=["no-title", "long-title", "no-text", "long-text"],
)
def test_a_bad_post_keeps_what_was_typed(portal: Portal, author: Browser, typed: dict[str, str], said: str) -> None:
    """And says what is wrong with it."""
    answer = author.post("/community/new", **{**POST, **typed})
    assert answer.status_code == 422
    assert said in text(answer)
    assert ("一行目" if "title" in typed else "縦書きの設定") in answer.text
    assert mine(portal) == []


def test_markup_is_only_text(portal: Portal, author: Browser) -> None:
    """Whatever is posted is shown as it was typed."""
    place = author.post("/community/new", title="<b>太字</b>", text="<script>alert(1)</script>").headers["Location"]
    assert "<script>alert" not in author.get(place).text
    assert "<script>alert(1)</script>" in text(author.get(place)) or "&lt;script&gt;" in author.get(place).text
    assert "<b>太字" not in portal.browser().get("/community").text


def test_other_peoples_posts(portal: Portal, author: Browser) -> None:
    """Cannot be deleted, nor replied to where there is none; strangers are asked to sign in."""
    place = author.post("/community/new", **POST).headers["Location"].rpartition("/")[2]
    other = portal.browser(portal.author("b@example.jp"))
    for answer in (other.get(f"/community/mine/{place}/delete"), other.post(f"/community/mine/{place}/delete")):
        assert answer.status_code == 404
    assert other.post("/community/9999", text="x").status_code == 404
    assert other.post("/community/new", title="x").status_code == 400
    assert portal.browser().get("/community/new").status_code == 303
    assert mine(portal) == ["縦書きの設定"]


def test_closing_takes_the_posts_along(portal: Portal) -> None:
    """What others replied stays (C-05)."""
    told = portal.call("POST", "/accounts", {"publisher": {"posts": ["一つ目", "二つ目"]}})
    assert told["publisher"]["posts"] == ["一つ目", "二つ目"]
    first = next(row["id"] for row in portal.rows("kdp_posts") if row["title"] == "一つ目")
    portal.browser(portal.author("b@example.jp")).post(f"/community/{first}", text="返信です")
    with portal.app.store.open(portal.world, write=True) as world:
        closure.close(world, told["id"])
    assert mine(portal) == ["返信です"]
    assert told["name"] not in {row["author"] for row in portal.rows("kdp_posts")}
