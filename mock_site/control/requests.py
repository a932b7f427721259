"""What the control API takes: the models that its description is made from, too."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from mock_site.identity.service import PASSWORD_MOST, PREFECTURES
from mock_site.selling.service import CATEGORIES, SHOP_NAME_MOST
from mock_site.shop.service import SKU
from mock_site.worlds import iso
from mock_site.worlds.names import NAME

_ON_ONE_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]"
Text = Annotated[
    str,
    StringConstraints(max_length=100, pattern=rf"^{_ON_ONE_LINE}*[0-9A-Za-zÀ-ÖØ-öø-ɏぁ-ゖァ-ヺ一-龥]{_ON_ONE_LINE}*$"),
    Field(json_schema_extra={"format": "line-of-text"}),
]
"""Something to be read, on one line."""
ShopName = Annotated[Text, Field(max_length=SHOP_NAME_MOST)]
WorldName = Annotated[str, StringConstraints(pattern=f"^{NAME}$")]
Email = Annotated[
    str,
    StringConstraints(
        max_length=100,
        pattern=r"^[A-Za-z0-9]+([._+-][A-Za-z0-9]+)*@([A-Za-z0-9]{1,20}(-[A-Za-z0-9]{1,20})?\.){1,3}[A-Za-z]{2,10}$",
    ),
]
OldPassword = Annotated[str, StringConstraints(min_length=1, max_length=PASSWORD_MOST, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One of the time before six characters were asked for, too."""
Furigana = Annotated[str, StringConstraints(max_length=100, pattern="^[ァ-ヶー]+([・ 　][ァ-ヶー]+)*$")]
Phone = Annotated[
    str,
    StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$"),
    Field(description="E.164; a number that can be called.", json_schema_extra={"format": "telephone-number"}),
]
Prefecture = Literal[PREFECTURES]  # type: ignore[valid-type]  # the tuple is the one list of them


def _whole(given: Any) -> Any:
    """`12.0` is a whole number in JSON."""
    return int(given) if isinstance(given, float) and given.is_integer() else given


Money = Annotated[int, Field(ge=0, le=10_000_000), BeforeValidator(_whole)]
Id = Annotated[int, Field(ge=1, lt=2**53), BeforeValidator(_whole)]
Seed = Annotated[int, Field(ge=0, lt=2**53), BeforeValidator(_whole)]
Pieces = Annotated[int, Field(ge=1, le=99), BeforeValidator(_whole)]
Sku = Annotated[str, StringConstraints(pattern=f"^{SKU.pattern}$")]


class Given(BaseModel):
    """Something that a caller gives: nothing that is not described, and no type for another."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Given):
    """An empty object; the body may as well be left out."""


class Settings(Given):
    """Figures of one world alone; what is left out is as documented."""

    payment_grace: iso.SpanOrNone | None = Field(
        default=None,
        description="How long after its deadline a payment still goes through (P-26); one hour by default.",
    )


class NewWorld(Given):
    """A world to be made, or forked from another one."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {"required": ["from", "now"], "properties": {"from": {"type": "string"}, "now": {"type": "string"}}}
        }
    )

    id: WorldName | None = Field(default=None, description="Its name, which stands in its hosts; drawn if left out.")
    seed: Seed | None = Field(
        default=None, description="Of its random streams; drawn if left out, the origin's for a fork."
    )
    now: iso.Moment | None = Field(default=None, description="Where its clock stands. A fork has its origin's time.")
    origin: WorldName | None = Field(
        default=None, alias="from", description="The world to be forked, sessions included."
    )
    settings: Settings = Settings()

    @model_validator(mode="after")
    def _has_one_time(self) -> "NewWorld":
        if self.origin is not None and self.now is not None:
            raise ValueError("a fork has its origin's time: leave out `now`, and move the clock of the fork")
        return self


