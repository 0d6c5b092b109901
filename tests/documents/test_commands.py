"""A document of the installation by its number: checked, exported, refused where there is none."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from opora.cli import data, programmes
from opora.cli.main import root
from opora.documents.exchange import parse
from opora.documents.models import Document

from .conftest import Year
from .making import begun, chained


@pytest.fixture
def written(year: Year, monkeypatch: pytest.MonkeyPatch) -> Document:
    @contextmanager
    def here() -> Iterator[None]:
        yield

    monkeypatch.setattr(programmes, "installation", here)
    monkeypatch.setattr(data, "installation", here)
    document = begun(year.own, year.cycle, year.cast.school_coordinator)
    chained(document, year.cast.school_coordinator, year.motivation)
    return document


def test_a_document_is_checked_by_its_number(written: Document) -> None:
    done = CliRunner().invoke(root, ["check-programme", str(written.pk), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert set(told) == {"programme", "findings", "mirror"}
    assert told["programme"] == "Среднесрочная программа развития"
    assert CliRunner().invoke(root, ["check-programme", "77777"]).exit_code == 2


def test_what_is_exported_is_checked_alike(written: Document, tmp_path: Path) -> None:
    file = tmp_path / "programme.json"
    done = CliRunner().invoke(root, ["export", "programme", str(file), "--document", str(written.pk)])
    assert done.exit_code == 0
    programme = parse(json.loads(file.read_text(encoding="utf-8")))
    assert [each.id for each in programme.measures] == ["m4"]
    by_file = CliRunner().invoke(root, ["check-programme", str(file), "--json"]).stdout
    by_number = CliRunner().invoke(root, ["check-programme", str(written.pk), "--json"]).stdout
    assert json.loads(by_file) == json.loads(by_number)


def test_export_says_what_is_missing_and_what_is_not_ours(written: Document, tmp_path: Path) -> None:
    file = str(tmp_path / "programme.json")
    without = CliRunner().invoke(root, ["export", "programme", file])
    assert without.exit_code == 2 and "--document" in without.stderr
    foreign = CliRunner().invoke(root, ["export", "programme", file, "--document", "77777"])
    assert foreign.exit_code == 2 and "нет" in foreign.stderr
