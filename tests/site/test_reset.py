"""A forgotten password: the link, what makes it useless, and what its asking gives away."""

import pytest

from tests.site.guests import People

NEW = "Kumo-no-ue-42!"


def asked(people: People, email: str = "hana@example.jp", site: str = "kdp") -> str:
    """Ask for a reset; returns the link's path."""
    people.browser(site).post("/password/reset", email=email)
    return people.link()


@pytest.mark.parametrize("where", ["store", "kdp"])
def test_a_new_password_by_the_link(people: People, where: str) -> None:
    """The link takes a new password: sessions end, the old password fails, the new one works (S-07)."""
    people.account()
    signed_in = people.browser("store").enter()
    link = asked(people, site=where)
    person = people.browser(where)
    assert person.post(link, password=NEW).path == "/signin"
    assert not signed_in.has("/account")
    assert people.browser("store").enter().status == 401
    assert people.browser("store").enter(NEW).path == "/"


def test_the_answer_gives_nothing_away(people: People) -> None:
    """A known and an unknown address get the same page, and one mail each."""
    people.account()
    pages = [people.browser().post("/password/reset", email=f"{who}@example.jp") for who in ("hana", "nobody")]
    assert pages[0].text == pages[1].text
    assert [page.path for page in pages] == ["/password/reset/sent"] * 2
    assert len(people.mails()) == len(people.mails("nobody@example.jp")) == 1
    assert people.mails("nobody@example.jp")[0].links == []


def test_one_mail_for_all_accounts_of_an_address(people: People) -> None:
    """Where two accounts have the address, the mail has a link for each, by date and name (S-02)."""
    people.account()
    people.wait(days=1)
    people.account(password="another horse 7", name="見本 太郎")
    asked(people)
    labels = [link["label"] for link in people.mails()[-1].links]
    assert labels == [
        "2026年6月1日に作成したアカウント（見本 花子 様）のパスワードを設定する",
        "2026年6月2日に作成したアカウント（見本 太郎 様）のパスワードを設定する",
    ]
    people.browser().post(people.link(place=1), password=NEW)
    assert people.browser("store").enter().path == "/"
    assert people.browser("store").enter("another horse 7").status == 401


def test_the_link_lasts_thirty_minutes(people: People) -> None:
    """In its last second the link works, a second later it says that it has lapsed."""
    people.account()
    link = asked(people)
    people.wait(minutes=30)
    assert people.browser().get(link).status == 200
    people.wait(seconds=1)
    person = people.browser().post(link, password=NEW)
    assert (person.status, "有効期限が切れています" in person.text) == (410, True)


def test_the_link_works_once(people: People) -> None:
    """A used link says so, and so does an older one after the password was changed."""
    people.account()
    older, link = asked(people), asked(people)
    people.browser().post(link, password=NEW)
    assert "すでに使用されています" in people.browser().get(link).text
    assert "このリンクは無効になりました" in people.browser().post(older, password="Yama-no-ue-43!").text


@pytest.mark.parametrize("cut", [1, 20, 39])
def test_a_link_cut_in_half(people: People, cut: int) -> None:
    """A link that lost its end is explained, with the way to ask anew."""
    people.account()
    person = people.browser().get(asked(people)[:-cut])
    assert person.status == 410
    assert "途中で切れている" in person.text
    assert 'href="/password/reset"' in person.page.text


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "6文字以上"),
        ("Ab-4!", "6文字以上"),
        ("x" * 10_000, "128文字以内"),
        ("correct horse", "これまでに使用した"),
        ("87654321", "数字だけ"),
        ("qwertyuiop", "英字だけ"),
        ("😀😀😀😀😀", "6文字以上"),
    ],
    ids=["empty", "five", "long", "the-same", "digits", "letters", "five-emoji"],
)
def test_passwords_that_are_not_taken(people: People, password: str, told: str) -> None:
    """A bad password is refused with the reason, is not shown again, and leaves the link good."""
    people.account()
    link = asked(people)
    person = people.browser().post(link, password=password)
    assert person.status == 422
    assert told in person.text
    assert not password or f'value="{password}"' not in person.page.text
    assert people.browser().post(link, password=NEW).path == "/signin"


@pytest.mark.parametrize("password", ["Ab-4!x", "😀🍣🗻🌸🚃🍵", "Ａｂ-4!ｘ漢字"], ids=["six", "emoji", "wide"])
def test_passwords_that_are_taken(people: People, password: str) -> None:
    """Six characters of any kind are taken, a weak one when its owner insists."""
    people.account()
    assert people.browser().post(asked(people), password=password, insist="1").path == "/signin"
    assert people.browser("store").enter(password).path == "/"


@pytest.mark.parametrize("email", ["", "hana", "ha na@example.jp", "h" * 300 + "@example.jp"])
def test_what_is_no_address(people: People, email: str) -> None:
    """What is no address is refused, and stays in its field."""
    person = people.browser().post("/password/reset", email=email)
    assert person.status == 422
    assert f'value="{email}"' in person.page.text
    assert people.mails(email) == []


def test_without_the_mailbox(people: People) -> None:
    """Without the mailbox the page advises a new KDP account and the support (S-08)."""
    person = people.browser().get("/password/lost-mailbox")
    assert "新しいKDPアカウントを開設" in person.text
    assert "サポートに連絡" in person.text
    assert people.browser().get("/register").status == people.browser().get("/contact").status == 200
