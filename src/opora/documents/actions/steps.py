"""The steps of a document from hand to hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, WrongState
from opora.documents import after
from opora.documents.actions.locking import locked
from opora.documents.actions.shifting import shift
from opora.documents.actions.versions import freeze
from opora.documents.checks.sheet import Sheet
from opora.documents.models import Document, DocumentVersion, Opening, Review
from opora.documents.queries.deadlines import Term, term_of_sending
from opora.documents.queries.definitions import expert_sheet
from opora.documents.queries.reviewing import reader_of
from opora.documents.rules import ARCHIVE, DECIDE, RECALL, REOPEN, SEND
from opora.documents.states import (
    UNSETTLED,
    Audience,
    DocumentState,
    Form,
    Kept,
    Outcome,
    RemarkState,
)

_WHY = "Напишите почему: это увидят школа, куратор и координатор."


@transaction.atomic
def send(*, document: Document, by: Actor, at: datetime) -> DocumentVersion:
    """Give the document to the curator as its next version.

    Raises WrongState for an empty document and where the term with its grace is over.
    """
    document = locked(document.pk)
    SEND.check(by, document)
    term = term_of_sending(document, today=timezone.localdate(at))
    if term is not None and term.is_over:
        raise WrongState(term.refusal)
    if document.form == Form.WRITTEN and not document.rows.exists():
        raise WrongState("В документе ещё ничего не написано. Начните с причин или с первого раздела.")
    made = freeze(document, Kept.SENT, by=by, at=at)
    note = _late(term, timezone.localdate(at))
    shift(document, DocumentState.REVIEW, by=by, at=at, note=note)
    return made


def _late(term: Term | None, today: date) -> str:
    return f"После срока: ждали до {term.due:%d.%m.%Y}." if term is not None and today > term.due else ""


def sent_version(document: Document) -> DocumentVersion:
    """The version that is being reviewed, or was last. Raises WrongState where none was ever sent."""
    found = document.versions.filter(kept_for=Kept.SENT).order_by("-number").first()
    if found is None:
        raise WrongState("Документ ещё не отправляли на проверку. Подождите, пока школа его отправит.")
    return found


@transaction.atomic
def recall(*, document: Document, by: Actor, at: datetime) -> Document:
    """Take a document back before anybody has opened it. Raises WrongState where its version was opened."""
    document = locked(document.pk)
    RECALL.check(by, document)
    reader = reader_of(document)
    if reader:
        raise WrongState(f"Документ уже открыл(а) {reader}. Попросите вернуть его на доработку.")
    shift(document, DocumentState.DRAFT, by=by, at=at)
    return document


@dataclass(frozen=True, slots=True)
class Mark:
    """A curator's mark for one criterion, with a word."""

    criterion: str
    points: int
    words: str


@transaction.atomic
def confirm(*, document: Document, marks: Sequence[Mark], by: Actor, at: datetime) -> Review:
    """Confirm the version that was sent: it was opened, every criterion has a mark with a word.

    Raises ValidationError by criterion, WrongState where it was not opened or remarks still wait. What features
    above do with a confirmed document, they do in the same transaction.
    """
    document = locked(document.pk)
    DECIDE.check(by, document)
    version = sent_version(document)
    if by.person_id is not None and version.made_by_id == by.person_id:
        raise WrongState(
            "Эту версию отправили вы сами. Подтверждает другой человек: куратор или координатор."
        )
    opening = _opening(version, by)
    if opening is None:
        raise WrongState(
            "Вы ещё не открывали эту версию документа. Прочитайте её, потом подтвердите: откройте «Читать»."
        )
    waiting = document.remarks.filter(state__in=UNSETTLED, seen_by=Audience.SCHOOL).count()
    if waiting:
        raise WrongState(
            f"Ещё не закрыто замечаний: {waiting}. Примите исправления, снимите замечания или верните документ."
        )
    sheet = expert_sheet(document.territory_path)
    review = _decide(
        version, Outcome.CONFIRMED, _checked_marks(sheet, marks), "", opening=opening, by=by, at=at
    )
    shift(document, DocumentState.CONFIRMED, by=by, at=at)
    after.confirmed(document, by, at)
    return review


