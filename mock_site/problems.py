"""What can go wrong and be told: each problem carries its HTTP status and its words, which say what to do (B-08)."""

import re

_SAYS_WHAT_TO_DO = {
    "ja": re.compile("ください|お待ち|必要は?ありません"),
    "en": re.compile(
        r"(?i)\b(please|try|go|come|check|enter|choose|sign|start|look|send|use|open|contact|wait|see|remove|turn|cancel)\b"
    ),
}
"""By language: how it looks if words tell a person what to do."""


class Problem(Exception):  # noqa: N818 (it is what a person is told, and reads so)
    """A refusal that a person or a program can act upon.

    `message` is shown as it is; `field` names the input that it is about, where there is one. What the English site
    can show gives its words in English, too: `en`, under the class's `title_en`.
    """

    status = 400
    title = "入力内容をご確認ください"
    title_en = "Please check what you entered"
    remedy = "内容をご確認のうえ、もう一度お試しください。"
    remedy_en = "Check it, and try again."
    """What to do, for messages that do not say it themselves (B-08)."""

    def __init__(self, message: str, *, field: str | None = None, en: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.en = en

    def words(self, lang: str = "ja") -> str:
        """What is wrong and what to do, in a language, `ja` or `en` (B-08)."""
        told, remedy = (self.message, self.remedy) if lang == "ja" else (self.en, self.remedy_en)
        if told is None:
            return "This cannot be done as it is. Go back and try again."
        if _SAYS_WHAT_TO_DO[lang].search(told):
            return told
        return f"{told}{remedy}" if lang == "ja" else f"{told} {remedy}"

    def heading(self, lang: str = "ja") -> str:
        """The title in a language, `ja` or `en`."""
        return self.title if lang == "ja" else self.title_en


class NotFound(Problem):
    """There is no such thing, or it is not this person's."""

    status = 404
    title = "ページが見つかりません"
    title_en = "Page not found"
    remedy = "アドレスをご確認いただくか、下のボタンからお探しください。"
    remedy_en = "Check the address, or look for it from the button below."


class Conflict(Problem):
    """The thing exists, but its state does not allow this."""

    status = 409
    title = "この操作はできません"
    title_en = "This cannot be done"
    remedy = "前の画面に戻り、最新の状態をご確認ください。"
    remedy_en = "Go back, and see how things stand now."


class Unprocessable(Problem):
    """What was given can be read, but it cannot be so."""

    status = 422


class StaleForm(Problem):
    """A form of a session that is over, or of somebody else's page."""

    title = "もう一度お試しください"
    title_en = "Please try again"

    def __init__(self) -> None:
        super().__init__(
            "この画面の有効期限が切れたか、別の画面でサインインし直されたため、送信を受け付けられませんでした。",
            en="This page has expired, or you have signed in anew elsewhere, so what you sent was not taken.",
        )
