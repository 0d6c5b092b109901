"""Time: inside the programme, after the risk was taken up, in order."""

from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.ui.text import date_ru

_DAYS_OF_MONTH = 31


@check("measure-without-date")
def measure_without_date(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if each.starts is None and each.ends is None and not each.when.strip():
            yield Hit(each.id, "when", f"У меры {named(each)} нет срока.")


@check("dates-out-of-order")
def dates_out_of_order(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if each.starts and each.ends and each.ends < each.starts:
            yield Hit(
                each.id, "ends", f"Мера {named(each)} кончается {date_ru(each.ends)}, раньше чем начинается."
            )


@check("measure-outside-programme")
def measure_outside_programme(case: Case) -> Iterator[Hit]:
    starts, ends = case.programme.starts, case.programme.ends
    for each in case.programme.measures:
        first, last = each.starts or each.ends, each.ends or each.starts
        if starts and first and first < starts:
            yield Hit(
                each.id, "starts", f"Мера {named(each)} начинается {date_ru(first)}, до начала программы."
            )
        if ends and last and last > ends:
            yield Hit(
                each.id, "ends", f"Мера {named(each)} кончается {date_ru(last)}, после конца программы."
            )


@check("measure-before-activation")
def measure_before_activation(case: Case) -> Iterator[Hit]:
    for direction in case.active:
        for each in case.measures_by_direction.get(direction.id, ()):
            if direction.activated_on and each.starts and each.starts < direction.activated_on:
                yield Hit(
                    each.id,
                    "starts",
                    f"Мера {named(each)} начинается {date_ru(each.starts)}, а направление активировано "
                    f"{date_ru(direction.activated_on)}.",
                )


@check("activated-before-found")
def activated_before_found(case: Case) -> Iterator[Hit]:
    for each in case.active:
        if each.found_on and each.activated_on and each.activated_on < each.found_on:
            yield Hit(
                each.id,
                "activated_on",
                f"Направление {named(each)} активировано {date_ru(each.activated_on)}, раньше чем риск выявлен.",
            )


@check("indicator-after-programme")
def indicator_after_programme(case: Case) -> Iterator[Hit]:
    for each in case.programme.indicators:
        if each.by and case.programme.ends and each.by > case.programme.ends:
            yield Hit(
                each.id,
                "by",
                f"Показатель {named(each)} узнаем {date_ru(each.by)}, когда программа кончится.",
            )
        if each.by and case.programme.starts and each.by < case.programme.starts:
            yield Hit(
                each.id, "by", f"Показатель {named(each)} — на {date_ru(each.by)}, до начала программы."
            )


@check("measure-all-year")
def measure_all_year(case: Case) -> Iterator[Hit]:
    for each in case.programme.measures:
        if each.starts and each.ends:
            months = (each.ends - each.starts).days / _DAYS_OF_MONTH
            if months >= case.book.longest_measure:
                yield Hit(
                    each.id, "ends", f"Мера {named(each)} идёт весь год: не видно, что и когда сделано."
                )


@check("programme-without-term")
def programme_without_term(case: Case) -> Iterator[Hit]:
    if case.programme.starts is None or case.programme.ends is None:
        yield Hit("programme", "starts", "У программы нет срока: с какого по какой день.")
    elif case.programme.ends <= case.programme.starts:
        yield Hit("programme", "ends", "Программа кончается раньше, чем начинается.")
