"""Coverage as a workbook: the figures of the screen, to be sent on and reckoned with."""

from collections.abc import Sequence
from datetime import date

from opora.organisations.models import Organisation
from opora.printing import Column, Row, Sheet, Table, write_xlsx
from opora.surveys.coverage import Coverage, total
from opora.surveys.models import Campaign
from opora.surveys.presenters import Note, cohort_title, in_order, notes_of_cohort, notes_of_school
from opora.surveys.queries import SchoolRow
from opora.ui.text import date_ru

_FIGURES = (Column("Ждём, чел.", hint="Только группы, которые ждём."), Column("Ответили, чел."))


def schools_xlsx(
    campaign: Campaign, schools: Sequence[SchoolRow], cohorts: Sequence[Coverage], *, day: date
) -> bytes:
    """The table of a campaign's page: a line for each school."""
    by_school: dict[int, list[Coverage]] = {school.id: [] for school in schools}
    for each in cohorts:
        by_school[each.school_id].append(each)
    rows = []
    for school in schools:
        own = by_school[school.id]
        whole = total(own)
        counts = (whole.expected, whole.counted, whole.cohorts, whole.full) if own else (None,) * 4
        rows.append(
            Row((school.key, school.name, len(own), *counts, _said(notes_of_school(campaign, own, whole))))
        )
    columns = (
        Column("Код"),
        Column("Школа", width=3),
        Column("Групп"),
        *_FIGURES,
        Column("Групп ждём"),
        Column("Из них ответили все"),
        Column("Примечание", width=2),
    )
    return _written("Школы", columns, rows, title=campaign.title, campaign=campaign, day=day)


def cohorts_xlsx(
    campaign: Campaign, school: Organisation, cohorts: Sequence[Coverage], *, day: date
) -> bytes:
    """The table of a school's page in a campaign: a line for each group."""
    rows = [
        Row(
            (
                cohort_title(each.audience, each.class_label),
                each.expected,
                each.answered,
                each.by_poster,
                _said(notes_of_cohort(each)),
            )
        )
        for each in in_order(cohorts)
    ]
    columns = (
        Column("Группа", width=3),
        Column("Ждём, чел."),
        Column("Ответили, чел."),
        Column("Из них по плакату, чел."),
        Column("Примечание", width=2),
    )
    return _written(
        "Группы", columns, rows, title=f"{campaign.title}: {school.name}", campaign=campaign, day=day
    )


def _said(notes: Sequence[Note]) -> str:
    return ", ".join(words for words, _ in notes)


def _written(
    name: str, columns: tuple[Column, ...], rows: Sequence[Row], *, title: str, campaign: Campaign, day: date
) -> bytes:
    last = f"Последний день — {date_ru(campaign.closes)}."
    return write_xlsx(
        [Sheet(name, Table(columns, tuple(rows), notes=(last,)))], date_of_data=day, title=title
    )
