"""The published table of seed 001: refused with the place named, applied once its doubtful cells are decided."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import NOW  # noqa: F401 - the tests' clock
from factories.organisations import school
from opora.access import Actor
from opora.imports.contract import Resolution
from opora.imports.sheets import Workbook, read_workbook
from opora.organisations.models import Territory
from opora.results.models import Fact

from .conftest import apply, check, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cycle", "procedures")]
SAMPLES = Path(__file__).parents[2] / "samples"
DOUBTFUL = [(row, column) for row in (3, 4) for column in "VWXYZ"]


@pytest.fixture
def published() -> Workbook:
    return read_workbook((SAMPLES / "results-published.xlsx").read_bytes(), "results-published.xlsx")


def decisions() -> list[Resolution]:
    return [
        Resolution(**one)
        for one in json.loads((SAMPLES / "results-published.resolve.json").read_text("utf-8"))
    ]


def test_it_is_refused_at_the_doubtful_cells(
    published: Workbook, coordinator: Actor, okrug: Territory
) -> None:
    school("МБОУ «Асовская ООШ»", okrug), school("МБОУ «Кляповская ООШ»", okrug)
    report = check(published, coordinator)
    assert report.is_refused
    assert told(report) == [
        ("doubtful-cell" if column != "Z" else "value-beyond-headings", value, row, column)
        for (row, column), value in zip(DOUBTFUL, ["-", "0", "50", "-", "0"] * 2, strict=True)
    ]
    assert Fact.objects.count() == 0


def test_deciding_only_the_surplus_value_leaves_the_pairs_doubtful(
    published: Workbook, coordinator: Actor, okrug: Territory
) -> None:
    school("МБОУ «Асовская ООШ»", okrug), school("МБОУ «Кляповская ООШ»", okrug)
    surplus = [one for one in decisions() if one.column == "Z"]
    assert [(row, column) for _, _, row, column in told(check(published, coordinator, surplus))] == [
        place for place in DOUBTFUL if place[1] != "Z"
    ]


def test_with_the_decisions_it_is_applied(published: Workbook, coordinator: Actor, okrug: Territory) -> None:
    asovo = school("Асовская ООШ", okrug)
    dry = check(published, coordinator, decisions(), new_schools="create")
    assert (dry.counts.total, dry.counts.new, dry.rows, dry.created) == (
        18,
        18,
        2,
        ("МБОУ «Кляповская ООШ»",),
    )
    done = apply(published, coordinator, decisions(), new_schools="create")
    assert (done.counts.new, done.counts.changed, done.counts.same) == (18, 0, 0)
    again = apply(published, coordinator, decisions(), new_schools="create")
    assert (again.counts.new, again.counts.changed, again.counts.same, again.created) == (0, 0, 18, ())
    kept = Fact.objects.get(school=asovo, procedure__code="vpr-ma-6", year=2020)
    assert (kept.low_percent, kept.high_percent, kept.participants, kept.low_count) == (
        Decimal("73.0000"),
        Decimal("13.0000"),
        None,
        None,
    )
    assert (kept.origin_sheet, kept.origin_cells) == ("Приложение 2", "F3:G3")
    # dashes are missing, zeros are zeros
    assert not Fact.objects.filter(procedure__code="oge-ru").exists()
    zero = Fact.objects.get(school__name__contains="Кляповская", procedure__code="vpr-ma-5", year=2020)
    assert zero.low_percent == 0
