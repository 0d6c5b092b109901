"""The steps of a measure from hand to hand."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.roadmaps.actions.locking import as_seen, held, keep, shift, tell
from opora.roadmaps.models import Postponement, Verdict, Work
from opora.roadmaps.rules import BE_PROUD, DECIDE, DROP, POSTPONE, RECALL, REPORT, START, TAKE_BACK, UNDO
from opora.roadmaps.states import WorkState

_WHY = "Напишите почему: это увидят школа, куратор и координатор."


@transaction.atomic
def start(*, work: Work, by: Actor, at: datetime) -> Work:
    """Begin the measure today; its first day is today where none was set."""
    work = held(work)
    START.check(by, work)
    day = timezone.localdate(at)
    also = {} if work.starts is not None or (work.due is not None and work.due < day) else {"starts": day}
    shift(work, WorkState.RUNNING, by=by, at=at, also=also)
    return work


@transaction.atomic
def report(
    *, work: Work, words: str, done_on: date | None, by: Actor, at: datetime, revision: int | None = None
) -> Work:
    """The school says it is done: words and a day are asked; evidence may be there or come later.

    Raises ValidationError without words or with a day that has not come.
    """
    work = held(work)
    REPORT.check(by, work)
    as_seen(work, revision)
    day = timezone.localdate(at)
    wrong = {}
    if not words.strip():
        wrong["words"] = "Напишите в двух словах, что сделано и что получилось."
    if done_on is None:
        wrong["done_on"] = "Поставьте день, когда мера выполнена."
    elif done_on > day:
        wrong["done_on"] = "Этот день ещё не наступил. Отметьте меру, когда она выполнена."
    if wrong:
        raise ValidationError(wrong)
    also = {"report": words.strip(), "done_on": done_on, "reported_by_id": by.person_id}
    shift(work, WorkState.REPORTED, by=by, at=at, note=words.strip(), also=also)
    return work


@transaction.atomic
def recall(*, work: Work, by: Actor, at: datetime) -> Work:
    """Take the measure back before anybody decided."""
    work = held(work)
    RECALL.check(by, work)
    shift(work, WorkState.RUNNING, by=by, at=at)
    return work


@transaction.atomic
def decide(
    *, work: Work, confirms: bool, words: str, by: Actor, at: datetime, revision: int | None = None
) -> Verdict:
    """Confirm the measure or give it back; a word is asked for both. The first of two decides.

    Raises WrongState where somebody has decided already, Conflict where the report was changed meanwhile.
    """
    work = held(work)
    DECIDE.check(by, work)
    as_seen(work, revision)
    if not words.strip():
        say = "что вы увидели" if confirms else "что исправить или приложить"
        raise ValidationError({"words": f"Добавьте слово: {say}. Его увидит школа."})
    target = WorkState.CONFIRMED if confirms else WorkState.RETURNED
    made = _decided(work, target, words.strip(), by=by, at=at)
    shift(work, target, by=by, at=at, note=words.strip())
    return made


@transaction.atomic
def undo(*, work: Work, words: str, by: Actor, at: datetime) -> Verdict:
    """Take a confirmation back: the measure is with the school again."""
    work = held(work)
    UNDO.check(by, work)
    if not words.strip():
        raise ValidationError({"words": _WHY})
    made = _decided(work, WorkState.RETURNED, words.strip(), by=by, at=at)
    shift(work, WorkState.RETURNED, by=by, at=at, note=words.strip(), also={"pride": ""})
    return made


def _decided(work: Work, target: WorkState, words: str, *, by: Actor, at: datetime) -> Verdict:
    shown = work.evidence.filter(withdrawn_at__isnull=True).values_list("pk", "kind", "title")
    return Verdict.objects.create(
        work=work,
        state=target,
        words=words,
        shown=[list(each) for each in shown],
        at=at,
        by_id=by.person_id,
        by_name=by.name,
    )


@transaction.atomic
def postpone(
    *, work: Work, due: date | None, reason: str, by: Actor, at: datetime, revision: int | None = None
) -> Postponement:
    """A new last day and why; the old one stays to be read.

    Raises ValidationError for a day that is past, before the measure starts, or the same as before.
    """
    work = held(work)
    POSTPONE.check(by, work)
    as_seen(work, revision)
    wrong = {}
    if due is None:
        wrong["due"] = "Поставьте новый срок."
    elif due < timezone.localdate(at):
        wrong["due"] = "Новый срок уже прошёл. Поставьте день впереди."
    elif due == work.due:
        wrong["due"] = "Это тот же срок. Поставьте другой день."
    elif work.starts is not None and due < work.starts:
        wrong["due"] = f"Мера начинается {work.starts:%d.%m.%Y}. Поставьте срок не раньше."
    if not reason.strip():
        wrong["reason"] = _WHY
    if wrong or due is None:
        raise ValidationError(wrong)
    made = Postponement.objects.create(
        work=work, before=work.due, after=due, reason=reason.strip(), at=at, by_name=by.name
    )
    before = f"с {work.due:%d.%m.%Y} " if work.due else ""
    note = f"{before}на {due:%d.%m.%Y}: {reason.strip()}"
    shift(work, WorkState.POSTPONED, by=by, at=at, note=note, also={"due": due})
    return made


@transaction.atomic
def drop(*, work: Work, reason: str, by: Actor, at: datetime) -> Work:
    """Take the measure off the roadmap; it stays to be read with the reason."""
    work = held(work)
    DROP.check(by, work)
    if not reason.strip():
        raise ValidationError({"reason": _WHY})
    shift(work, WorkState.DROPPED, by=by, at=at, note=reason.strip(), also={"report": reason.strip()})
    return work


@transaction.atomic
def take_back(*, work: Work, by: Actor, at: datetime) -> Work:
    """Put a measure that was taken off onto the roadmap again."""
    work = held(work)
    TAKE_BACK.check(by, work)
    shift(work, WorkState.PLANNED, by=by, at=at, also={"report": ""})
    return work


@transaction.atomic
def be_proud(*, work: Work, words: str, by: Actor, at: datetime) -> Work:
    """Show a confirmed measure among the school's successes, with why; without words it is shown no more."""
    work = held(work)
    BE_PROUD.check(by, work)
    if words.strip() == work.pride:
        return work
    keep(work, pride=words.strip())
    verb = "рассказал(а), чем школа гордится" if words.strip() else "убрал(а) меру из успехов"
    tell(work, verb, by=by, at=at, note=words.strip())
    return work
