"""The kinds of bad weather that a world can have, as data: what each does and which parameters it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError, WithJsonSchema

from mock_site.hosts import SITES
from mock_site.problems import NotFound, Unprocessable
from mock_site.worlds import iso

TOPICS = (
    "registration",
    "account-closed",
    "order-confirmation",
    "payment-number",
    "payment-received",
    "dispatch",
    "cancellation",
    "return",
    "refund-choice",
    "refund-completed",
    "inquiry",
    "inquiry-answer",
    "code",
    "password-reset",
    "email-approval",
    "email-changed",
    "security-notice",
    "two-step-recovery",
    "libraries-consolidated",
    "seller-case",
    "seller-closed",
    "seller-payout",
    "seller-return",
)
"""What the shop's mails are about."""
SMS_TOPICS = ("code", "approval", "account-closed", "personal")
"""What text messages are about: the shop's, and those of other people."""
LONGEST_DELAY = timedelta(days=366)


class UnknownFault(NotFound):
    """No weather has this name."""

    title = "No such fault"


class BadFault(Unprocessable):
    """The weather is known, but not with these parameters."""

    title = "Not a way to set this fault"


def _delay(text: str) -> str:
    if not timedelta() < iso.read_span(text) <= LONGEST_DELAY:
        raise ValueError("a duration longer than nothing and at most P366D is needed")
    return text


class Parameters(BaseModel):
    """What a weather can be told; nothing else is taken."""

    model_config = ConfigDict(extra="forbid")


class SomeMail(Parameters):
    """Which mails are struck: those of one topic, or all."""

    topic: Literal[TOPICS] | None = None  # type: ignore[valid-type]  # the tuple is the one list of topics


class LateMail(SomeMail):
    """Which mails are struck, and how long they are on their way."""

    delay: Annotated[str, AfterValidator(_delay), WithJsonSchema(iso.SPAN_SCHEMA)] = "PT1H"


class SomeText(Parameters):
    """Which text messages are struck: those of one topic, or all."""

    topic: Literal[SMS_TOPICS] | None = None  # type: ignore[valid-type]  # the tuple is the one list of topics


class Closing(Parameters):
    """When a closed page opens again; without it, when the weather is cleared."""

    until: iso.Moment | None = None


class SomeSites(Parameters):
    """Which sites are struck, or all."""

    sites: list[Literal[SITES]] | None = None  # type: ignore[valid-type]  # the tuple is the one list of sites


class Overload(SomeSites):
    """Which sites are overloaded, and for how long from when it is set (S-14)."""

    duration: Annotated[str, AfterValidator(_delay), WithJsonSchema(iso.SPAN_SCHEMA)] = "PT12M"


class Crowd(Parameters):
    """How long a call that was asked for waits for a free line (T-06)."""

    wait: Annotated[str, AfterValidator(_delay), WithJsonSchema(iso.SPAN_SCHEMA)] = "PT3M"


class Break(SomeSites):
    """Which page breaks, once: the next one asked for whose path begins like this (S-15)."""

    path: Annotated[str, StringConstraints(pattern="^/", max_length=200)] = "/"


@dataclass(frozen=True)
class Weather:
    """A kind of weather: its name for programs, its Japanese label, and what it does in one sentence."""

    name: str
    label: str
    sentence: str
    parameters: type[Parameters]


WEATHERS = {
    weather.name: weather
    for weather in (
        Weather("mail-lost", "メール不達", "Mails are sent but never arrive.", SomeMail),
        Weather("mail-spam", "迷惑メール判定", "Mails land in the spam folder.", SomeMail),
        Weather("mail-late", "メール遅延", "Mails arrive only after a delay.", LateMail),
        Weather("sms-lost", "SMS不達", "Text messages are sent but never arrive.", SomeText),
        Weather(
            "payment-page-maintenance",
            "お支払いページのメンテナンス",
            "The page with the payment numbers is closed for maintenance.",
            Closing,
        ),
        Weather("overloaded", "アクセス集中", "Every page answers 500 for a while.", Overload),
        Weather("crowded-lines", "電話の混雑", "The customer service calls late, from abroad.", Crowd),
        Weather(
            "conversion-fault", "原稿変換の不具合", "Manuscripts that are published are converted badly.", Parameters
        ),
        Weather("unforeseen-error", "予期しないエラー", "The next page breaks in a way that nobody foresaw.", Break),
    )
}
"""All known weather, by name."""


def weather(name: str) -> Weather:
    """Look a kind of weather up."""
    if name not in WEATHERS:
        raise UnknownFault(f"There is no fault named “{name}”; known are {', '.join(WEATHERS)}.")
    return WEATHERS[name]


def parameters(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Check what a weather is told, and fill in its defaults; JSON-able."""
    try:
        return weather(name).parameters.model_validate(dict(given)).model_dump(mode="json")
    except ValidationError as refused:
        error = refused.errors(include_url=False)[0]
        field = ".".join(str(part) for part in error["loc"]) or None
        message = error["msg"].removeprefix("Value error, ")
        raise BadFault(f"“{field}” of {name}: {message}.", field=field) from None


def beginning(checked: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """What a weather is told, with the moment when it ends by itself if it lasts for a time from now."""
    if "duration" not in checked:
        return dict(checked)
    return {**checked, "until": (now + iso.read_span(checked["duration"])).isoformat()}


def strikes(told: Mapping[str, Any] | None, site: str, path: str) -> bool:
    """Whether a weather that is on strikes a page of a site."""
    if told is None:
        return False
    return site in (told.get("sites") or SITES) and path.startswith(told.get("path", "/"))


def is_over(told: Mapping[str, Any], now: datetime) -> bool:
    """Whether a weather that was to last until some moment is past it."""
    until = told.get("until")
    return until is not None and datetime.fromisoformat(until) <= now
