"""How meetings read: chips, the list, one meeting, a group's meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from opora.assignments.presenters import together
from opora.catalogues.local_time import zone_words
from opora.groups.models import Group
from opora.history.queries import Entry
from opora.meetings.models import AgendaItem, Attendance, Meeting, MeetingRhythm
from opora.meetings.queries import Chosen, GroupMeetings, Line, Sources
from opora.meetings.states import Came, MeetingKind, MeetingState, RhythmKind
from opora.ui.components import Event, Fact, Tab
from opora.ui.markup import badge, link
from opora.ui.months import month_title
from opora.ui.tables import Column, Table
from opora.ui.text import NBSP, count_ru, date_ru

_CHIPS: dict[MeetingState, SafeString] = {
    MeetingState.PLANNED: badge("назначено"),
    MeetingState.HELD: badge("проведено, нужен протокол", "mid", "■"),
    MeetingState.MINUTED: badge("протокол подписан", "low", "●"),
    MeetingState.CANCELLED: badge("отменено"),
}
PASSED = badge("день прошёл: отметьте, кто был", "high", "▲")
_KINDS: dict[str, str] = dict(MeetingKind.choices)
_STATES = {
    MeetingState.PLANNED: "Назначены",
    MeetingState.HELD: "Нужен протокол",
    MeetingState.MINUTED: "С протоколом",
    MeetingState.CANCELLED: "Отменены",
}


def hour_words(local: datetime, zone: str) -> str:
    """«14 сентября 2026, 12:30», with the zone where it is not the installation's: «(Иркутск, МСК+5)»."""
    told = f"{date_ru(local.date())}, {local:%H:%M}"
    words = zone_words(zone)
    return f"{told} ({words})" if words else told


def dated(meeting: Meeting) -> str:
    """«Заседание: рабочая группа, 24 ноября»: meetings of one group are told apart by their days."""
    day = date_ru(meeting.local_start.date(), "day")
    return meeting.title if day in meeting.title else f"{meeting.title}, {day}"


def state_chip(state: MeetingState, starts_at: datetime, at: datetime) -> SafeString:
    if state is MeetingState.PLANNED and starts_at < at:
        return PASSED
    return _CHIPS[state]


def tabs(counts: Mapping[str, int], state: str, query: str) -> list[Tab]:
    """All, then each state that has meetings."""
    before = f"?{query}&" if query else "?"
    found = [Tab("Все", f"?{query}", not state, sum(counts.values()))]
    return found + [
        Tab(title, f"{before}state={each.value}", state == each, counts.get(each.value, 0))
        for each, title in _STATES.items()
        if counts.get(each.value) or state == each
    ]


def table(rows: Sequence[Line], at: datetime, *, with_home: bool, empty: str) -> Table:
    """`with_home`: where there are several places to tell apart."""
    before, after = reverse("meeting", args=[0]).split("0")
    return Table(
        "meetings",
        "Совещания",
        [
            *(Column("Совещание", "words"), Column("Когда")),
            *((Column("Где"),) if with_home else ()),
            *(Column("Состояние"), Column("Были"), Column("Открытых поручений", "number")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}", row.title),
                hour_words(row.local_start, row.zone),
                *((row.group or row.home,) if with_home else ()),
                together(state_chip(row.state, row.starts_at, at), f"№ {row.number}" if row.number else ""),
                f"{row.came}{NBSP}из{NBSP}{row.asked}" if row.came else "",
                row.open or "",
            )
            for row in rows
        ],
        caption_hidden=True,
        empty=empty,
    )


def empty_words(chosen: Chosen, *, narrowed: bool) -> str:
    """What a list without rows says."""
    if narrowed:
        return "Таких совещаний нет. Измените условия или сбросьте их."
    return "Совещаний пока нет. Назначьте первое: повестка, кого позвать, протокол и поручения будут здесь."


