"""What natural sentences mean in the house's own conversations: a no, a doubt or a mixed answer never consents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.support import effects, rules, talks


def leads(conversation: str, node: str, said: str) -> str | None:
    """Where an answer at a node of a conversation of the house leads."""
    understood = rules.understand(talks.conversations()[conversation].nodes[node], said, effects.CHECKS)
    return None if understood is None else understood.to


CONSENTS = (
    "はい、キャンセルします",
    "はい",
    "はい。",
    "はい、お願いします",
    "うん",
    "ええ、お願いします。",
    "キャンセルお願いします",
    "キャンセルをお願いします",
    "キャンセルしてください",
    "はい、キャンセルしてください！",
    "お願いします",
    "すみません、キャンセルしてほしいです",
    "この注文をキャンセルしたいです",
    "はい、手続きをお願いします",
    "キャンセルで",
    "キャンセルでお願いします",
    "はい、よろしくお願いします",
    "取り消してください",
    "返金してください",
)
REFUSES = (
    "いいえ",
    "いいえ、そのままにします",
    "いえ、結構です",
    "やめておきます",
    "やっぱりやめます",
    "キャンセルしないでください",
    "そのままにしてください",
    "お願いですからキャンセルしないでください",
    "お願いします、キャンセルしないで",
    "いいえ、キャンセルしません",
    "キャンセルはしなくていいです",
    "そのままで大丈夫です",
    "今回はやめておきます。ありがとうございました",
    "やはりキャンセルはやめておきます",
    "いいえ、ありがとうございます",
)
UNCERTAIN = (
    "はい、そのままにしてください",
    "はい、やっぱりキャンセルしないでください",
    "はい、キャンセルはやめておきます",
    "はい、でもまだ迷っています",
    "いいえ、キャンセルしてください",
    "はい？",
    "はい、いいえ",
    "お願いしません",
    "キャンセルしていいか迷っています",
    "キャンセルしたくないです",
    "うんざりです",
    "キャンセル",
    "キャンセルできますか？",
    "はいとは言っていません",
    "はい、キャンセルします、いや、やめます",
    "お願いがあります",
    "ええと",
    "キャンセル料はかかりますか",
    "わかりました",
    "はい、キャンセルしないと困るわけではありません",
    "キャンセルしてくださいとは言っていません",
    "ありがとうございます",
    "ok, but not yet",
    "はい\nやめて",
)


@pytest.mark.parametrize("said", CONSENTS)
def test_consent_to_a_cancellation_is_understood(said: str) -> None:
    """As people say it (M-13)."""
    assert leads("mistaken", "consent", said) == "cancelling"


@pytest.mark.parametrize("said", REFUSES)
def test_a_refusal_keeps_the_order(said: str) -> None:
    """However it is put (M-13)."""
    assert leads("mistaken", "consent", said) in ("kept", "left")


@pytest.mark.parametrize("said", UNCERTAIN)
def test_a_mixed_or_doubtful_answer_gets_the_question_back(said: str) -> None:
    """Neither consent nor refusal (M-13)."""
    assert leads("mistaken", "consent", said) is None


@given(
    st.sampled_from(CONSENTS), st.sampled_from(REFUSES), st.sampled_from(["、", "。", " ", "でも", "\n"]), st.booleans()
)
def test_consent_with_a_refusal_beside_it_never_cancels(yes: str, no: str, between: str, yes_first: bool) -> None:
    """In whatever order, and whatever stands between."""
    said = between.join((yes, no) if yes_first else (no, yes))
    assert leads("mistaken", "consent", said) != "cancelling"


@given(st.text("はいええうんお願いしますキャンセルしてくださいないでやめ、。？", max_size=40))
def test_what_is_negated_never_cancels(said: str) -> None:
    """Whatever is put together of the words of consent, with a negation in it."""
    if any(no in said for no in ("ない", "やめ", "いいえ")):
        assert leads("mistaken", "consent", said) != "cancelling"


@pytest.mark.parametrize(
    ("node", "said", "to"),
    [
        ("welcome", "person", "connecting"),
        ("welcome", "I want to consolidate", "connecting"),
        ("welcome", "my libraries cannot be merged", "connecting"),
        ("kindle", "not the libraries, the accounts", None),
        ("kindle", "only libraries", "browser"),
        ("kindle", "the libraries, please", "browser"),
        ("kindle", "both of them", "no-accounts"),
        ("kindle", "Thank you, bye", "left-alone"),
        ("no-accounts", "yes please", "browser"),
        ("no-accounts", "yes, but not today", None),
        ("no-accounts", "No, thank you.", "left-alone"),
        ("browser", "I used Firefox", "other-browser"),
        ("browser", "not Firefox", None),
        ("browser", "I don't know", "any-browser"),
        ("other-browser", "I have no other browser", "no-other"),
        ("other-browser", "I don\u2019t have another one", "no-other"),
        ("other-browser", "not the same result", None),
        ("other-browser", "same", "to-senior"),
        ("other-browser", "it didn't work either", "to-senior"),
        ("other-browser", "It works now!", "worked"),
        ("other-browser", "it never worked", None),
        ("senior", "not the Japanese store", None),
        ("senior", "Japan", "address"),
        ("senior", "this one", "only-japan"),
        ("only-japan", "no, not that", None),
        ("only-japan", "ok", "address"),
        ("address", "the same", "own-address"),
        ("address", "not the same", None),
        ("address", "hara@example.jp is the same address as here", "linking"),
        ("address", "It is hara@example.jp.", "linking"),
        ("address", "not hara@example.jp", None),
        ("address", "hara@example.jp or hara@example.com", None),
        ("anything-else", "thanks, but what now?", None),
        ("anything-else", "Thank you, bye", "thanks"),
        ("anything-else", "No, thank you very much!", "thanks"),
    ],
)
def test_natural_english_is_understood_or_asked_back(node: str, said: str, to: str | None) -> None:
    """A negation never counts as what it negates (K-08 to K-10)."""
    assert leads("libraries", node, said) == to


@pytest.mark.parametrize(
    ("conversation", "node", "said", "to"),
    [
        ("contact-com", "hello", "I bought a book by accident with 1-Click, please cancel it", "mistaken"),
        ("contact-com", "anything-else", "yes", "more"),
        ("contact-com", "anything-else", "Thanks! When is my refund done?", "refund"),
        ("contact", "consequences", "はい", None),
        ("contact", "consequences", "アカウントを閉じます", None),
        ("contact", "consequences", "閉じます、いややめます", None),
        ("contact", "consequences", "閉じないでください", "kept"),
        ("contact", "consequences", "同意して、アカウントを閉じます", "closing"),
        ("contact", "agent", "ありがとうございます。アカウントを閉じたいです", "consequences"),
        ("missing", "here", "スマホのアプリです", "in-app"),
        ("missing", "unknown", "海外のストア", "other-store"),
        ("missing-com", "unknown", "japanese store", "other-store"),
    ],
)
def test_other_conversations_understand_what_is_said(conversation: str, node: str, said: str, to: str | None) -> None:
    """An account is closed by its whole words alone, and a question goes before thanks."""
    assert leads(conversation, node, said) == to
