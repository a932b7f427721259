"""The front page's defects: by area, found by words, and switched."""

import re
from types import SimpleNamespace

import pytest

from tests.site.desk import Desk, section, words

BUGS = {
    bug.id: bug
    for bug in (
        SimpleNamespace(id="P-25.a", line="P-25", area="konbini", title="A late payment", report="It was taken."),
        SimpleNamespace(id="P-18.a", line="P-18", area="konbini", title="A card at the register", report="It beeped."),
        SimpleNamespace(id="A-06.a", line="A-06", area="identity", title="An old password", report="It was taken."),
    )
}


@pytest.fixture
def bugs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A site whose catalogue has three bugs."""
    monkeypatch.setitem(desk.app.extensions, "tadoru.defects", BUGS)
    return desk


def has(desk: Desk) -> list[str]:
    """The bugs that the world has."""
    with desk.open() as world:
        return list(world.row.defects)


def shelves(page: str) -> list[str]:
    """The areas on the page, with how many they have and have on; open ones are marked."""
    found = re.findall(r'<details class="shelf"( open)?>\s*<summary>(.*?)</summary>', page, re.DOTALL)
    return [words(title).strip() + opened for opened, title in found]


def test_areas_and_their_bugs(bugs: Desk) -> None:
    """Every bug has a switch under its area, and says what a user would report."""
    page = bugs.look().text
    assert shelves(page) == ["identity 1", "konbini 2"]
    told = words(section(page, "defects"))
    assert told.index("P-18.a") < told.index("P-25.a A late payment")
    assert "It was taken." in told
    assert section(page, "defects").count('role="switch" aria-checked="false"') == 3


def test_a_bug_is_switched_on_and_off(bugs: Desk) -> None:
    """Sent twice it stays; what is on stands first, and its area lies open where one goes on."""
    for on, expected in (("yes", ["P-25.a"]), ("no", [])):
        for _ in range(2):
            sent = bugs.send("/front/defects/P-25.a", on=on)
            assert (sent.status_code, sent.location) == (303, "/?world=w1&area=konbini#defect-P-25.a")
            assert has(bugs) == expected
        page = bugs.look(sent.location).text
        assert shelves(page) == ["identity 1", f"konbini 2{' 1 on' if on == 'yes' else ''} open"]
        assert section(page, "defects").count('aria-checked="true"') == (2 if on == "yes" else 0)
        assert page.count('id="defect-P-25.a"') == 1


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("taken", ["identity 1 open", "konbini 1 open"]),
        ("TAKEN%20konbini", ["konbini 1 open"]),
        ("%EF%BC%B0-25", ["konbini 1 open"]),
        ("a-06", ["identity 1 open"]),
    ],
)
def test_bugs_are_found_by_their_words(bugs: Desk, find: str, found: list[str]) -> None:
    """All words count, wherever they stand, in capitals, small or wide; the areas lie open then."""
    assert shelves(bugs.look(f"/?world=w1&find={find}").text) == found


def test_no_bug_has_the_words(bugs: Desk) -> None:
    """The page says so, and what was typed stays."""
    page = bugs.look("/?world=w1&find=%22%3Cb%3E").text
    assert "No defect has these words" in page
    assert 'value="&#34;&lt;b&gt;"' in page


def test_an_empty_catalogue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says so."""
    monkeypatch.setitem(desk.app.extensions, "tadoru.defects", {})
    assert "This site has no catalogue of defects" in desk.page()


@pytest.mark.parametrize("on", ["yes", "no"])
def test_unknown_bugs(bugs: Desk, on: str) -> None:
    """Are refused in words."""
    refused = bugs.send("/front/defects/P-99.z", on=on)
    assert (refused.status_code, "no defect “P-99.z”" in refused.text) == (404, True)
    assert has(bugs) == []


def test_bugs_do_not_reach_the_page(bugs: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that breaks what the page looks at leaves the switch that mends it."""
    account = bugs.add("author")
    spoiled = {"publishing.shelf.bookshelf": lambda *_: 1 / 0}
    monkeypatch.setattr(bugs.app.store, "_replacements", lambda names: spoiled if "P-25.a" in names else {})
    bugs.send("/front/defects/P-25.a", on="yes")
    page = bugs.look()
    assert (page.status_code, f'id="person-{account}"' in page.text) == (200, True)
    assert bugs.send("/front/defects/P-25.a", on="no").status_code == 303


def test_a_bug_of_another_version_can_be_taken_out(bugs: Desk) -> None:
    """It is named, and goes."""
    with bugs.open(write=True) as world:
        world.row.defects = ["Z-01.a"]
    assert "Z-01.a is on, and not of this version’s catalogue" in bugs.page()
    assert bugs.send("/front/defects/Z-01.a", on="yes").status_code == 404
    assert bugs.send("/front/defects/Z-01.a", on="no").location == "/?world=w1#defects"
    assert has(bugs) == []
