"""`opora check-programme`: findings in words and as JSON; a file that is none is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from opora.cli.main import root

GOAL = {"id": "g1", "text": "Повысить качество", "direction": "d1"}
RISK = {"id": "d1", "factor": "R08", "title": "Низкая мотивация", "activated_on": "2026-10-12"}
PROGRAMME = {
    "format": "opora-programme/1",
    "kind": "anti-risk",
    "title": "Антирисковая программа",
    "starts": "2026-10-15",
    "ends": "2027-05-31",
    "directions": [RISK],
    "goals": [GOAL],
}


def asked(file: Path, *keys: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(root, ["check-programme", str(file), *keys])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "programme.json"
    made.write_text(json.dumps(PROGRAMME), encoding="utf-8")
    return made


def test_findings_as_json(file: Path) -> None:
    code, out, _ = asked(file, "--json")
    told = json.loads(out)
    assert code == 0
    assert set(told) == {"programme", "findings", "mirror"}
    first = next(each for each in told["findings"] if each["rule"] == "risk-without-cause")
    assert (first["severity"], first["place"], first["criterion"], first["points"]) == (
        *("error", "d1"),
        *("analysis", 1),
    )
    assert first["message"] == "У риска «Низкая мотивация» не названа ни одна причина."
    assert first["remedy"]
    mirror = told["mirror"]
    assert mirror["total"] == sum(each["points"] for each in mirror["criteria"])
    assert [each["of"] for each in mirror["criteria"]] == [2] * 7


def test_findings_in_words(file: Path) -> None:
    code, out, _ = asked(file)
    assert code == 0
    assert "не названа ни одна причина. [d1]" in out
    assert "Не больше" in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "не JSON"),
        ("[" * 100_000, "не JSON"),
        ("[]", "не программа"),
        (json.dumps(PROGRAMME | {"kind": "poem"}), "«poem» нет"),
        (json.dumps(PROGRAMME | {"goals": [GOAL, GOAL]}), "goals[1].id"),
    ],
)
def test_what_is_no_programme_is_refused(file: Path, content: str, said: str) -> None:
    file.write_text(content, encoding="utf-8")
    code, out, err = asked(file, "--json")
    assert (code, out) == (2, "")
    assert said in err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    code, _, err = asked(tmp_path / "none.json")
    assert code == 2
    assert "не открыть" in err
