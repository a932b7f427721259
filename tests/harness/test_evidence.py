"""What a failing test leaves beside Playwright's trace, as a suite that uses the plugin finds it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from fixtures.world import Site

ALWAYS = {"failure.json", "failure.txt", "messages.json", "server.log", "state-after.json"}
"""What every failing test with a world leaves."""
PHONES = ("+819012340001", "+819012340002")
OWN_WORDS = "the test's own words"


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """An empty project beside this one, with the suite."""
    pytester.makeini("[pytest]\naddopts = -p no:cacheprovider\npythonpath = .")
    pytester.makepyfile(test_evident=Path(__file__).with_name("evident.py").read_text(encoding="utf-8"))
    return pytester


def test_a_failing_suite(suite: pytest.Pytester, subtests: pytest.Subtests) -> None:
    """Each failing test leaves what there is of it, without secrets, and its own failure is told whatever happens."""
    result = suite.runpytest_subprocess("-k", "not broken_off and not telephones")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.assert_outcomes(failed=6, passed=2, errors=1)
    for check in (steps, secrets, gone, broken, stuck, torn_down, passing, interrupted):
        with subtests.test(check.__name__):
            check(suite, result.stdout.str())


def steps(suite: pytest.Pytester, said: str) -> None:
    """The whole step's before and after, its page, and its world's log alone; the message tells lines in words."""
    folder = evidence(suite, "steps")
    assert {file.name for file in folder.iterdir()} == ALWAYS | {
        *("state-before.json", "page.aria.yml"),
        *("messages-2.json", "server-2.log", "state-after-2.json", "state-before-2.json"),
    }
    emails = [[one["email"] for one in read(folder / f"state-{when}.json")["accounts"]] for when in ("before", "after")]
    assert emails == [[], ["newcomer@example.jp"]]
    assert read(folder / "state-before-2.json") == read(folder / "state-after-2.json")
    log, other = ((folder / name).read_text(encoding="utf-8") for name in ("server.log", "server-2.log"))
    assert "mock_site.storms.Struck: The weather broke GET /." in log
    assert re.search(r"\[2026-06-01 10:00:00\] 500 GET http://phone\.\w+\.localhost:\d+/$", log, re.MULTILINE)
    assert "404 GET" in other
    assert len(set(re.findall(r"phone\.(\w+)\.localhost", log) + re.findall(r"phone\.(\w+)\.localhost", other))) == 2
    assert 'heading "エラーが発生しました"' in (folder / "page.aria.yml").read_text(encoding="utf-8")
    failure = read(folder / "failure.json")
    assert (failure["step"]["name"], failure["step"]["title"]) == ("Visit.see_nothing", "See what is not there")
    assert failure["step"]["lines"] == ["P-02", "S-15"]
    assert (failure["before"], failure["missing"], len(failure["seed"])) == ("Visit.move_in", [], 2)
    told_in_words = (
        "P-05: The chosen method stands on",
        "S-15: Anything unforeseen reads",
        "expected: ",
        "the page says: 予期しないエラーが発生しました。後でもう一度試してください。",
    )
    for told in told_in_words:
        assert told in said


def secrets(suite: pytest.Pytester, said: str) -> None:
    """No secret stands in any file, in whatever way it is written; what stands around them does."""
    folder = evidence(suite, "secrets")
    known = sorted({secret for secret in read(Path(suite.path, "known.json")) if secret})
    assert len(known) > 60
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert len([name for name in texts if name.startswith("page")]) == 9
    found = {name: [one for one in known if re.search(_written(one), text)] for name, text in texts.items()}
    assert {name: these for name, these in found.items() if these} == {}
    everything = "".join(texts.values())
    for kind in ("[password]", "[code]", "[secret]", "[recovery code]", "[token]", "[card]"):
        assert kind in everything
    assert "[code] がMihonyaの確認コードです" in texts["messages.json"]
    assert read(folder / "failure.json")["missing"] == []
    assert "Actual value: [password]" in read(folder / "failure.json")["error"]


def gone(suite: pytest.Pytester, said: str) -> None:
    """Of a world that was removed it is said that nothing can be told."""
    missing = read(evidence(suite, "world-that-is-gone") / "failure.json")["missing"]
    assert [told.partition(":")[0] for told in missing][-1] == "state-after.json"
    assert "not collected: state-after.json: Refused: 404 No such world" in said


def broken(suite: pytest.Pytester, said: str) -> None:
    """What breaks is missing, and nothing else."""
    folder = evidence(suite, "broken-evidence")
    assert {file.name for file in folder.iterdir()} == ALWAYS - {"server.log"}
    assert read(folder / "failure.json")["missing"] == ["server.log: ZeroDivisionError: division by zero"]


def stuck(suite: pytest.Pytester, said: str) -> None:
    """A page that does not answer in time is missing; one that was closed is no page any more."""
    folder = evidence(suite, "page-without-answer")
    (missing,) = read(folder / "failure.json")["missing"]
    assert missing.startswith("page 1: TimeoutError")


def torn_down(suite: pytest.Pytester, said: str) -> None:
    """A failure after the test finds its world as it was left."""
    folder = evidence(suite, "tearing-down")
    assert read(folder / "failure.json")["phase"] == "teardown"
    assert len(read(folder / "state-after.json")["accounts"]) == 1


def passing(suite: pytest.Pytester, said: str) -> None:
    """What passes leaves nothing."""
    assert list(Path(suite.path, "test-results").glob("*passing*")) == []


def interrupted(suite: pytest.Pytester, said: str) -> None:
    """Ctrl-C ends the run after the failure was told, and kept as far as it goes."""
    missing = read(evidence(suite, "interrupted") / "failure.json")["missing"]
    assert missing == ["what was left to be looked at when somebody pressed Ctrl-C"]
    assert said.count(OWN_WORDS) >= 5
    assert "the run went on" not in said


def test_ctrl_c_loses_no_failure(suite: pytest.Pytester) -> None:
    """Pressed before anything was collected, it ends the run; the failure is told and can be walked again."""
    result = suite.runpytest_subprocess("-k", "broken_off_at_once or never_walked")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert OWN_WORDS in result.stdout.str()
    folder = evidence(suite, "broken-off-at-once")
    assert {file.name for file in folder.iterdir()} == {"failure.json", "failure.txt"}
    missing = read(folder / "failure.json")["missing"]
    assert missing == ["what was left to be looked at when somebody pressed Ctrl-C"]
    assert "own words, [code]" in (folder / "failure.txt").read_text("utf-8")


def test_people_without_an_address_have_passwords_too(suite: pytest.Pytester) -> None:
    """Each one's is a secret, and each one can sign in where the world is opened again."""
    said = suite.runpytest_subprocess("-k", "two_telephones").stdout.str()
    passwords = read(Path(suite.path, "telephones.json"))
    told = (evidence(suite, "two-telephones") / "failure.txt").read_text("utf-8")
    assert len(set(passwords)) == 2
    assert [password for password in passwords if password in told] == []
    assert [
        f"  signs in as {number} with {password}" in said for number, password in zip(PHONES, passwords, strict=True)
    ] == [True, True]


