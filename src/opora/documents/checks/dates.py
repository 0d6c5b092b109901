"""Time: inside the programme, after the risk was taken up, in order."""

import re
from collections.abc import Iterator

from opora.documents.checks.base import Case, check, named
from opora.documents.checks.rulebook import Hit
from opora.documents.programme import Measure
from opora.ui.text import count_ru, date_ru

_DAYS_OF_MONTH = 31
#: so much of the programme is all of it
_NEARLY = 0.9
_RHYTHM = re.compile(
    r"\d+ раз|\bраз в\b|еженед|ежемес|ежекварт|\bпо (?:понед|втор|сред|четв|пятн|субб)|кажд", re.IGNORECASE
)
_ALL_YEAR = re.compile(
    r"(?:в течение|на протяжении)?\s*(?:всего )?(?:учебного )?года?|весь год|постоянно", re.IGNORECASE
)


#: how far the term may be from that of the kind: nine months of a school year are a year, two years of three are few
_SHORTEST, _LONGEST = 0.6, 1.4


@check("term-of-kind")
def term_of_kind(case: Case) -> Iterator[Hit]:
    starts, ends, wanted = case.programme.starts, case.programme.ends, case.outline.months
    if starts and ends:
        months = (ends.year - starts.year) * 12 + ends.month - starts.month + 1
        if not _SHORTEST * wanted <= months <= _LONGEST * wanted:
            said = count_ru(months, "месяц,месяца,месяцев")
            yield Hit("programme", "ends", f"Срок документа — {said}, а такой пишут на {wanted}.")


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
            begins = "начинается" if each.starts else "кончается"
            yield Hit(
                each.id, _first(each), f"Мера {named(each)} {begins} {date_ru(first)}, до начала программы."
            )
        if ends and last and last > ends:
            field = "ends" if each.ends else "starts"
            yield Hit(each.id, field, f"Мера {named(each)} — {date_ru(last)}, после конца программы.")


@check("measure-before-activation")
def measure_before_activation(case: Case) -> Iterator[Hit]:
    for direction in case.active:
        for each in case.measures_by_direction.get(direction.id, ()):
            first = each.starts or each.ends
            if direction.activated_on and first and first < direction.activated_on:
                yield Hit(
                    each.id,
                    _first(each),
                    f"Мера {named(each)} — с {date_ru(first)}, а направление активировано "
                    f"{date_ru(direction.activated_on)}.",
                )


def _first(measure: Measure) -> str:
    return "starts" if measure.starts else "ends"


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
    starts, ends = case.programme.starts, case.programme.ends
    whole = (ends - starts).days if starts and ends else None
    for each in case.programme.measures:
        if _RHYTHM.search(each.when):
            continue
        if each.starts and each.ends:
            days = (each.ends - each.starts).days
            if days >= case.book.longest_measure * _DAYS_OF_MONTH or (whole and days >= _NEARLY * whole):
                words = f"Мера {named(each)} идёт всю программу: не видно, что и когда сделано."
                yield Hit(each.id, "ends", words)
        elif _ALL_YEAR.fullmatch(each.when.strip()):
            words = f"Срок меры {named(each)} — «{each.when.strip()}»: не видно, что и когда сделано."
            yield Hit(each.id, "when", words)


@check("programme-without-term")
def programme_without_term(case: Case) -> Iterator[Hit]:
    starts, ends = case.programme.starts, case.programme.ends
    if starts is None or ends is None:
        field = "starts" if starts is None else "ends"
        yield Hit("programme", field, "У программы нет срока: с какого по какой день.")
    elif ends <= starts:
        yield Hit("programme", "ends", "Программа кончается раньше, чем начинается.")
