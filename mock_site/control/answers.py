"""What the control API answers: the models that its description is made from, too."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from mock_site.worlds import iso


class Told(BaseModel):
    """Something that a caller is told."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True, from_attributes=True)


class WorldFacts(Told):
    """A world."""

    id: str
    seed: int
    now: datetime
    running: bool = Field(description="Whether the clock follows the real one.")
    urls: dict[str, str] = Field(description="The addresses of its sites, as this caller's browser reaches them.")
    faults: dict[str, dict[str, Any]] = Field(description="The weather that it has, with its parameters.")
    defects: list[str] = Field(description="The bugs that it has, by their names in the catalogue.")
    settings: dict[str, iso.SpanOrNone] = Field(description="The figures that were set for it alone.")


class ClockFacts(Told):
    """Where the clock stands, and what happened by itself on the way."""

    now: datetime
    running: bool
    happened: list[dict[str, Any]] = Field(description="In order: `at`, `kind`, and the facts of each.")


class AddressFacts(Told):
    """Where somebody's parcels go."""

    name: str
    postal_code: str
    prefecture: str
    street: str
    phone: str


class PastOrderFacts(Told):
    """An order of one product that somebody placed before now."""

    number: str
    sku: str
    quantity: int
    state: str
    payment: str
    placed_at: datetime


class PublishedFacts(Told):
    """A book that somebody has on sale."""

    sku: str
    title: str
    price: int


class PublisherFacts(Told):
    """What somebody has at the publisher's portal."""

    books: list[str] = Field(description="The titles on the bookshelf, the newest first.")
    on_sale: list[PublishedFacts] = Field(description="Those that the store sells, the newest first; prices in yen.")
    posts: list[str] = Field(description="The titles of the community's posts, the oldest first.")


class ListingFacts(Told):
    """Something that a seller lists at the store."""

    sku: str
    title: str
    price: int
    quantity: int
    fulfilment: Literal["fba", "own"]
    up: bool


class SellerFacts(Told):
    """What somebody has at Seller Central."""

    name: str
    plan: Literal["large", "small"]
    bank: Literal["valid", "none", "failed"]
    balance: int
    listings: list[ListingFacts]
    closed_at: datetime | None


class BookFacts(Told):
    """An e-book that somebody has bought."""

    sku: str
    downloaded: bool


class PersonFacts(Told):
    """Somebody with an account, the plain password included."""

    id: int
    marketplace: str
    email: str | None
    password: str
    past_passwords: list[str]
    signs_in_by: Literal["email", "phone"]
    closed_at: datetime | None
    two_step: Literal["sms", "voice", "totp"] | None
    totp_secret: str | None = Field(description="What an authenticator app is given, in base32 (RFC 6238).")
    recovery_codes: list[str] = Field(description="Each signs in once in place of a code; told this once.")
    name: str
    furigana: str
    phone: str | None
    birthday: date | None
    prime: bool
    kindle_unlimited: bool
    newsletters: bool
    gift_balance: int
    points: int
    address: AddressFacts | None
    one_click: bool
    books: list[BookFacts]
    orders: list[PastOrderFacts]
    origin: Literal["createspace"] | None
    publisher: PublisherFacts
    seller: SellerFacts | None
    consolidation: Literal["refused"] | None


class ReadyMadeFacts(Told):
    """A ready-made persona: what is special, and the accounts to be made for it."""

    id: str
    group: str
    title: str
    sentence: str
    people: list[dict[str, Any]] = Field(description="A body for `POST /worlds/{world}/accounts` each, in this order.")


class Cookie(Told):
    """A cookie as Playwright's `add_cookies` takes it: `expires` is -1 for one without a date."""

    name: str
    value: str
    domain: str
    path: str = "/"
    expires: int = -1
    httpOnly: bool = True  # noqa: N815 (Playwright's name)
    secure: bool = False
    sameSite: Literal["Lax"] = "Lax"  # noqa: N815 (Playwright's name)


class SessionFacts(Told):
    """What a browser needs to be signed in."""

    cookies: list[Cookie]


class LinkFacts(Told):
    """A link of a message."""

    label: str
    url: str


class MessageFacts(Told):
    """A message that reached somebody."""

    id: int
    kind: Literal["mail", "sms", "voice"]
    to: str
    at: datetime
    folder: Literal["inbox", "spam"]
    subject: str
    text: str
    links: list[LinkFacts]


class ProductFacts(Told):
    """Something for sale at the Japanese store, its price in yen, tax included; or an e-book at `com` alone."""

    sku: str
    title: str
    price: int | None = Field(description="Yen; null for what the Japanese store does not sell.")
    kind: Literal["physical", "ebook"]
    sold_by: str
    shipped_by: str
    marketplaces: list[str]
    price_com: int | None = Field(default=None, description="US cents; null for what `com` does not sell.")


class OrderFacts(Told):
    """How far an order has come, and what happened by the call."""

    number: str
    state: str
    happened: list[dict[str, Any]]


class IncidentFacts(Told):
    """A server error, with the reference number that its page showed (S-15)."""

    reference: str
    at: datetime
    method: str
    url: str
    traceback: str


class FaultFacts(Told):
    """A weather that the world has now."""

    name: str
    parameters: dict[str, Any]


class DefectFacts(Told):
    """A bug of the catalogue: the line that it breaks, and what a user would report."""

    id: str
    line: str
    area: str
    title: str
    report: str


class FieldProblem(Told):
    """What is wrong with one field."""

    field: str = Field(description="Its name, with dots into what is nested: `orders.0.sku`.")
    detail: str


class ProblemFacts(Told):
    """What went wrong, by RFC 9457."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=False)

    type: str = Field(description="What kind of problem it is; `about:blank` says no more than the status.")
    title: str
    status: int
    detail: str
    field: str | None = Field(default=None, description="The first field that is at fault, if one is.")
    errors: list[FieldProblem] | None = None
    reference: str | None = Field(
        default=None, description="Of an incident, in the world's `/incidents` and the server's log."
    )
