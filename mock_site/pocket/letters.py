"""Writing letters: text templates of any area, filled in without Flask, as the clock sends mails too."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mock_site.pocket import rules
from mock_site.wording import FILTERS


def write(letter: str, **facts: Any) -> tuple[str, str]:
    """Fill in a text template: returns subject and text; a fact that is missing is an error."""
    return rules.split_letter(_environment().get_template(letter).render(**facts))


@cache
def _environment() -> Environment:
    areas = sorted(Path(__file__).parent.parent.glob("*/templates"))
    environment = Environment(
        loader=FileSystemLoader(areas),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 (letters are plain text; the pages that show them escape it)
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(FILTERS)
    return environment
