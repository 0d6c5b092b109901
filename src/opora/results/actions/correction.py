"""Correcting one figure by hand: with a reason, the old one kept."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.history.actions import record
from opora.history.as_read import as_read
from opora.results.figures import Said, compose
from opora.results.models import FIGURES, Fact
from opora.results.rules import CORRECT

CHANGED = "Пока страница была открыта, цифру изменил(а) кто-то ещё. Откройте её заново: там новое значение и причина."


@transaction.atomic
def correct_figure(*, fact: Fact, said: Said, reason: str, by: Actor, at: datetime) -> Fact:
    """Replace the figures of a fact by what the person says; a trigger keeps the old row, one event is written.

    `fact` (its school, territory and procedure joined) is what the person looked at: a figure that somebody
    changed since is not overwritten. Raises ValidationError where that happened, or the figures contradict
    themselves, say nothing or are the same, or the reason is empty; Refused where `by` may not.
    """
    CORRECT.check(by, fact)
    if not reason.strip():
        raise ValidationError({"reason": "Напишите, почему цифра меняется: причина останется в истории."})
    outcome = compose(said)
    if outcome.faults:
        raise ValidationError({fault.measure.value: fault.words for fault in outcome.faults})
    if outcome.kept.says_nothing and not outcome.kept.participants:
        raise ValidationError("Впишите хотя бы одну цифру.")
    old, unchanged = _as_json(fact), as_read(fact, FIGURES)
    for name in FIGURES:
        setattr(fact, name, getattr(outcome.kept, name))
    new = _as_json(fact)
    if new == old:
        raise ValidationError("Цифры те же, что и были. Исправьте хотя бы одну или вернитесь назад.")
    fact.corrected_at, fact.corrected_by_name, fact.correction_reason = at, by.name, reason.strip()
    written = (*FIGURES, "corrected_at", "corrected_by_name", "correction_reason")
    if not unchanged.update(**{name: getattr(fact, name) for name in written}):
        raise ValidationError(CHANGED)
    record(
        by=by,
        at=at,
        verb="исправил(а) цифру",
        subject_kind="results.fact",
        subject_id=fact.pk,
        subject_title=f"{fact.procedure.title}, {fact.year}{' ' + fact.class_label if fact.class_label else ''}",
        school_id=fact.school_id,
        territory_path=fact.school.territory.path or "",
        note=reason.strip(),
        details={"old": old, "new": new},
    )
    return fact


def _as_json(fact: Fact) -> dict[str, Any]:
    """The figures as JSON holds them, percents and means at the places the table keeps."""
    values = {name: getattr(fact, name) for name in FIGURES}
    return {
        name: value if value is None or isinstance(value, int) else f"{value.normalize():f}"
        for name, value in values.items()
    }
