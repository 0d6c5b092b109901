"""`opora report stage`: the letter of today as a file, and what a program reads of it."""

from datetime import date
from pathlib import Path

import pytest

from conftest import NOW
from factories.reports import FIRST, SECOND, draft, issued
from opora.access import Actor, Refused
from opora.access.actor import operator
from opora.reports.commands import Drawn, InputRefused, in_words, stage_report
from opora.reports.models import Report

from .conftest import Year

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 14)


def drawn(
    by: Actor,
    file: str = "отчёт.docx",
    *,
    stage: str | None = None,
    territory: str = "M1",
    cycle: str = "2026",
) -> Drawn:
    return stage_report(territory=territory, cycle=cycle, stage=stage, file=file, by=by, on=TODAY)


def test_the_file_is_by_its_suffix_and_nothing_is_written(year: Year, tmp_path: Path) -> None:
    assert drawn(operator()).data[:2] == b"PK"
    assert drawn(operator(), "отчёт.PDF").data[:5] == b"%PDF-"
    assert not Report.objects.exists()
    with pytest.raises(InputRefused, match="docx"):
        drawn(operator(), str(tmp_path / "отчёт.txt"))


def test_every_figure_says_where_it_comes_from(year: Year) -> None:
    told = drawn(operator()).told
    assert {key: told[key] for key in ("territory", "cycle", "stage", "file", "as_on")} == {
        "territory": "M1",
        "cycle": "2026",
        "stage": "second",  # its term ends next
        "file": "отчёт.docx",
        "as_on": "2026-09-14",
    }
    assert len(told["figures"]) > 40
    assert all(
        {"section", "words", "value", "unit", "origin", "url"} <= set(each)
        and each["origin"]
        and each["url"].startswith("/")
        for each in told["figures"]
    )
    assert {"what", "who", "where"} <= set(told["missing"][0])
    assert "Не хватает" in in_words(drawn(operator()))


def test_what_people_have_written_is_in_it_and_a_signed_letter_stays(year: Year) -> None:
    draft(year.place, year.cycle, SECOND, now=NOW, problem="Нет методической службы")
    assert drawn(operator()).told["texts"]["problem"] == "Нет методической службы"
    sent = issued(year.place, year.cycle, FIRST, now=NOW)
    assert (
        drawn(operator(), stage="first").told["figures"] == drawn(operator(), stage="first").told["figures"]
    )
    assert sent.as_on is not None
    assert drawn(year.cast.municipal_coordinator, stage="first").told["as_on"] == sent.as_on.isoformat()


def test_what_cannot_be_had_is_refused_in_words(year: Year) -> None:
    for wrong in ({"territory": "нет"}, {"cycle": "1999"}, {"stage": "нет"}):
        with pytest.raises(InputRefused, match=r"Есть|Например"):
            drawn(operator(), **wrong)  # type: ignore[arg-type]
    for stranger in (year.cast.neighbour_municipal_coordinator, year.cast.regional_coordinator):
        with pytest.raises(Refused):
            drawn(stranger)
    with pytest.raises(Refused):
        drawn(year.cast.teacher)
