"""Taking paper sheets, and writing the school's card."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.answering.alone import contradictions
from opora.answering.known import known_of
from opora.answering.models import SchoolCard
from opora.answering.paper import possible
from opora.answering.queries import version_in_force
from opora.answering.rules import FILL_CARD, KEY_IN, START_CARD, TAKE_BACK_CARD
from opora.answering.states import CardState
from opora.catalogues.values import clean
from opora.cycles.models import Cycle
from opora.history.actions import event_of, record
from opora.history.as_read import as_read
from opora.history.models import Event
from opora.organisations.models import Organisation
from opora.questionnaires.conditions import Answers
from opora.questionnaires.instrument import Instrument, QuestionType
from opora.questionnaires.reading import Raw, checked
from opora.surveys import entry as surveys
from opora.surveys.models import Cohort
from opora.ui.text import count_ru

_CHANGED = (
    "Пока вы заполняли, карту изменил другой человек. Ничего не записано: откройте раздел снова, "
    "посмотрите, что изменилось, и повторите правку."
)


def key_in_sheet(
    *, cohort: Cohort, code: str, retry_key: bytes, language: str, answers: Answers, by: Actor, at: datetime
) -> surveys.Receipt:
    """Take one sheet from paper, as if it had come by its code; the day's count of sheets grows by one.

    The two are not one transaction: then its number would tie the count to the sheet.
    """
    KEY_IN.check(by, cohort)
    receipt = surveys.accept(
        code=code,
        poster=None,
        retry_key=retry_key,
        language=language,
        answers=answers,
        on=timezone.localdate(at),
    )
    if not receipt.again:
        tell_keyed(cohort, 1, by=by, at=at)
    return receipt


@transaction.atomic
def tell_keyed(cohort: Cohort, sheets: int, *, by: Actor, at: datetime) -> None:
    """One event a day, person and group: how many sheets, never which, and no time finer than the day."""
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    event = event_of(
        by=by,
        at=day,
        verb="",
        subject_kind="keyed-sheets",
        subject_id=cohort.pk,
        subject_title=f"{cohort.campaign.title}: {cohort}",
        school_id=cohort.school_id,
        territory_path=cohort.school.territory.path or "",
    )
    told = (
        Event.objects.select_for_update()
        .filter(subject_kind="keyed-sheets", subject_id=cohort.pk, at=day, by_id=by.person_id)
        .first()
    ) or event
    told.details = {"sheets": told.details.get("sheets", 0) + sheets}
    told.verb = f"введено {count_ru(told.details['sheets'], 'лист,листа,листов')} с бумаги"
    told.save()


@transaction.atomic
def start_card(*, cycle: Cycle, school: Organisation, by: Actor, at: datetime) -> SchoolCard:
    """The school's card of the year, with what is known already; one event. The same card again as it is."""
    START_CARD.check(by, school)
    made, is_new = SchoolCard.objects.get_or_create(
        cycle=cycle,
        school=school,
        defaults={"version": version_in_force(school), "filled_by_name": by.name, "at": at},
    )
    if is_new:
        known = known_of(school, surveys.instrument_of(made.version_id))
        made.answers = {code: [str(each.value)] for code, each in known.items()}
        made.save(update_fields=["answers"])
        _tell(made, "начал(а) карту школы", by=by, at=at)
    return made


@transaction.atomic
def save_section(
    *, card: SchoolCard, section: str, sent: Raw, seen: int, by: Actor, at: datetime
) -> SchoolCard:
    """Write one section; blanks are allowed until the card is sent. No event: sending tells.

    `seen` is the revision that the person saw. Raises ValidationError by field, Conflict where the card has
    changed meanwhile.
    """
    FILL_CARD.check(by, card)
    instrument = surveys.instrument_of(card.version_id)
    names = [name for question in instrument.of_section(section) for name in question.fields]
    given = {name: _given(sent, name, instrument) for name in names}
    answers = {name: values for name, values in card.answers.items() if name not in names}
    answers |= {name: values for name, values in given.items() if values}
    found = possible(instrument, answers)
    mistakes = {**found.mistakes, **contradictions(instrument, found.answers)}
    if wrong := {name: words for name, words in mistakes.items() if name in names}:
        raise ValidationError(wrong)
    return _write(card, seen, answers=answers, filled_by_name=by.name, at=at)


def _given(sent: Raw, name: str, instrument: Instrument) -> list[str]:
    """What counts of a field: of several options each once, of anything else the last value."""
    values = [value for each in sent.get(name, ()) if (value := clean(each))]
    question = instrument.by_code.get(name)
    is_several = question is not None and question.type is QuestionType.SEVERAL
    return list(dict.fromkeys(values)) if is_several else values[-1:]


@transaction.atomic
def send_card(*, card: SchoolCard, seen: int, by: Actor, at: datetime) -> SchoolCard:
    """Check all of it and send; one event. Raises ValidationError by field, Conflict."""
    FILL_CARD.check(by, card)
    instrument = surveys.instrument_of(card.version_id)
    found = checked(instrument, card.answers)
    if found.mistakes:
        raise ValidationError(found.mistakes)
    items = instrument.items(found.answers)
    sent = _write(card, seen, state=CardState.SENT, items=items, filled_by_name=by.name, at=at)
    _tell(
        sent,
        "отправил(а) карту школы",
        by=by,
        at=at,
        note=f"Ответов: {_answered(instrument, found.answers)}.",
    )
    return sent


@transaction.atomic
def take_back_card(*, card: SchoolCard, by: Actor, at: datetime) -> SchoolCard:
    """A sent card is worked on again; until it is sent once more its figures do not count. One event."""
    TAKE_BACK_CARD.check(by, card)
    back = _write(card, card.revision, state=CardState.DRAFT, items={})
    _tell(back, "вернул(а) карту школы в работу", by=by, at=at)
    return back


def _write(card: SchoolCard, seen: int, **values: object) -> SchoolCard:
    if card.revision != seen:
        raise Conflict(_CHANGED)
    written = {**values, "revision": card.revision + 1}
    if not as_read(card, ("revision", "state")).update(**written):
        raise Conflict(_CHANGED)
    for name, value in written.items():
        setattr(card, name, value)
    return card


def _answered(instrument: Instrument, answers: Mapping[str, object]) -> int:
    return sum(question.code in answers for question in instrument.questions)


def _tell(card: SchoolCard, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="school-card",
        subject_id=card.pk,
        subject_title=f"Карта школы, {card.cycle.title}",
        school_id=card.school_id,
        territory_path=card.school.territory.path or "",
        note=note,
    )
