"""Measurability: a number, a unit, a date, where the number comes from."""

import re
from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.quantities import amount, is_counted, share_of
from opora.documents.checks.rulebook import Hit
from opora.documents.checks.wording import is_said
from opora.documents.outline import Part

_WHOLE = 100
#: an indicator that is to stay where it is
_KEEPS = re.compile(r"\b(?:удерж|сохран|не ниже|остать|остаё)", re.IGNORECASE)


@check("goal-without-indicator")
def goal_without_indicator(case: Case) -> Iterator[Hit]:
    if case.has(Part.INDICATORS):
        for each in case.programme.goals:
            if not case.indicators_of.get(each.id):
                yield Hit(each.id, "", f"У цели {named(each)} нет показателя: не понять, достигнута ли она.")


@check("measure-without-result")
def measure_without_result(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if not case.indicators_of.get(each.id) and not is_counted(each.result):
            yield Hit(each.id, "result", f"У меры {named(each)} нет измеримого результата.")


@check("indicator-without-target")
def indicator_without_target(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not is_counted(each.target):
            yield Hit(each.id, "target", f"У показателя {named(each)} не названо число, к которому идёте.")


@check("indicator-without-baseline")
def indicator_without_baseline(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not is_counted(each.baseline):
            yield Hit(each.id, "baseline", f"У показателя {named(each)} не сказано, сколько сейчас.")


@check("indicator-without-unit")
def indicator_without_unit(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not is_said(each.unit.replace("%", "процент")):
            yield Hit(each.id, "unit", f"В чём измеряется показатель {named(each)}, не сказано.")


@check("indicator-without-date")
def indicator_without_date(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if each.by is None:
            yield Hit(each.id, "by", f"К какому дню достигается показатель {named(each)}, не сказано.")


@check("indicator-without-source")
def indicator_without_source(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not is_said(each.source):
            yield Hit(each.id, "source", f"Откуда возьмётся число показателя {named(each)}, не сказано.")


@check("indicator-without-method")
def indicator_without_method(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not is_said(each.method):
            yield Hit(each.id, "method", f"Как собирают сведения для показателя {named(each)}, не сказано.")


@check("indicator-changes-nothing")
def indicator_changes_nothing(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        now, then = amount(each.baseline), amount(each.target)
        if now is not None and now == then and not _KEEPS.search(each.title):
            yield Hit(
                each.id,
                "target",
                f"Показатель {named(each)} не меняется: было «{each.baseline.strip()}» и будет «{each.target.strip()}».",
            )


@check("share-over-hundred")
def share_over_hundred(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        for field, text in (("baseline", each.baseline), ("target", each.target)):
            share = share_of(text, each.unit)
            if share is not None and share > _WHOLE:
                yield Hit(each.id, field, f"Доля больше 100 %: {text.strip()} у показателя {named(each)}.")


@check("indicator-of-nothing")
def indicator_of_nothing(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not each.of:
            yield Hit(
                each.id, "of", f"Показатель {named(each)} не относится ни к цели, ни к задаче, ни к мере."
            )