def test_a_site_elsewhere(suite: pytest.Pytester, site: Site) -> None:
    """The same is kept; in the log's place stands what the control API tells of server errors."""
    suite.runpytest_subprocess("-k", "steps", "--site-url", site.base).assert_outcomes(failed=1)
    folder = evidence(suite, "steps")
    emails = [[one["email"] for one in read(folder / f"state-{when}.json")["accounts"]] for when in ("before", "after")]
    assert emails == [[], ["newcomer@example.jp"]]
    log, other = ((folder / name).read_text(encoding="utf-8") for name in ("server.log", "server-2.log"))
    assert log.startswith("This site is served elsewhere")
    assert "mock_site.storms.Struck: The weather broke GET /." in log
    assert other.endswith("\nnone\n")
    assert read(folder / "failure.json")["options"]["site"] == site.base


def evidence(suite: pytest.Pytester, test: str) -> Path:
    """The folder of evidence of a test."""
    (folder,) = Path(suite.path, "test-results").glob(f"test-evident-py-test-{test}*/evidence")
    return folder


def read(file: Path) -> Any:
    """What a file of JSON holds."""
    return json.loads(file.read_text(encoding="utf-8"))


def _written(secret: str) -> str:
    """A secret as it is, as JSON has it, or with spaces and commas between its signs."""
    apart = "[ 、,-]?".join(map(re.escape, secret)) if re.fullmatch(r"[\w -]+", secret) else re.escape(secret)
    return rf"(?<!\d){apart}(?!\d)|{re.escape(json.dumps(secret)[1:-1])}"
