"""Preparing a round and beginning it with the assignments that were shown."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.catalogues.queries import current
from opora.cycles.models import Cycle
from opora.documents.actions.shifting import hand_to_expertise
from opora.documents.kinds import SHEETS
from opora.documents.queries.definitions import SHEET_CODE
from opora.expertise.actions.common import locked, tell
from opora.expertise.models import Assignment, Entry, Panelist, Round
from opora.expertise.queries.experts import experts_for
from opora.expertise.queries.planning import Preview, preview
from opora.expertise.rules import MAKE, MAKE_OF_CURATORS, START
from opora.expertise.states import DONE, RoundState, SecondSheet, Subject
from opora.organisations.models import Territory

#: by which sheet
SHEET_CODES = {Subject.DOCUMENTS: SHEET_CODE, Subject.CURATORS: "curator"}
#: who gives documents where nobody does it by hand
AUTOMATIC = "Опора"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a coordinator decides of a round; `experts` are ids of people. `subject` is decided once."""

    title: str
    kinds: Collection[str]
    experts: Collection[int]
    opens: date
    closes: date
    second: SecondSheet = SecondSheet.SOME
    sample_percent: int = 15
    allowed_difference: int = 3
    most_each: int | None = None
    subject: Subject = Subject.DOCUMENTS


@transaction.atomic
def make_round(*, cycle: Cycle, territory: Territory, settings: Settings, by: Actor, at: datetime) -> Round:
    """A new round in preparation with the sheet in force today; one event. Raises ValidationError."""
    (MAKE_OF_CURATORS if settings.subject is Subject.CURATORS else MAKE).check(by, territory)
    _check(settings, settings.subject)
    Territory.objects.select_for_update().get(pk=territory.pk)  # two rounds do not take one number
    alike = Round.objects.filter(cycle=cycle, territory=territory, subject=settings.subject)
    before = alike.aggregate(last=Max("number"))["last"]
    made = Round(
        cycle=cycle,
        territory=territory,
        number=(before or 0) + 1,
        subject=settings.subject,
        version_id=current(SHEETS, SHEET_CODES[settings.subject], territory.path or "").version_id,
        seed=secrets.token_hex(8),
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
    )
    _put(made, settings, today=timezone.localdate(at))
    tell(made, "подготовил(а) раунд экспертизы", by=by, at=at)
    return made


@transaction.atomic
def change_round(*, of: Round, settings: Settings, by: Actor, at: datetime) -> Round:
    """Other settings and other experts, as long as the round is in preparation; one event."""
    of = locked(of.pk)
    START.check(by, of)
    _check(settings, Subject(of.subject))
    _put(of, settings, today=timezone.localdate(at))
    tell(of, "изменил(а) настройки раунда", by=by, at=at)
    return of


def _check(settings: Settings, subject: Subject) -> None:
    wrong = {}
    if not settings.title.strip():
        wrong["title"] = "Назовите раунд: название увидят эксперты и школы."
    if not settings.kinds and subject is Subject.DOCUMENTS:
        wrong["kinds"] = "Выберите хотя бы один вид документов."
    if settings.closes < settings.opens:
        wrong["closes"] = "Срок раньше начала. Поменяйте даты."
    if not 0 <= settings.sample_percent <= 100:
        wrong["sample_percent"] = "Выборка — от 0 до 100 процентов."
    if wrong:
        raise ValidationError(wrong)


def _put(of: Round, settings: Settings, *, today: date) -> None:
    experts = {
        each.person_id: each.name
        for each in experts_for(of.territory, of.cycle, today=today, people=settings.experts)
    }
    if set(settings.experts) - set(experts):
        raise ValidationError(
            {"experts": "Не все выбранные назначены экспертами на эту территорию. Обновите страницу."}
        )
    of.title = settings.title.strip()
    of.kinds = [] if of.is_of_curators else sorted(settings.kinds)
    of.opens, of.closes = settings.opens, settings.closes
    of.second, of.sample_percent = settings.second, settings.sample_percent
    of.allowed_difference, of.most_each = settings.allowed_difference, settings.most_each
    of.save()
    of.panel.exclude(person_id__in=experts).delete()
    Panelist.objects.bulk_create(
        (Panelist(round=of, person_id=pk, name=name) for pk, name in experts.items()),
        ignore_conflicts=True,
    )


@transaction.atomic
def start_round(*, of: Round, seen: str, by: Actor, at: datetime) -> Round:
    """Fix the documents and the assignments that the preview of this `seen` digest showed; one event.

    Confirmed documents go to expertise; curators' work is kept with its figures of this moment.
    Raises Conflict where documents, curators, experts or ties have changed since the preview, ValidationError where
    there is nothing to score or nobody to score it.
    """
    of = locked(of.pk)
    START.check(by, of)
    shown = preview(of, today=timezone.localdate(at))
    if shown.digest != seen:
        raise Conflict(
            f"Пока вы смотрели распределение, изменились {of.naming.heading.lower()} или эксперты. "
            "Посмотрите новое и начните снова."
        )
    if not shown.entries:
        raise ValidationError(of.naming.nothing)
    if not shown.experts:
        raise ValidationError("В раунде нет экспертов. Добавьте их в настройках раунда.")
    _fix(of, shown, at)
    handed = [each.document_id for each in shown.entries.values() if each.document_id is not None]
    hand_to_expertise(documents=handed, by=by, at=at)
    of.state, of.state_since = RoundState.SCORING, timezone.localdate(at)
    of.save(update_fields=["state", "state_since"])
    count = f"{of.naming.many.lower()}: {len(shown.entries)}, не представлено: {len(shown.absent)}"
    tell(of, DONE[RoundState.PREPARING, RoundState.SCORING], by=by, at=at, note=count)
    return of


def _fix(of: Round, shown: Preview, at: datetime) -> None:
    Entry.objects.bulk_create(shown.entries.values())
    Entry.objects.bulk_create(shown.absent)
    names = {each.person_id: each.name for each in shown.experts}
    Assignment.objects.bulk_create(
        Assignment(
            entry=shown.entries[key],
            person_id=person,
            person_name=names[person],
            place=place,
            given_at=at,
            given_by_name=AUTOMATIC,
        )
        for place, plan in shown.plans.items()
        for key, person in plan.given.items()
    )
