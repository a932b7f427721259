"""Records and pictures of walks that never were, for tests of the storyboard."""

import json
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


def step(title: str, *lines: str, **facts: Any) -> dict[str, Any]:
    """Make a step; it passed unless told otherwise."""
    told: dict[str, Any] = {"name": "Flow.step", "title": title, "lines": list(lines), "variant": None, "seconds": 0.5}
    return {**told, "outcome": "passed", "depth": 0, "picture": None, "url": "about:blank", **facts}


def walk(test: str, title: str, *steps: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """Make a walk at a desktop in Chromium; it passed unless told otherwise."""
    told: dict[str, Any] = {
        "test": f"tests/journeys/test_konbini.py::{test}",
        "title": title,
        "area": "konbini",
        "device": "desktop",
    }
    told |= {"engine": "chromium", "engine_version": "156.0.1", "outcome": "passed", "seconds": 2.5, "failure": None}
    return {**told, "command": f"pytest {told['test']}", "worker": "gw0", "steps": list(steps), **facts}


def save(folder: Path, *walks: dict[str, Any]) -> Path:
    """Write the files that tests leave behind, with a drawn picture for each step that has none yet."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for told in walks:
        at = len(list(data.glob("*.json")))
        for number, one in enumerate(told["steps"]):
            if one["picture"] is None:
                name = one["picture"] = f"{at}-{number}.jpg"
                draw(data / name, SIZES[told["device"]], one["title"])
        (data / f"{at}.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def draw(path: Path, size: tuple[int, int], text: str) -> None:
    """Draw a picture with a text."""
    picture = Image.new("RGB", size, "#eef2f0")
    ImageDraw.Draw(picture).text((40, 40), text, fill="#17212c", font_size=24)
    picture.save(path, quality=70)


def sample(folder: Path) -> Path:
    """Two journeys on both devices, one of them at two chains, one failing on the phone, and a test without lines."""
    walks: list[dict[str, Any]] = []
    for device in SIZES:
        for chain in ("lawson", "ministop"):
            walks.append(
                walk(
                    f"test_loppi[chromium-{device}-{chain}]",
                    "The number is paid on Loppi.",
                    step("Order a kettle", "P-01", "P-05"),
                    step("Pay on Loppi", "P-13", variant=chain, now="2026-07-03T01:00:00Z"),
                    step("Enter 8888", depth=1, variant=chain),
                    device=device,
                    worker=f"gw{len(walks) % 2}",
                )
            )
        broken = device == "phone"
        facts = (
            {"outcome": "failed", "failure": "\x1b[31mExpected\x1b[0m the deadline <b>to show</b>"} if broken else {}
        )
        late = [step("Wait six days", "P-25", outcome="failed" if broken else "passed")]
        late += [] if broken else [step("See it gone", "P-27")]
        title = "An unpaid order is cancelled."
        walks.append(walk(f"test_late[chromium-{device}]", title, *late, device=device, **facts))
    walks.append(walk("test_front[firefox-desktop]", "The front page greets.", step("Look around"), engine="firefox"))
    return save(folder, *walks)
