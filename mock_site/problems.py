"""What can go wrong and be told: each problem carries its HTTP status and its words."""


class Problem(Exception):  # noqa: N818 (it is what a person is told, and reads so)
    """A refusal that a person or a program can act upon.

    `message` is shown as it is; `field` names the input that it is about, where there is one.
    """

    status = 400
    title = "入力内容をご確認ください"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotFound(Problem):
    """There is no such thing, or it is not this person's."""

    status = 404
    title = "ページが見つかりません"


class Conflict(Problem):
    """The thing exists, but its state does not allow this."""

    status = 409
    title = "この操作はできません"


class Unprocessable(Problem):
    """What was given can be read, but it cannot be so."""

    status = 422


class StaleForm(Problem):
    """A form of a session that is over, or of somebody else's page."""

    title = "もう一度お試しください"

    def __init__(self) -> None:
        super().__init__(
            "この画面の有効期限が切れたか、別の画面でサインインし直されたため、送信を受け付けられませんでした。"
        )