class ClockOrder(Given):
    """What the clock is to do: one of the three, never null."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    # which of them is set says what is asked
    advance: iso.Span = Field(default=None)  # type: ignore[assignment]
    to: iso.Moment = Field(default=None)  # type: ignore[assignment]
    running: bool = Field(default=None, description="Follow the real clock, or stand still.")  # type: ignore[assignment]

    @model_validator(mode="before")
    @classmethod
    def _is_one(cls, given: Any) -> Any:
        if isinstance(given, dict) and len(given) != 1:
            raise ValueError("exactly one of `advance`, `to` and `running` is needed")
        return given


class AddressGiven(Given):
    """Where somebody's parcels go; what is left out is made up, fitting the prefecture."""

    name: Text | None = None
    postal_code: Annotated[str, StringConstraints(pattern="^[0-9]{3}-?[0-9]{4}$")] | None = None
    prefecture: Prefecture | None = None
    street: Text | None = None
    phone: Annotated[str, StringConstraints(pattern="^0[0-9]{9,10}$")] | None = None


class PastOrderGiven(Given):
    """An order of one product that somebody placed before now."""

    sku: Sku
    quantity: Pieces = 1
    state: Literal["paid", "shipped", "delivered", "cancelled"] = "delivered"
    payment: Literal["konbini", "card", "gift"] = "card"
    placed_at: iso.Moment | None = Field(default=None, description="A month ago if left out; not after now.")
    receipt_printed: bool = False


class PublishedGiven(Given):
    """A book that somebody has on sale, as a plain text (B-01)."""

    title: Text
    price: Annotated[int, Field(ge=99, le=20_000, description="Yen.")] = 500
    text: Annotated[str, StringConstraints(min_length=1, max_length=100_000)] | None = Field(
        default=None, description="What its readers are shown; made up if left out."
    )


class PublisherGiven(Given):
    """What somebody has at the publisher's portal."""

    books: list[Text] = Field(default=[], max_length=100, description="Titles of drafts on the bookshelf.")
    on_sale: list[PublishedGiven] = Field(default=[], max_length=100, description="Books that the store sells.")
    posts: list[Text] = Field(default=[], max_length=10, description="Titles of posts in the community (B-08).")


class ListingGiven(Given):
    """Something that a seller lists at the store."""

    sku: Sku | None = None
    title: Text
    price: Annotated[int, Field(ge=1, le=1_000_000), BeforeValidator(_whole)]
    quantity: Annotated[int, Field(ge=0, le=999), BeforeValidator(_whole)] = 10
    category: Literal[CATEGORIES] = "キッチン"  # type: ignore[valid-type]  # the tuple is the one list of them
    fulfilment: Literal["fba", "own"] = Field(default="fba", description="Kept and sent by the shop, or by the seller.")
    up: bool = Field(default=True, description="For sale, or taken down.")


class SellerGiven(Given):
    """What somebody has at Seller Central; without more, nothing stands in the way of closing it (L-02)."""

    name: ShopName | None = Field(default=None, description="What buyers read as the seller; no two have the same.")
    plan: Literal["large", "small"] = "small"
    bank: Literal["valid", "none", "failed"] = Field(
        default="valid", description="Where payouts go; `failed` is an account that no longer exists."
    )
    balance: Money = Field(default=0, description="Yen that are still to be paid out.")
    listings: list[ListingGiven] = Field(default=[], max_length=100)


class BookGiven(Given):
    """An e-book that somebody has bought."""

    sku: Sku
    downloaded: bool = False
    title: Text | None = Field(default=None, description="Of a book that is not for sale.")


JAPANESE_ONLY = (
    *("past_passwords", "phone_account", "two_step", "furigana", "prime", "kindle_unlimited", "gift_balance"),
    *("points", "address", "orders", "awaiting_payment", "origin", "publisher", "seller"),
)
"""What an account of `com` has nothing of, so that nothing is said of it."""
_OF_COM: dict[str, Any] = {"properties": {"marketplace": {"const": "com"}}, "required": ["marketplace"]}


