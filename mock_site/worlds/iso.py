"""Spans of time and moments as programs write them (ISO 8601), for pydantic models and their JSON schemas."""

import re
from datetime import datetime, timedelta
from typing import Annotated, Any

import isodate
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from mock_site.times import JST

_SECONDS = "[0-9]{1,11}S"
_MINUTES = f"([0-9]{{1,9}}M({_SECONDS})?|{_SECONDS})"
_TIME = f"T([0-9]{{1,7}}H({_MINUTES})?|{_MINUTES})"
SPAN = f"^P([0-9]{{1,5}}W|[0-9]{{1,5}}D({_TIME})?|{_TIME})$"
"""Weeks, or days, hours, minutes and seconds: years and months have no fixed length, the clock no fractions."""
MOMENT = (
    "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)
"""A date and time of the years 2000 to 2099, with its offset."""
_FRACTION = re.compile(r"[.][0-9]+")


def read_span(text: Any) -> timedelta:
    """Read `P6DT1H`; refuses what is no span, and one whose length depends on the calendar."""
    if isinstance(text, timedelta):
        return text
    if not isinstance(text, str) or not re.fullmatch(SPAN, text):
        raise ValueError(
            "an ISO 8601 duration of weeks, or of days, hours, minutes and seconds, like P6DT1H, is needed"
        )
    read: timedelta = isodate.parse_duration(text)
    return read


def read_longer_span(text: Any) -> timedelta:
    """Read a span that is longer than nothing."""
    if not (read := read_span(text)):
        raise ValueError("a duration longer than nothing is needed")
    return read


def write_span(span: timedelta) -> str:
    """Write `P6DT1H`."""
    return str(isodate.duration_isoformat(span))


def read_moment(text: Any) -> datetime:
    """Read `2026-07-16T03:00:00+09:00` as JST, to the second; refuses a time without its offset."""
    if isinstance(text, datetime):
        return text
    try:
        if isinstance(text, str) and re.fullmatch(MOMENT, text):
            return datetime.fromisoformat(_FRACTION.sub("", text)).astimezone(JST)
    except ValueError:  # the 31st of June
        pass
    raise ValueError(
        "a date and time with its offset is needed, like 2026-07-16T03:00:00+09:00, of the years 2000 to 2099"
    )


SPAN_SCHEMA: dict[str, Any] = {
    "type": "string",
    "format": "iso-8601-duration",  # JSON schema's own “duration” knows no PT1H30S
    "pattern": SPAN,
    "not": {"pattern": "^[PWTDHMS0]*$"},
    "description": "ISO 8601, longer than nothing; no years, months or fractions.",
    "examples": ["P6DT1H"],
}
MOMENT_SCHEMA: dict[str, Any] = {
    "type": "string",
    "format": "date-time",
    "pattern": MOMENT,
    "description": "RFC 3339, with its offset; fractions of a second are dropped.",
    "examples": ["2026-07-16T03:00:00+09:00"],
}

Span = Annotated[timedelta, BeforeValidator(read_longer_span), WithJsonSchema(SPAN_SCHEMA)]
"""A span of time that is longer than nothing."""
SpanOrNone = Annotated[
    timedelta,
    BeforeValidator(read_span),
    PlainSerializer(write_span, when_used="json"),
    WithJsonSchema(
        {key: value for key, value in SPAN_SCHEMA.items() if key != "not"}
        | {"description": "ISO 8601; no years, months or fractions.", "examples": ["PT2H"]}
    ),
]
"""A span of time, also one of no length."""
Moment = Annotated[datetime, BeforeValidator(read_moment), WithJsonSchema(MOMENT_SCHEMA)]
"""A moment as it is given; in JST from then on."""