def _opening(version: DocumentVersion, by: Actor) -> Opening | None:
    if by.person_id is None:
        return None
    return Opening.objects.filter(version=version, person_id=by.person_id).first()


def _checked_marks(sheet: Sheet, marks: Sequence[Mark]) -> list[dict[str, object]]:
    given = {mark.criterion: mark for mark in marks}
    wrong: dict[str, str] = {}
    for criterion in sheet.criteria:
        mark = given.get(criterion.code)
        if mark is None or not 0 <= mark.points <= criterion.points:
            wrong[criterion.code] = f"Поставьте балл от 0 до {criterion.points}."
        elif not mark.words.strip():
            wrong[criterion.code] = "Добавьте слово к баллу: что хорошо или чего не хватает."
    if wrong:
        raise ValidationError(wrong)
    return [
        {
            "criterion": criterion.code,
            "title": criterion.title,
            "points": given[criterion.code].points,
            "of": criterion.points,
            "words": given[criterion.code].words.strip(),
        }
        for criterion in sheet.criteria
    ]


@transaction.atomic
def return_to_school(*, document: Document, words: str = "", by: Actor, at: datetime) -> Review:
    """Give the document back; at least one remark at a place must wait for the school."""
    document = locked(document.pk)
    DECIDE.check(by, document)
    version = sent_version(document)
    if not document.remarks.filter(state=RemarkState.OPEN, seen_by=Audience.SCHOOL).exists():
        raise WrongState(
            "Возвращают с замечанием к месту: откройте документ и напишите у строки, что исправить."
        )
    opening = _opening(version, by)
    review = _decide(version, Outcome.RETURNED, [], words.strip(), opening=opening, by=by, at=at)
    shift(document, DocumentState.REWORK, by=by, at=at, note=words.strip())
    return review


def _decide(
    version: DocumentVersion,
    outcome: Outcome,
    marks: list[dict[str, object]],
    words: str,
    *,
    opening: Opening | None,
    by: Actor,
    at: datetime,
) -> Review:
    return Review.objects.create(
        version=version,
        outcome=outcome,
        marks=marks,
        words=words,
        opened_at=opening.first_at if opening else None,
        decided_at=at,
        decided_by_id=by.person_id,
        decided_by_name=by.name,
    )


@transaction.atomic
def open_version(*, version: DocumentVersion, by: Actor, at: datetime) -> Opening | None:
    """Remember that a reviewer has the version before them: the first time counts, and the last."""
    if by.person_id is None:
        return None
    here, is_new = Opening.objects.get_or_create(
        version=version, person_id=by.person_id, defaults={"name": by.name, "first_at": at, "last_at": at}
    )
    if not is_new:
        Opening.objects.filter(pk=here.pk).update(last_at=at)
    return here


@transaction.atomic
def keep_marks(*, document: Document, draft: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Keep what a reviewer has marked so far, as it is; nobody else sees it."""
    document = locked(document.pk)
    DECIDE.check(by, document)
    opening = open_version(version=sent_version(document), by=by, at=at)
    if opening is not None:
        opening.draft = dict(draft)
        opening.save(update_fields=["draft"])


@transaction.atomic
def reopen(*, document: Document, words: str, by: Actor, at: datetime) -> Document:
    """Open a confirmed, assessed or archived document to the school's writing; needs words why."""
    document = locked(document.pk)
    REOPEN.check(by, document)
    if not words.strip():
        raise ValidationError({"words": _WHY})
    shift(document, DocumentState.REWORK, by=by, at=at, note=words.strip())
    return document


@transaction.atomic
def archive(*, document: Document, words: str, by: Actor, at: datetime) -> Document:
    """Put a document away: it is read, not written; needs words why."""
    document = locked(document.pk)
    ARCHIVE.check(by, document)
    if not words.strip():
        raise ValidationError({"words": _WHY})
    shift(document, DocumentState.ARCHIVED, by=by, at=at, note=words.strip())
    return document
