"""Annexes of a report: files uploaded or taken from what is here already, named, put in order, taken away."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor
from opora.assignments.queries import of_origin
from opora.attachments import NotAPaper
from opora.attachments.materials import Material, material
from opora.files.actions import read, remove, store
from opora.files.models import StoredFile
from opora.meetings.models import Meeting
from opora.meetings.printouts.minutes import minutes
from opora.meetings.queries.visibility import loaded
from opora.printing import write_docx
from opora.reports.actions.common import locked, tell
from opora.reports.composing import gathered_for
from opora.reports.models import Annex, Report
from opora.reports.queries.offered import MINUTES, Offer, offered
from opora.reports.rules import WRITE

PURPOSE = "report-annex"
MOST_ANNEXES = 30
MOST_BYTES = 100 * 2**20
_KEY = re.compile(r"(?:file|order):\d{1,18}")
_NO_DISK = "Файл не записался на диск установки. Попробуйте позже или скажите администратору."
_NO_TITLE = {"title": "Напишите, что в приложении: эти слова встанут в перечень письма."}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def enclose(*, report: Report, title: str, data: bytes, name: str, by: Actor, at: datetime) -> Annex:
    """Keep an uploaded file as an annex; one event. Raises ValidationError with what is wrong with it."""
    WRITE.check(by, report)
    if not title.strip():
        raise ValidationError(_NO_TITLE)
    try:
        given: Material = material(data, name)
    except NotAPaper as refused:
        raise ValidationError({"file": refused.words}) from refused
    with transaction.atomic():
        report = _writable(report, by)
        _check_room(report, len(given.data), field="file")
        made = _made(report, title, "", given.data, given.name, given.content_type, by=by, at=at)
        _told(report, "приложил(а) к отчёту файл", made.title, by=by, at=at)
    return made


def take(*, report: Report, keys: Collection[str], by: Actor, at: datetime) -> list[Annex]:
    """Enclose files that are here already (`queries.offered`); the bytes are kept once. One event.

    Raises ValidationError where one of them is not offered any more.
    """
    WRITE.check(by, report)
    today = timezone.localdate(at)
    offers = [
        each for each in offered(by, report, gathered_for(report, today=today)) if each.key in set(keys)
    ]
    if not offers or len(offers) != len(set(keys)):
        raise ValidationError(
            {"what": "Чего-то из отмеченного здесь больше нет. Обновите страницу и отметьте снова."}
        )
    with transaction.atomic():
        report = _writable(report, by)
        made = [_taken(report, each, by=by, at=at) for each in offers]
        _told(report, "приложил(а) к отчёту", "; ".join(each.title for each in made), by=by, at=at)
    return made


def _taken(report: Report, offer: Offer, *, by: Actor, at: datetime) -> Annex:
    if offer.stored is None:
        data, name, kind = *_minutes(offer), _DOCX
    else:
        stored = StoredFile.objects.get(pk=offer.stored)
        name, kind = stored.name, stored.content_type
        try:
            data = read(stored)
        except FileNotFoundError as gone:
            words = f"Файл «{name}» здесь больше не лежит. Приложите его снова с компьютера."
            raise ValidationError({"what": words}) from gone
    _check_room(report, len(data), field="what")
    return _made(report, offer.title, offer.of, data, name, kind, by=by, at=at)


def _minutes(offer: Offer) -> tuple[bytes, str]:
    """The minutes as they are signed now: as a file they stay so."""
    found: Meeting = loaded().get(pk=int(offer.key.removeprefix(f"{MINUTES}:")))
    document = minutes(
        found, list(found.items.all()), list(found.attendance.all()), of_origin(MINUTES, found.pk)
    )
    return write_docx(document), f"Протокол № {found.number} от {found.local_start:%d.%m.%Y}.docx".replace(
        "/", "-"
    )


@transaction.atomic
def retitle(*, report: Report, annex: Annex, title: str, by: Actor, at: datetime) -> None:
    """Call an annex otherwise; one event, none where nothing changed."""
    report = _writable(report, by)
    title = " ".join(title.split())
    if not title:
        raise ValidationError(_NO_TITLE)
    if title == annex.title:
        return
    annex.title = title
    annex.save(update_fields=["title"])
    _told(report, "назвал(а) приложение отчёта иначе", title, by=by, at=at)


@transaction.atomic
def leave_out(*, report: Report, annex: Annex, by: Actor, at: datetime) -> None:
    """Take an annex out of the letter; the file that it was taken from stays where it is. One event."""
    report = _writable(report, by)
    stored, title = annex.file, annex.title
    annex.delete()
    remove(stored=stored, at=at)
    _told(report, "убрал(а) приложение отчёта", title, by=by, at=at)


@transaction.atomic
def arrange(*, report: Report, keys: Sequence[str], by: Actor, at: datetime) -> None:
    """Put annexes in this order; one event, none where nothing changed. What is not an annex any more is ignored."""
    report = _writable(report, by)
    order = list(dict.fromkeys(key for key in keys if _KEY.fullmatch(key)))[: 4 * MOST_ANNEXES]
    if order == report.annex_order:
        return
    report.annex_order = order
    _told(report, "переставил(а) приложения отчёта", "", by=by, at=at)


def _writable(report: Report, by: Actor) -> Report:
    report = locked(report.pk)
    WRITE.check(by, report)
    return report


def _check_room(report: Report, size: int, *, field: str) -> None:
    sizes = list(report.annexes.values_list("file__size", flat=True))
    if len(sizes) >= MOST_ANNEXES:
        raise ValidationError({field: f"У отчёта уже {MOST_ANNEXES} приложений. Соберите часть в один файл."})
    if sum(sizes) + size > MOST_BYTES:
        words = f"Все приложения вместе больше {MOST_BYTES // 2**20} МБ. Уменьшите файлы или уберите лишние."
        raise ValidationError({field: words})


def _made(
    report: Report, title: str, of: str, data: bytes, name: str, kind: str, *, by: Actor, at: datetime
) -> Annex:
    try:
        file = store(data=data, name=name, content_type=kind, purpose=PURPOSE, by=by, at=at)
    except OSError as trouble:
        raise ValidationError(_NO_DISK) from trouble
    title = " ".join(title.split())
    return Annex.objects.create(
        report=report, title=title, of=of, file=file, added_at=at, added_by_name=by.name
    )


def _told(report: Report, verb: str, note: str, *, by: Actor, at: datetime) -> None:
    """Words are another matter: who writes them at the same time loses nothing, so `revision` stays."""
    report.changed_at, report.changed_by_name = at, by.name
    report.save(update_fields=["changed_at", "changed_by_name", "annex_order"])
    tell(report, verb, by=by, at=at, note=note)
