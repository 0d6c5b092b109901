"""Measurability: a number, a unit, a date, where the number comes from."""

from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.documents.checks.wording import number_of
from opora.documents.outline import Part


@check("goal-without-indicator")
def goal_without_indicator(case: Case) -> Iterator[Hit]:
    if case.has(Part.INDICATORS):
        for each in case.programme.goals:
            if not case.indicators_of.get(each.id):
                yield Hit(each.id, "", f"У цели {named(each)} нет показателя: не понять, достигнута ли она.")


@check("measure-without-result")
def measure_without_result(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if not case.indicators_of.get(each.id) and number_of(each.result) is None:
            yield Hit(each.id, "result", f"У меры {named(each)} нет измеримого результата.")


@check("indicator-without-target")
def indicator_without_target(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if number_of(each.target) is None:
            yield Hit(each.id, "target", f"У показателя {named(each)} не названо число, к которому идёте.")


@check("indicator-without-baseline")
def indicator_without_baseline(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if number_of(each.baseline) is None:
            yield Hit(each.id, "baseline", f"У показателя {named(each)} не сказано, сколько сейчас.")


@check("indicator-without-unit")
def indicator_without_unit(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not each.unit.strip():
            yield Hit(each.id, "unit", f"В чём измеряется показатель {named(each)}, не сказано.")


@check("indicator-without-date")
def indicator_without_date(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if each.by is None:
            yield Hit(each.id, "by", f"К какому дню достигается показатель {named(each)}, не сказано.")


@check("indicator-without-source")
def indicator_without_source(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not each.source.strip():
            yield Hit(each.id, "source", f"Откуда возьмётся число показателя {named(each)}, не сказано.")


@check("indicator-without-method")
def indicator_without_method(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not each.method.strip():
            yield Hit(each.id, "method", f"Как собирают сведения для показателя {named(each)}, не сказано.")


@check("indicator-changes-nothing")
def indicator_changes_nothing(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        now, then = number_of(each.baseline), number_of(each.target)
        if now is not None and now == then:
            yield Hit(
                each.id, "target", f"Показатель {named(each)} не меняется: было {now:g} и будет {then:g}."
            )


@check("share-over-hundred")
def share_over_hundred(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        is_share = "%" in each.unit or "процент" in each.unit.lower()
        for field, text in (("baseline", each.baseline), ("target", each.target)):
            number = number_of(text)
            if is_share and number is not None and number > 100:
                yield Hit(each.id, field, f"Доля больше 100 %: {text.strip()} у показателя {named(each)}.")


@check("indicator-of-nothing")
def indicator_of_nothing(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if not each.of:
            yield Hit(
                each.id, "of", f"Показатель {named(each)} не относится ни к цели, ни к задаче, ни к мере."
            )
