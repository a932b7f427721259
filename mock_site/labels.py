"""How the inputs of the sites' forms are called, for what came too late and is shown once more (S-16)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Label:
    """What an input is called on its page, and how its choices are, by their values."""

    words: str
    english: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    secret: bool = False
    """Whether it is to be typed again, whatever its name says."""


BANK = {
    "bank": Label("金融機関名"),
    "branch": Label("支店名"),
    "kind": Label("預金種目"),
    "number": Label("口座番号"),
    "holder": Label("口座名義（カタカナ）"),
}
CARD = {
    "number": Label("カード番号", "Card number", secret=True),
    "expires": Label("有効期限（月/年）", "Expiry date"),
}
CALL = {"number": Label("お電話番号", "Phone number")}
CHAT = {"say": Label("メッセージ", "Message"), "choice": Label("お選びの回答", "Your answer")}
MAIL = {"text": Label("お問い合わせの内容", "Your inquiry")}
PRICE = {"price": Label("価格（円・税込）")}
QUANTITY = {"quantity": Label("数量")}
NEW_PASSWORD = {"password": Label("新しいパスワード", secret=True), "current": Label("現在のパスワード", secret=True)}
EVERYWHERE = {
    "email": Label("Eメールアドレス", "Email address"),
    "name": Label("お名前", "Your name"),
    "furigana": Label("フリガナ"),
    "postal_code": Label("郵便番号"),
    "prefecture": Label("都道府県"),
    "street": Label("市区町村・番地・建物名"),
    "phone": Label("電話番号", "Phone number"),
    "password": Label("パスワード", "Password", secret=True),
    "current": Label("現在のパスワード", secret=True),
    "code": Label("コード", "Code", secret=True),
    "file": Label("ファイル", "File"),
}
"""By an input's name, wherever a form does not say otherwise."""
FORMS: Mapping[str, Mapping[str, Label]] = {
    "kdp/bookshelf/new": {
        "title": Label("本のタイトル"),
        "subtitle": Label("サブタイトル"),
        "author": Label("著者名"),
        "description": Label("内容紹介"),
    },
    "kdp/bookshelf/[0-9]+/manuscript": {
        "file": Label("原稿のファイル"),
        "encoding": Label("テキストの文字コード", choices={"": "自動で判定する（おすすめ）"}),
    },
    "kdp/bookshelf/[0-9]+/(pricing|publish)": PRICE,
    "kdp/bookshelf/[0-9]+/campaigns": {"starts_on": Label("開始日"), "ends_on": Label("終了日")},
    "kdp/community/new": {"title": Label("タイトル"), "text": Label("本文")},
    "kdp/community/[0-9]+": {"text": Label("返信の本文")},
    "kdp/contact": {
        "email": Label("回答をお送りするEメールアドレス"),
        "subject": Label("件名"),
        "text": Label("お問い合わせ内容"),
    },
    "seller/begin": {"name": Label("店舗名")},
    "seller/listings/new": {
        "title": Label("商品名"),
        "category": Label("カテゴリー"),
        "price": Label("価格（円、税込）"),
        **QUANTITY,
        "fulfilment": Label("発送方法", choices={"fba": "FBA（Mihonyaが保管・発送）", "own": "自社発送"}),
    },
    "seller/settings/bank": BANK,
    "seller/settings/plan": {"plan": Label("変更後のプラン", choices={"large": "大口出品", "small": "小口出品"})},
    "seller/help/closing": {"comment": Label("コメント")},
    "seller/cases/[^/]+": {"comment": Label("コメント（任意）")},
    "store/cart/(add|update)": QUANTITY,
    "store/checkout": {"deliver_on": Label("お届け希望日")},
    "store/gift-cards": {"amount": Label("チャージ金額（円）")},
    "store/orders/[^/]+/refund": {
        "way": Label("返金の受け取り方法", choices={"gift": "ギフト券残高", "bank": "銀行振込"}),
        **BANK,
    },
    "store/orders/[^/]+/return": {
        "reason": Label("返品の理由", choices={"faulty": "不良品"}),
        "comment": Label("コメント（任意）"),
    },
    "store/account/one-click/card|com/account/one-click": CARD,
    "(store|com)/contact/call/number": CALL,
    "(store|com)/contact/chat/[0-9]+": CHAT,
    "(store|com)/contact/mail": MAIL,
    "com/signin": {"email": Label("", "Email address or mobile number")},
    "com/kindle/consolidation/account": {
        "email": Label("", "Email address of your Japanese account"),
        "password": Label("", "Password of your Japanese account", secret=True),
    },
    "(store|kdp|seller)/signin": {"email": Label("Eメールアドレスまたは携帯電話番号")},
    "(store|kdp|seller)/signin/lost-phone/code": {"code": Label("リカバリーコード", secret=True)},
    "(store|kdp|seller)/account/security/email": {"email": Label("新しいEメールアドレス")},
    "(store|kdp|seller)/(account/security/password|password/reset/.+)": NEW_PASSWORD,
}
"""By a form's site and path: its inputs in which people write or choose, as the form itself calls them."""


def labels(site: str, path: str) -> dict[str, Label]:
    """The labels of the form that is sent to a path of a site, by the names of its inputs."""
    where = site + path.partition("?")[0]
    own = next((inputs for form, inputs in FORMS.items() if re.fullmatch(form, where)), {})
    return {**EVERYWHERE, **own}
