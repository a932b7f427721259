"""Bank accounts as people type them, read all at once: every mistake is told together (P-24)."""

import re
import unicodedata
from collections.abc import Callable

from mock_site.orders.rules import BadAccount
from mock_site.seam import rule
from mock_site.typed import katakana

KINDS = ("普通", "当座")
LONGEST = 50
"""Characters of a bank's, a branch's and a holder's name."""
_NAME = re.compile(r"[^\W_・](?:[^\W_]|[・ ])*")
_HOLDER = re.compile(r"(?=.*[ァ-ヶA-Z])[ァ-ヶA-Zー・.,()/ -]+")


class WrongAccount(BadAccount):
    """A bank account with mistakes: `wrong` tells of each input what is wrong with it."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__("".join(wrong.values()), field=next(iter(wrong)))
        self.wrong = wrong


@rule
def bank_account(*, bank: str, branch: str, kind: str, number: str, holder: str) -> dict[str, str]:
    """Normalise a bank account as typed (NFKC, the holder in katakana); refuses one that no money would reach."""
    typed = {"bank": bank, "branch": branch, "kind": kind, "number": number, "holder": holder}
    read: dict[str, Callable[[str], str]] = {
        "bank": lambda text: _name("金融機関名", text),
        "branch": lambda text: _name("支店名", text),
        "kind": _kind,
        "number": _number,
        "holder": _holder,
    }
    account, wrong = {}, {}
    for field, reading in read.items():
        try:
            account[field] = reading(unicodedata.normalize("NFKC", typed[field]).strip())
        except ValueError as error:
            wrong[field] = str(error)
    if wrong:
        raise WrongAccount(wrong)
    return account


def _name(label: str, text: str) -> str:
    if not text:
        raise ValueError(f"{label}を入力してください。")
    if not _NAME.fullmatch(text):
        raise ValueError(f"{label}は、漢字・かな・英数字で入力してください。記号は使えません。")
    return _short(label, text)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError("預金種目を選んでください。")
    return text


def _number(text: str) -> str:
    digits = re.sub(r"(?<=[0-9])[\s-](?=[0-9])", "", text)
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise ValueError("口座番号は7桁の数字で入力してください（例：0123456）。")
    return digits


def _holder(text: str) -> str:
    name = katakana(text)
    if not _HOLDER.fullmatch(name):
        raise ValueError(
            "口座名義はカタカナで入力してください（例：ミホン タロウ）。アルファベットは大文字で入力できます。"
        )
    return _short("口座名義", name)


def _short(label: str, text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"{label}は{LONGEST}文字以内で入力してください。")
    return text
