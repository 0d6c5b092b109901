"""Writing an expert's sheet and sending it. The tie to the school is asked once more at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opora.access import Actor, Conflict, WrongState
from opora.documents.checks.sheet import Sheet
from opora.expertise.actions.common import locked, locked_assignment, named, tell
from opora.expertise.actions.giving import end, give_second
from opora.expertise.models import Assignment, ExpertSheet
from opora.expertise.queries.documents import sheet_of
from opora.expertise.queries.ties import ties_of
from opora.expertise.rules import SCORE
from opora.expertise.scoring import is_red
from opora.expertise.states import AssignmentState, Place, SecondSheet

STALE = "Этот лист уже сохранён из другого окна. Откройте его снова и внесите то, чего там нет."
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Mark:
    """Points of a criterion, None where not decided yet; words are the school's to read."""

    points: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What an expert wrote: marks, parts and advice by criterion; advice under «» is about the whole document."""

    marks: Mapping[str, Mark] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    weaknesses: Sequence[str] = ()
    advice: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(mark.points or 0 for mark in self.marks.values())

    def missing(self, sheet: Sheet) -> list[str]:
        """Titles of the criteria without points."""
        return [c.title for c in sheet.criteria if self.marks.get(c.code, Mark()).points is None]


def save_sheet(
    *, assignment: Assignment, written: Written, revision: int, by: Actor, at: datetime
) -> ExpertSheet:
    """Keep a draft, unfinished too. Raises Conflict where another window saved meanwhile, WrongState where a tie
    to the school has come up: the document goes back to the coordinator then.
    """
    with transaction.atomic():
        found = locked_assignment(assignment.pk)
        SCORE.check(by, found)
        if not (tied := _gone(found, by=by, at=at)):
            return _write(found, written, revision, at=at)
    raise WrongState(tied)


def send_sheet(
    *, assignment: Assignment, written: Written, revision: int, by: Actor, at: datetime
) -> ExpertSheet:
    """Send a finished sheet: from now on it stands; one event without the score.

    After a first sheet that is red, or about a document of the sample, a second expert is given in the same
    transaction. Raises ValidationError with the codes of criteria without points, else as `save_sheet`.
    """
    with transaction.atomic():
        locked(assignment.entry.round_id)
        found = locked_assignment(assignment.pk)
        SCORE.check(by, found)
        if not (tied := _gone(found, by=by, at=at)):
            return _send(found, written, revision, by=by, at=at)
    raise WrongState(tied)


def save_sheets(
    *, written: Mapping[int, Written], assignments: Sequence[Assignment], by: Actor, at: datetime
) -> int:
    """Keep several drafts at once, by the id of their assignment: all or none. Answers how many.

    Raises WrongState where a tie to a school has come up: that document goes back, and nothing is written.
    """
    chosen = sorted((each for each in assignments if each.pk in written), key=lambda each: each.pk)
    with transaction.atomic():
        found = [locked_assignment(each.pk) for each in chosen]
        for each in found:
            SCORE.check(by, each)
        tied = [words for each in found if (words := _gone(each, by=by, at=at))]
        if not tied:
            for each in found:
                kept = ExpertSheet.objects.filter(assignment=each).first()
                _write(each, written[each.pk], kept.revision if kept else 0, at=at)
            return len(found)
    raise WrongState(f"{tied[0]} Из файла ничего не записано: уберите из него этот документ.")


def _send(assignment: Assignment, written: Written, revision: int, *, by: Actor, at: datetime) -> ExpertSheet:
    of = assignment.entry.round
    sheet = sheet_of(of)
    unmarked = [c.code for c in sheet.criteria if written.marks.get(c.code, Mark()).points is None]
    if unmarked:
        raise ValidationError(dict.fromkeys(unmarked, "Выберите балл."))
    kept = _write(assignment, written, revision, at=at)
    kept.sent_at, kept.total = at, written.total
    kept.save(update_fields=["sent_at", "total"])
    assignment.state = AssignmentState.SENT
    assignment.ended_at = at
    assignment.save(update_fields=["state", "ended_at"])
    tell(of, "отправил(а) экспертный лист", by=by, at=at, note=named(assignment.entry))
    wants = of.second == SecondSheet.SOME and assignment.place == Place.FIRST
    if wants and (assignment.entry.is_sampled or is_red(sheet, written.total)):
        give_second(assignment.entry, at=at)
    return kept


def _gone(assignment: Assignment, *, by: Actor, at: datetime) -> str:
    """Withdraws the assignment where a tie has come up since it was given, and says so; else «»."""
    entry = assignment.entry
    ties = ties_of(
        [assignment.person_id],
        cycle=entry.round.cycle,
        today=timezone.localdate(at),
        documents=[entry.document_id or 0],
    )
    words = ties[assignment.person_id].to(entry)
    if not words:
        return ""
    end(assignment, AssignmentState.WITHDRAWN, f"Конфликт интересов возник во время раунда: {words}.", at=at)
    # which tie it is stands with the assignment: events are also read by the one they are about
    tell(entry.round, "потерял(а) право оценивать", by=by, at=at, note=named(entry))
    return entry.round.naming.tied.format(number=entry.number)


def _write(assignment: Assignment, written: Written, revision: int, *, at: datetime) -> ExpertSheet:
    sheet = sheet_of(assignment.entry.round)
    _check(sheet, written)
    kept = ExpertSheet.objects.select_for_update().filter(assignment=assignment).first()
    if (kept.revision if kept else 0) != revision:
        raise Conflict(STALE)
    kept = kept or ExpertSheet(assignment=assignment)
    kept.marks = {
        code: {"points": mark.points, "words": mark.words.strip()} for code, mark in written.marks.items()
    }
    kept.parts = {code: sorted(set(met)) for code, met in written.parts.items() if met}
    kept.weaknesses = [each.code for each in sheet.weaknesses if each.code in written.weaknesses]
    kept.advice = [
        {"criterion": code, "text": text.strip()} for code, text in written.advice.items() if text.strip()
    ]
    kept.revision, kept.saved_at = revision + 1, at
    kept.save()
    return kept


def _check(sheet: Sheet, written: Written) -> None:
    """What no form of ours sends: a criterion that the sheet has not, points that it does not give."""
    most = {each.code: each.points for each in sheet.criteria}
    parts = {each.code: {part.code for part in each.parts} for each in sheet.criteria}
    wrong: dict[str, str] = {}
    for code, mark in written.marks.items():
        if code not in most:
            wrong[code] = "Такого критерия в листе нет."
        elif mark.points is not None and not 0 <= mark.points <= most[code]:
            wrong[code] = f"Балл здесь — от 0 до {most[code]}."
        elif len(mark.words) > _LONGEST:
            wrong[code] = f"Не длиннее {_LONGEST} знаков."
    for code, met in written.parts.items():
        if set(met) - parts.get(code, set()):
            wrong[code] = "Такой отметки в листе нет."
    for code, text in written.advice.items():
        if code and code not in most:
            wrong[code] = "Такого критерия в листе нет."
        elif len(text) > _LONGEST:
            wrong[code or "advice"] = f"Рекомендация не длиннее {_LONGEST} знаков."
    if set(written.weaknesses) - {each.code for each in sheet.weaknesses}:
        wrong["weaknesses"] = "Такого слабого места в списке нет."
    if wrong:
        raise ValidationError(wrong)


def written_of(kept: ExpertSheet | None) -> Written:
    """A kept sheet as it was written."""
    if kept is None:
        return Written()
    return Written(
        marks={code: Mark(each["points"], each["words"]) for code, each in kept.marks.items()},
        parts=kept.parts,
        weaknesses=tuple(kept.weaknesses),
        advice={each["criterion"]: each["text"] for each in kept.advice},
    )
