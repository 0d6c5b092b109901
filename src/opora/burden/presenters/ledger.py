"""The ledger as pages show it. Every number is an estimate and says so."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.burden.presenters.words import hours, minutes_words
from opora.burden.queries.ledger import Month, School, SchoolYear, Sum, total_of
from opora.burden.sources import ASKER_TITLES, KIND_TITLES, SPENT_TITLES, Asker, Load, Spent
from opora.ui.components import Stat
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
NOTE = "Оценка, а не замер: минуты на каждый вид запроса стоят в каталоге, территория может поставить свои."


def month_title(month: Month) -> str:
    return f"{_MONTHS[month[1] - 1]} {month[0]}"


def askers_of(found: Mapping[Asker, int]) -> list[Asker]:
    """Those who asked anything, in their usual order."""
    return [asker for asker in Asker if found.get(asker)]


def year_stats(year: SchoolYear) -> list[Stat]:
    requests = sum(load.spent is Spent.STAFF for load in year.loads)
    stats = [
        Stat("Время сотрудников", minutes_words(year.minutes()), note="оценка за год"),
        Stat("Запросов", requests),
    ]
    for spent in (Spent.PUPILS, Spent.PARENTS):
        minutes = year.minutes(spent=spent)
        if minutes:
            stats.append(
                Stat(SPENT_TITLES[spent].capitalize(), minutes_words(minutes), note="анкеты, отдельно")
            )
    spared = year.spared
    stats.append(
        Stat("Не пришлось отвечать", spared.answers, note=f"запросов: {spared.inquiries}, взято из Опоры")
    )
    return stats


def by_month(year: SchoolYear, months: Sequence[Month]) -> Table:
    """Hours of the staff, months by who asks; months without requests stand too."""
    found = year.by_month()
    sums: dict[Asker, int] = {}
    for (_, asker), minutes in found.items():
        sums[asker] = sums.get(asker, 0) + minutes
    askers = askers_of(sums)
    rows = [
        (
            month_title(month),
            *(hours(found[month, asker]) if found[month, asker] else "" for asker in askers),
            hours(sum(found[month, asker] for asker in askers)),
        )
        for month in months
    ]
    foot = [("За год", *(hours(sums[asker]) for asker in askers), hours(sum(sums.values())))]
    return Table(
        "burden-months",
        "По месяцам и по тем, кто спрашивает",
        [
            Column("Месяц"),
            *(Column(ASKER_TITLES[asker], "number", unit="ч") for asker in askers),
            Column("Всего", "number", unit="ч"),
        ],
        rows if askers else [],
        foot=foot,
        stacks=False,
        empty="В этом году у школы ничего не спрашивали.",
    )


def by_kind(year: SchoolYear) -> Table:
    found = year.by_kind()
    rows = [(KIND_TITLES[kind], hours(minutes)) for kind, minutes in found.most_common()]
    return Table("burden-kinds", "На что уходит", [Column("Что"), Column("Часов", "number")], rows)


def loads_table(loads: Sequence[Load]) -> Table:
    rows = [
        (
            link(load.url, load.what) if load.url else load.what,
            date_ru(load.on),
            KIND_TITLES[load.kind],
            load.asked_by or ASKER_TITLES[load.asker],
            _spent(load),
        )
        for load in loads
    ]
    columns = [
        *(Column("Что спросили", "words"), Column("Когда"), Column("Вид"), Column("Кто")),
        Column("Сколько, оценка"),
    ]
    return Table(
        "burden-loads",
        "Запросы по одному",
        columns,
        rows,
        empty="Таких запросов нет. Измените условия или сбросьте их.",
    )


def _spent(load: Load) -> SafeString:
    """Minutes, and whose they are where they are not the school's own."""
    whose = f" <small>{esc(SPENT_TITLES[load.spent])}</small>" if load.spent is not Spent.STAFF else ""
    return as_markup(f"{esc(minutes_words(load.minutes))}{whose}")


def schools_table(schools: Sequence[School], sums: Mapping[int, Sum], cycle: str) -> Table:
    """Hours of the staff by who asks; the most burdened first where the caller ordered them so."""
    whole = total_of(sums[school.pk] for school in schools)
    askers = askers_of(whole.staff)
    before, after = reverse("burden-school", args=[0]).split("0")
    rows = [
        (
            link(f"{before}{school.pk}{after}?cycle={cycle}", school.name),
            *(hours(sums[school.pk].staff[asker]) for asker in askers),
            hours(sums[school.pk].total),
            sums[school.pk].requests,
            hours(sums[school.pk].others),
        )
        for school in schools
    ]
    foot = [
        (
            count_ru(len(schools), "школа,школы,школ"),
            *(hours(whole.staff[asker]) for asker in askers),
            hours(whole.total),
            whole.requests,
            hours(whole.others),
        )
    ]
    return Table(
        "burden-schools",
        "Сколько времени школ уходит на запросы",
        [
            Column("Школа", "words"),
            *(Column(ASKER_TITLES[asker], "number", unit="ч") for asker in askers),
            Column("Всего", "number", unit="ч"),
            Column("Запросов", "number"),
            Column("Ученики и родители", "number", unit="ч"),
        ],
        rows,
        foot=foot,
        caption_hidden=True,
        empty="Школ здесь нет. Измените условия или сбросьте их.",
    )