def facts(meeting: Meeting) -> list[Fact]:
    """The meeting as a list of its facts."""
    found = [
        Fact("Вид", _KINDS[meeting.kind]),
        Fact("Когда", hour_words(meeting.local_start, meeting.zone)),
        Fact("Место", _place(meeting)),
    ]
    if meeting.group is not None:
        found.append(
            Fact("Группа", meeting.group.name, url=reverse("group-meetings", args=[meeting.group_id]))
        )
    found.append(Fact("Чьё", meeting.home.name))
    if meeting.chair or meeting.secretary:
        found.append(Fact("Председатель", meeting.chair or None))
        found.append(Fact("Секретарь", meeting.secretary or None))
    if meeting.number:
        found.append(Fact("Протокол", f"№ {meeting.number}"))
    if meeting.signed_at is not None:
        found.append(Fact("Подписал(а)", f"{meeting.signed_by_name}, {date_ru(meeting.signed_at)}"))
    if meeting.reason:
        found.append(Fact("Почему отменено", meeting.reason))
    found.append(Fact("Назначил(а)", f"{meeting.called_by_name}, {date_ru(meeting.called_at)}"))
    for each in meeting.shifts.all():
        old = hour_words(_local(each.old_starts_at, meeting), meeting.zone)
        found.append(Fact("Переносили", f"с {old}", note=f"{each.reason} ({each.by_name})"))
    return found


def _local(moment: datetime, meeting: Meeting) -> datetime:
    return moment.astimezone(meeting.local_start.tzinfo)


def _place(meeting: Meeting) -> str | None:
    words = ", ".join(part for part in (meeting.place, "онлайн" if meeting.is_online else "") if part)
    return words or None


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the agenda as the page shows it; `sources` is None for a typed one."""

    item: AgendaItem
    sources: Sources | None


def questions(items: Sequence[AgendaItem], sources: Mapping[int, Sources]) -> list[Question]:
    return [Question(each, sources.get(each.pk)) for each in items]


def came_table(rows: Sequence[Attendance]) -> Table:
    """Who was asked and who came."""
    marked = any(each.came != Came.UNKNOWN for each in rows)
    return Table(
        "attendance",
        "Участники совещания",
        [Column("Кто"), *((Column("Был(а)"),) if marked else ())],
        [(_who(each), *((_came(each),) if marked else ())) for each in rows],
        caption_hidden=True,
        empty="Никого не позвали. Впишите участников.",
    )


def _who(row: Attendance) -> str:
    return f"{row.name}, {row.post}" if row.post else row.name


def _came(row: Attendance) -> object:
    if row.came == Came.ABSENT:
        return f"нет: {row.reason}" if row.reason else "нет"
    return {Came.PRESENT: "да", Came.ONLINE: "онлайн"}.get(Came(row.came))


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]


def rhythm_words(rhythm: MeetingRhythm | None) -> str | None:
    """«раз в две недели», «раз в 10 дней»; None where nobody said."""
    if rhythm is None:
        return None
    if rhythm.kind == RhythmKind.EVERY_DAYS:
        return f"раз в {count_ru(rhythm.days or 0, 'день,дня,дней')}"
    return RhythmKind(rhythm.kind).label


def group_facts(group: Group, of: GroupMeetings) -> list[Fact]:
    return [
        Fact("Где", group.home.name),
        Fact("Как часто собирается", rhythm_words(of.rhythm)),
        Fact("Проведено", of.held),
        *_cadence(of),
        Fact("Последнее", date_ru(of.last_held) if of.last_held else None),
        Fact("Ближайшее назначено", date_ru(of.next_planned) if of.next_planned else None),
    ]


def _cadence(of: GroupMeetings) -> list[Fact]:
    """Planned against actual: «по плану 6, проведено 8», on average how often, months without a meeting."""
    if of.cadence is None or of.rhythm is None:
        return []
    kept = of.cadence
    often = f"на деле раз в {count_ru(kept.every, 'день,дня,дней')}" if kept.every else ""
    idle = ", ".join(month_title(month).lower() for month in kept.idle)
    notes = (f"с {date_ru(of.rhythm.since)}", often, f"не собирались: {idle}" if idle else "")
    return [
        Fact(
            "План и факт",
            f"по плану {kept.planned}, проведено {kept.held}",
            "; ".join(note for note in notes if note),
        )
    ]


def expected_chip(of: GroupMeetings, today: date | None = None) -> SafeString | str:
    """When the group is to meet next; nothing where one is planned or nothing is expected."""
    if of.next_planned is not None or of.expected is None:
        return ""
    if of.expected < (today or timezone.localdate()):
        return badge(f"пора собраться, ждали {date_ru(of.expected)}", "high", "▲")
    return badge(f"собраться до {date_ru(of.expected)}", "mid", "■")