class Persona(Given):
    """Somebody to be given an account. What is left out, or null where nothing else is said, is made up."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {
                "anyOf": [
                    {**_OF_COM, "anyOf": [{"required": [name]} for name in JAPANESE_ONLY]},
                    {
                        "required": ["consolidation"],
                        "properties": {"consolidation": {"type": "string"}},
                        "not": _OF_COM,
                    },
                    {
                        "required": ["one_click", "address"],
                        "properties": {"one_click": {"const": True}, "address": {"type": "null"}},
                    },
                ]
            }
        }
    )

    marketplace: Literal["jp", "com"] = Field(
        default="jp",
        description="Whose store the account is of; `com` is the English one, without "
        "addresses, points and whatever else is Japanese.",
    )
    email: Email | None = None
    password: OldPassword | None = Field(
        default=None, description="Shorter than 6 characters only on an account from the past (A-05)."
    )
    past_passwords: list[OldPassword] = Field(
        default=[], max_length=10, description="Those that the account had before, oldest first (A-06)."
    )
    phone_account: bool = Field(
        default=False, description="Signs in by its mobile number; has no e-mail address unless one is given (S-05)."
    )
    two_step: Literal["sms", "voice", "totp"] | None = Field(
        default=None, description="How codes come after the password; the first two need a phone (S-11)."
    )
    closed: bool = Field(default=False, description="Was closed, after everything else that is said here (S-13).")
    name: Text | None = None
    furigana: Furigana | None = None
    phone: Phone | None = Field(default=None, description="Null for somebody who has told none.")
    birthday: date | None = Field(default=None, description="Null for somebody who has told none.")
    prime: bool = False
    kindle_unlimited: bool = False
    newsletters: bool = True
    gift_balance: Money = Field(default=0, description="Yen.")
    points: Money = 0
    address: AddressGiven | None = Field(default=None, description="Null for somebody who has told none.")
    one_click: bool = Field(default=False, description="Has a card and 1-Click switched on; needs an address (M-01).")
    books: list[Sku | BookGiven] = Field(
        default=[], max_length=1000, description="E-books bought: by SKU alone, they were not downloaded yet."
    )
    orders: list[PastOrderGiven] = Field(default=[], max_length=10_000)
    awaiting_payment: list[Sku] = Field(
        default=[],
        max_length=10,
        description="Products ordered just now, an order each, to be paid at a convenience store (P-05).",
    )
    one_click_orders: list[Sku] = Field(
        default=[], max_length=10, description="E-books bought just now with one click; needs `one_click` (M-01)."
    )
    origin: Literal["createspace"] | None = Field(default=None, description="Where somebody came from (S-09).")
    publisher: PublisherGiven | None = None
    seller: SellerGiven | None = Field(default=None, description="Sells at the store, too (L-01).")
    consolidation: Literal["refused"] | None = Field(
        default=None, description="An account of `com` whose library cannot be consolidated by oneself (K-05)."
    )

    @model_validator(mode="after")
    def _fits_its_marketplace(self) -> "Persona":
        said = [name for name in JAPANESE_ONLY if name in self.model_fields_set]
        if self.marketplace == "com" and said:
            raise ValueError(f"an account of `com` has none of these: {', '.join(said)}")
        if self.marketplace != "com" and self.consolidation is not None:
            raise ValueError("libraries are consolidated from an account of `com`")
        return self


class NewSession(Given):
    """Who is to be signed in, and where."""

    account: Id
    site: Literal["store", "com", "kdp", "seller"] = "store"


class MessageFilter(Given):
    """Which messages are wanted."""

    to: str | None = Field(default=None, description="An address or number; without it, everybody's.")
    kind: Literal["mail", "sms", "voice"] | None = None


class TextOrCall(Given):
    """What somebody else sends to a telephone: a text message, or a call that rings it and says the text."""

    kind: Literal["sms", "voice"]
    to: Phone
    sender: Text = "見本 太郎"
    text: Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=r"^[^\x00-\x1f\x7f]+$")]


class FaultParameters(BaseModel):
    """How a weather is to be; each kind has its own."""

    model_config = ConfigDict(extra="allow")
