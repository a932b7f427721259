"""After a refused form, the browser's own buttons lead to pages, never to its question about sending a form again."""

from typing import TYPE_CHECKING, cast

from playwright.sync_api import Page, expect

from fixtures.world import World

if TYPE_CHECKING:
    from playwright.sync_api import Response

SAID = {"件名": "アプリで開けない", "お問い合わせ内容": "読者から、開けないと言われました。"}


def sends(page: Page, email: str) -> None:
    """Fill the form of 「お問い合わせ」 in, and send it."""
    for label, words in {"回答をお送りするEメールアドレス": email, **SAID}.items():
        field = page.get_by_label(label)
        field.clear()  # what Playwright fills in is added to an address in Firefox
        field.fill(words)
    page.get_by_role("button", name="送信する").click()


def is_refused(page: Page) -> None:
    """The refusal is shown, and the page has said where back and a reload lead."""
    expect(page.get_by_role("alert")).to_be_visible()
    page.wait_for_load_state()


def is_form(page: Page, answer: "Response | None") -> None:
    """The form is shown as it was asked for first."""
    assert cast("Response", answer).request.method == "GET"
    assert cast("Response", answer).ok
    expect(page.get_by_role("heading", name="お問い合わせ", exact=True)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_back_after_a_refusal(page: Page, world: World) -> None:
    """From what came after the form that was put right, back leads to the form."""
    page.goto(world.url("kdp", "/contact?subject=x"))
    sends(page, "hanako@example")
    is_refused(page)
    expect(page.get_by_label("件名")).to_have_value(SAID["件名"])
    sends(page, "hanako@example.jp")
    expect(page.get_by_role("status")).to_contain_text("お問い合わせを受け付けました")
    is_form(page, page.go_back())
    assert [mail.to for mail in world.messages()] == ["hanako@example.jp"]


def test_a_reload_after_a_refusal(page: Page, world: World) -> None:
    """A refused form that is reloaded is asked for anew."""
    page.goto(world.url("kdp", "/contact"))
    sends(page, "hanako@example")
    is_refused(page)
    is_form(page, page.reload())
