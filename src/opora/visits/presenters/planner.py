"""The planner: who waits for a visit, how far it is, with whom it goes together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.ui.components import Stat
from opora.ui.escaping import as_markup, esc
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru, number
from opora.visits.distances import Map, Trip
from opora.visits.presenters.words import due_chip, km_words
from opora.visits.queries.nearby import Companion
from opora.visits.queries.planner import Line
from opora.visits.states import Phase

NO_PLACE = "координат нет"
#: so near it is the same place
_HERE = 0.5


def table(
    rows: Sequence[Line],
    on: Map,
    today: date,
    *,
    with_place: bool,
    with_curator: bool,
    plans: bool,
    empty: str,
) -> Table:
    """`plans`: rows may be ticked."""
    before, after = reverse("school", args=[0]).split("0")
    return Table(
        "planner",
        "Школы",
        [
            Column("Школа"),
            *((Column("Муниципалитет"),) if with_place else ()),
            *(Column("Пора"), Column("Были очно"), Column("Онлайн"), Column("В плане"), Column("Дорога")),
            *((Column("Куратор", "words"),) if with_curator else ()),
        ],
        [
            (
                _school(row, f"{before}{row.pk}{after}", plans=plans),
                *((row.place,) if with_place else ()),
                due_chip(row.due, today),
                date_ru(row.standing.presence, "day") if row.standing.presence else "ещё не были",
                date_ru(row.standing.online, "day") if row.standing.online else "",
                date_ru(row.standing.planned, "day") if row.standing.planned else "",
                distance_words(row, on),
                *((curators(row),) if with_curator else ()),
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def _school(row: Line, url: str, *, plans: bool) -> SafeString:
    name = f'<a href="{esc(url)}">{esc(row.name)}</a>'
    if not plans:
        return as_markup(name)
    box = (
        f'<input type="checkbox" name="school" value="{row.pk}" aria-label="Запланировать: {esc(row.name)}">'
    )
    return as_markup(f"{box} {name}")


def distance_words(row: Line, on: Map) -> str:
    if row.at is None:
        return NO_PLACE
    km = on.from_base(row.at)
    return "вы здесь" if km is not None and km < _HERE else km_words(km)


def curators(row: Line) -> str:
    return ", ".join(dict.fromkeys(each.name for each in row.curators)) or "куратора нет"


def stats(rows: Sequence[Line], today: date) -> list[Stat]:
    """What stands above the table, over all that the filters leave."""
    late = sum(row.due.is_late(today) for row in rows)
    soon = sum(row.due.is_soon(today) for row in rows)
    never = sum(row.standing.presence is None and row.due.phase is not Phase.OVER for row in rows)
    return [
        Stat("Просрочено", late, note="дольше, чем велит ритм"),
        Stat("Пора и скоро", soon),
        Stat("Ещё не были очно", never, note="в этом году"),
        Stat("Всего школ", len(rows)),
    ]


@dataclass(frozen=True, slots=True)
class ShownTrip:
    """Schools of one trip with the words why; `url` plans them all."""

    title: str
    lines: tuple[str, ...]
    url: str


def shown_trips(found: Sequence[Trip], rows: Mapping[int, Line], today: date) -> list[ShownTrip]:
    return [_trip(each, rows, today) for each in found]


def _trip(trip: Trip, rows: Mapping[int, Line], today: date) -> ShownTrip:
    query = "&".join(f"school={stop.school_id}" for stop in trip.stops)
    way = f", весь путь {km_words(trip.way_km)}" if trip.way_km is not None else ""
    return ShownTrip(
        title=f"{count_ru(len(trip.stops), 'школа,школы,школ')} за одну поездку{way}",
        lines=tuple(
            "; ".join(filter(None, (stop.name, _why_now(rows[stop.school_id], today), why)))
            for stop, why in zip(trip.stops, trip.why, strict=True)
        ),
        url=f"{reverse('visit-plan')}?{query}",
    )


def _why_now(row: Line, today: date) -> str:
    left = row.due.days_left(today)
    if left is None:
        return ""
    if left < 0:
        return f"опоздание {count_ru(-left, 'день,дня,дней')}"
    return "пора сегодня" if left == 0 else f"осталось {count_ru(left, 'день,дня,дней')}"


def companions_words(found: Sequence[Companion]) -> list[str]:
    return [
        f"{date_ru(each.day, 'day')}: {each.who} едет в школу «{each.school}», {km_words(each.km)} от школы «{each.near}»"
        for each in found
    ]


def rhythm_words(rows: Sequence[Line]) -> str:
    """What is asked for, in one sentence; empty where the territories of the list ask for different things."""
    rhythms = {id(row.rhythm): row.rhythm for row in rows if row.rhythm is not None}
    told = {
        "; ".join(
            f"{phase.label} — не реже чем раз в {count_ru(pace.days, 'день,дня,дней')}"
            + (", онлайн тоже считается" if pace.online else "")
            for phase, pace in rhythm.paces.items()
        )
        for rhythm in rhythms.values()
    }
    return f"Ритм: {told.pop()}." if len(told) == 1 else ""


def distance_lead(on: Map, base: str, *, may_choose: bool, keeps_cards: bool) -> str:
    """`may_choose`: some place is on the map to set out from; `keeps_cards`: the reader fills cards of schools."""
    road = number(on.road)
    if not base and may_choose:
        return "Откуда вы едете, неизвестно: выберите «Откуда едете»."
    if not base:
        who = "впишите" if keeps_cards else "попросите школу или координатора вписать"
        return f"Расстояний нет: {who} широту и долготу в карточки школ."
    return f"Дорога от «{base}»: по прямой × {road}, это оценка, а не путь по карте."
