"""Campaigns for tests. All names are invented.

asked = open_campaign(pupils={"6А": 8}, teachers=6)
asked.answer(asked.cohort(Audience.PUPIL, "6А"), 1)      # by code number 1
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection

from factories.people import world
from opora.access.actor import operator
from opora.catalogues.models import Definition, Version
from opora.catalogues.states import Origin, VersionState
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation
from opora.questionnaires.instrument import Audience
from opora.surveys import actions, codes, entry, storage
from opora.surveys.actions import Group
from opora.surveys.models import Campaign, Cohort

AT = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
TODAY = AT.date()
ANSWERS = {"q1": 3, "q2": [1, 3], "q3": {1: 2}, "q4": "Хочу больше опытов."}

_QUESTIONS = [
    {"code": "q1", "section": "a", "type": "scale", "text": "Нравится?", "minimum": 1, "maximum": 5},
    {"code": "q2", "section": "a", "type": "several", "text": "Что?", "options": ["а", "б", "в"]},
    {"code": "q3", "section": "a", "type": "matrix", "text": "Как?", "options": ["а", "б"], "rows": ["р"]},
    {"code": "q4", "section": "a", "type": "text", "text": "Ещё?"},
]


def version(audience: Audience, title: str = "", questions: Sequence[Mapping[str, object]] = ()) -> Version:
    """A published questionnaire: of these questions, else of four, one of each sort."""
    definition = Definition.objects.create(
        kind="questionnaires", code=f"{audience}-{secrets.token_hex(3)}", title=title or f"Анкета: {audience}"
    )
    content = {
        "audience": str(audience),
        "purpose": "profile",
        "minutes": 10,
        "languages": ["ru", "tt"],
        "sections": [{"code": "a", "title": "Первый"}],
        "questions": list(questions) or _QUESTIONS,
        "translations": [],
    }
    return Version.objects.create(
        definition=definition,
        number=1,
        state=VersionState.PUBLISHED,
        content=content,
        content_hash=secrets.token_hex(32),
        origin=Origin.OURS,
        created_at=AT,
        created_by_name="Иванова М. П.",
        published_at=AT,
        published_by_name="Иванова М. П.",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A campaign with one school."""

    campaign: Campaign
    school: Organisation

    def cohort(self, audience: Audience, label: str = "") -> Cohort:
        return Cohort.objects.get(
            campaign=self.campaign, school=self.school, audience=audience, class_label=label
        )

    def answer(
        self, cohort: Cohort, number: int, *, retry: bytes | None = None, on: date = TODAY, **changed: object
    ) -> entry.Receipt:
        return entry.accept(
            code=codes.code_of(cohort.pk, number),
            poster=None,
            retry_key=retry or secrets.token_bytes(16),
            language="ru",
            answers={**ANSWERS, **changed},  # type: ignore[dict-item]
            on=on,
        )

    def close(self) -> None:
        actions.close_campaign(campaign=self.campaign, by=operator(), at=AT)
        self.campaign.refresh_from_db()


def draft(*, schools: list[Organisation] | None = None, title: str = "Опросы осени") -> Campaign:
    """A campaign of the municipality for pupils, parents and teachers."""
    w = world()
    audiences = (Audience.PUPIL, Audience.PARENT, Audience.TEACHER)
    return actions.make_campaign(
        cycle=Cycle.objects.get(pk=w.cycle.pk),
        territory=w.municipality,
        title=title,
        opens=TODAY,
        closes=TODAY + timedelta(days=14),
        instruments={each: version(each) for each in audiences},
        schools=schools if schools is not None else [w.school],
        by=operator(),
        at=AT,
    )


def open_campaign(
    *, pupils: Mapping[str, int] | None = None, teachers: int = 0, parents: Mapping[str, int] | None = None
) -> Asked:
    """An open campaign of one school."""
    school = world().school
    campaign = draft()
    groups = [Group(Audience.PUPIL, label, count) for label, count in (pupils or {}).items()]
    groups += [Group(Audience.PARENT, label, count) for label, count in (parents or {}).items()]
    groups += [Group(Audience.TEACHER, "", teachers)] if teachers else []
    actions.fill_in(campaign=campaign, school=school, groups=groups, by=operator(), at=AT)
    campaign = actions.open_campaign(campaign=campaign, by=operator(), at=AT)
    return Asked(campaign, school)


def rows(table: str, columns: str = "*", order: str = "1") -> list[tuple[object, ...]]:
    """What a superuser sees of a table of answers."""
    with storage.reading() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
        return list(cursor.fetchall())


def waiting(campaign: Campaign) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {storage.inbox_of(campaign.pk)}")
        return int(cursor.fetchone()[0])
