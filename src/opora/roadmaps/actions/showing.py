"""What shows that measures were done: kept once, used for several of them."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.attachments import NotAPaper
from opora.attachments.materials import material
from opora.files.actions import store
from opora.roadmaps.actions.locking import locked, tell
from opora.roadmaps.models import Evidence, Work
from opora.roadmaps.queries.evidence import evidence_for
from opora.roadmaps.rules import SHOW, WITHDRAW
from opora.roadmaps.states import EvidenceKind

#: more files under one measure are an archive, not a proof
MOST = 30
_TOO_MANY = f"У меры «{{title}}» больше {MOST} подтверждений не бывает. Уберите лишние."


def show_file(
    *, works: Collection[Work], data: bytes, name: str, title: str, token: str = "", by: Actor, at: datetime
) -> Evidence:
    """Keep a photograph or a file for these measures of one school; the same form sent again keeps it once.

    The file is read before anything is written. Raises ValidationError with the words of the refusal.
    """
    for work in works:
        SHOW.check(by, work)
    try:
        kept = material(data, name)
    except NotAPaper as refused:
        raise ValidationError({"file": refused.words}) from refused
    with transaction.atomic():
        made = _new(works, EvidenceKind.FILE, title.strip() or kept.name, token, by=by, at=at)
        if made.pk is not None:
            return made
        try:
            made.file = store(
                data=kept.data, name=kept.name, content_type=kept.content_type, purpose="roadmaps:evidence",
                by=by, at=at,
            )  # fmt: skip
        except OSError as trouble:
            words = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
            raise ValidationError({"file": words}) from trouble
        return _kept(made, works, by=by, at=at)


@transaction.atomic
def show_link(
    *, works: Collection[Work], link: str, title: str, token: str = "", by: Actor, at: datetime
) -> Evidence:
    """A page on the web: the school's site, a video, a shared folder."""
    if not link.startswith(("https://", "http://")):
        raise ValidationError(
            {"link": "Ссылка начинается с https:// или http://. Скопируйте её из браузера."}
        )
    made = _new(works, EvidenceKind.LINK, title.strip() or link, token, by=by, at=at)
    if made.pk is not None:
        return made
    made.link = link
    return _kept(made, works, by=by, at=at)


@transaction.atomic
def show_figure(
    *,
    works: Collection[Work],
    title: str,
    value: Decimal | None,
    unit: str,
    on: date | None,
    indicator: str = "",
    token: str = "",
    by: Actor,
    at: datetime,
) -> Evidence:
    """The value of an indicator on a day; `indicator` names a row of a programme («12:i3») where it is one."""
    wrong = {}
    if not title.strip():
        wrong["title"] = "Напишите, что измерили."
    if value is None:
        wrong["value"] = "Поставьте число."
    if on is None or on > timezone.localdate(at):
        wrong["on"] = "Поставьте день, на который это значение; не позже сегодняшнего."
    if wrong:
        raise ValidationError(wrong)
    made = _new(works, EvidenceKind.FIGURE, title.strip(), token, by=by, at=at)
    if made.pk is not None:
        return made
    made.value, made.unit, made.on, made.indicator = value, unit.strip(), on, indicator
    return _kept(made, works, by=by, at=at)


@transaction.atomic
def use_again(*, work: Work, evidence: Collection[int], by: Actor, at: datetime) -> list[Evidence]:
    """Things that show other measures of the school show this one too. What shows it already is passed over."""
    (work,) = _locked([work], by)
    found = list(evidence_for(work).select_for_update(of=("self",)).filter(pk__in=evidence))
    if not found:
        raise ValidationError({"evidence": "Отметьте хотя бы одно: то, что убрали, взять уже нельзя."})
    if _how_many(work) + len(found) > MOST:
        raise WrongState(_TOO_MANY.format(title=work.measure.title))
    work.evidence.add(*found)
    tell(work, "приложил(а) подтверждение", by=by, at=at, note="; ".join(each.title for each in found))
    return found


@transaction.atomic
def withdraw(*, evidence: Evidence, by: Actor, at: datetime) -> Evidence:
    """Take it back from every measure it was shown for. What was decided by it, says so still."""
    found = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("school__territory")
        .get(pk=evidence.pk)
    )
    WITHDRAW.check(by, found)
    found.withdrawn_at, found.withdrawn_by_name = at, by.name
    found.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    for work in found.works.select_related("measure", "school__territory"):
        tell(work, "убрал(а) подтверждение", by=by, at=at, note=found.title)
    return found


def _locked(works: Collection[Work], by: Actor) -> list[Work]:
    found = [locked(pk) for pk in sorted({work.pk for work in works})]
    for work in found:
        SHOW.check(by, work)
    if not found:
        raise WrongState("Выберите хотя бы одну меру, которую это подтверждает.")
    if len({work.school_id for work in found}) > 1:
        raise WrongState("Меры разных школ подтверждают по отдельности. Выберите меры одной школы.")
    return found


def _new(
    works: Collection[Work], kind: EvidenceKind, title: str, token: str, *, by: Actor, at: datetime
) -> Evidence:
    """Not written yet; the one that was written where the form was sent before."""
    found = _locked(works, by)
    first = found[0]
    if token:
        before = Evidence.objects.filter(school=first.school_id, token=token).first()
        if before is not None:
            return before
    for work in found:
        if _how_many(work) >= MOST:
            raise WrongState(_TOO_MANY.format(title=work.measure.title))
    return Evidence(
        school=first.school, cycle_id=first.cycle_id, kind=kind, title=title[:500], token=token, made_at=at,
        made_by_id=by.person_id, made_by_name=by.name,
    )  # fmt: skip


def _how_many(work: Work) -> int:
    return work.evidence.filter(withdrawn_at__isnull=True).count()


def _kept(made: Evidence, works: Collection[Work], *, by: Actor, at: datetime) -> Evidence:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        if "evidence_token_once" not in str(twice):
            raise
        return Evidence.objects.get(school=made.school_id, token=made.token)
    made.works.add(*{work.pk for work in works})
    for work in made.works.select_related("measure", "school__territory"):
        tell(work, "приложил(а) подтверждение", by=by, at=at, note=made.title)
    return made
