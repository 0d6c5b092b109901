"""Weak places and parts of criteria are the round's own: those of the version it was opened with."""

from copy import deepcopy
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook

from conftest import NOW
from factories.people import signed_in
from opora.access.actor import operator
from opora.catalogues.models import Definition
from opora.catalogues.states import VersionState
from opora.expertise.actions import Written, close_round, move_round, save_sheet
from opora.expertise.models import Round
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.results import results
from opora.expertise.states import RoundState

from .conftest import Year
from .looking import sheet_url, text
from .making import SHEET, release, scorer, sent, started, waiting

COPIED = {"code": "copied", "title": "Списано у соседней школы"}
NUMBERS = {"criterion": "analysis", "code": "numbers", "title": "с числами школы"}


def reworded(**tables: list[dict[str, str]]) -> None:
    """The next version of the sheet, in force from now on."""
    content = deepcopy(SHEET["content"]) | tables
    definition = Definition.objects.get(kind="expert-sheets", code="sheet")
    definition.versions.filter(state=VersionState.PUBLISHED).update(
        state=VersionState.SUPERSEDED, superseded_at=NOW
    )
    release(definition, 2, content)


@pytest.fixture
def reworded_year(year: Year) -> Year:
    reworded(weaknesses=[COPIED], parts=[NUMBERS])
    return year


def test_an_open_round_keeps_its_list_and_the_next_one_has_the_new(year: Year, scoring: Round) -> None:
    reworded(weaknesses=[COPIED], parts=[NUMBERS])
    one = waiting(scoring)[0]
    page = text(scorer(one), sheet_url(one))
    assert "Небрежное оформление" in page
    assert COPIED["title"] not in page
    with pytest.raises(ValidationError):
        save_sheet(
            assignment=one, written=Written(weaknesses=("copied",)), revision=0, by=scorer(one), at=NOW
        )
    kept = save_sheet(
        assignment=one, written=Written(weaknesses=("layout",)), revision=0, by=scorer(one), at=NOW
    )
    assert kept.weaknesses == ["layout"]


def test_the_form_and_the_workbook_offer_what_the_new_version_names(reworded_year: Year) -> None:
    year = reworded_year
    of = started(year.region, year.cycle, *year.experts)
    one = waiting(of)[0]
    page = text(scorer(one), sheet_url(one))
    assert COPIED["title"] in page
    assert NUMBERS["title"] in page
    assert "Небрежное оформление" not in page
    answer = signed_in(scorer(one)).get(f"/expertise/queue/{of.pk}/sheets.xlsx")
    rows = load_workbook(BytesIO(answer.content))["Слабые места"].iter_rows(values_only=True)
    head = next(row for row in rows if row[0] == "№")
    assert head == ("№", COPIED["title"], "Анализ и причины: с числами школы")


def test_results_count_and_name_them(reworded_year: Year) -> None:
    year = reworded_year
    of = started(year.region, year.cycle, *year.experts)
    first, *others = waiting(of)
    sent(first, total=8, weaknesses=("copied",), parts={"analysis": ["numbers"]})
    for each in others:
        sent(each, total=8)
    of = close_round(
        of=move_round(of=of, target=RoundState.RECONCILING, by=operator(), at=NOW), by=operator(), at=NOW
    )
    runner = year.cast.regional_coordinator
    assert [(each.title, n) for each, n in results(runner, of).weaknesses] == [(COPIED["title"], 1)]
    own = text(runner, f"/expertise/schools/{first.entry.school_id}/")
    assert COPIED["title"] in own
    assert "Не отмечено" not in own
    other = text(runner, f"/expertise/schools/{others[0].entry.school_id}/")
    assert "Не отмечено: Анализ и причины: с числами школы" in other


def test_a_sheet_with_neither_has_no_such_fields_and_no_such_table(year: Year) -> None:
    reworded(weaknesses=[], parts=[])
    of = started(year.region, year.cycle, *year.experts)
    assert sheet_of(Round.objects.select_related("version__definition").get(pk=of.pk)).weaknesses == ()
    one = waiting(of)[0]
    assert "Слабые места" not in text(scorer(one), sheet_url(one))
    answer = signed_in(scorer(one)).get(f"/expertise/queue/{of.pk}/sheets.xlsx")
    assert load_workbook(BytesIO(answer.content)).sheetnames == ["Оценки", "Что значит балл"]
