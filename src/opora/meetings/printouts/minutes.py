"""Minutes on paper: header, who was there, agenda, слушали / решили, assignments, signatures.

The order of parts is that of GOST R 7.0.97-2016 and of the usual form of minutes; names stand in the case they need.
"""

import re
from collections.abc import Iterator, Sequence

from opora.assignments.queries import Line
from opora.catalogues.local_time import zone_words
from opora.meetings.models import AgendaItem, Attendance, Meeting
from opora.meetings.offering import Thing
from opora.meetings.queries import sources_of
from opora.meetings.states import Came, MeetingKind, MeetingState
from opora.printing import (
    Align,
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    NumberedList,
    Paragraph,
    Row,
    Run,
    Signature,
    Table,
    Title,
)
from opora.printing.declension import Case, person, phrase
from opora.printing.russian import bound, counted, long_date

_OF_KIND = {
    MeetingKind.COORDINATION: "заседания координационной группы",
    MeetingKind.WORKING: "заседания рабочей группы",
    MeetingKind.COUNCIL: "заседания педагогического совета",
    MeetingKind.PLANNING: "планёрки",
    MeetingKind.OTHER: "совещания",
}
_NAME = re.compile(r"[А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?(?: (?:[А-ЯЁ][а-яё]+|[А-ЯЁ]\.)){1,2}(?: ?[А-ЯЁ]\.)?$")
_FULL_NAME = 3
#: of the things that a question comes from; a page shows the others
_MOST_NAMED = 10


def minutes(
    meeting: Meeting,
    items: Sequence[AgendaItem],
    attendance: Sequence[Attendance],
    tasks: Sequence[Line],
) -> Document:
    """The document; what is not written yet is a line to write on, and it says that it is a draft.

    One query for what the questions come from, none where no question was offered.
    """
    sources = sources_of(items)
    day = meeting.local_start.date()
    number = f"№ {meeting.number}" if meeting.number else "№ ____"
    return Document(
        title=f"Протокол {number}: {meeting.title}",
        date_of_data=day,
        blocks=(
            Paragraph(meeting.home.name, Align.CENTER),
            Title(heading(meeting), kind="ПРОТОКОЛ", subtitle=bound(f"от {long_date(day)} {number}")),
            *_header(meeting),
            *_present(attendance),
            *_agenda(items),
            *(block for each in items for block in _question(each, sources.get(each.pk, ()))),
            *_tasks(tasks),
            Signature("Председатель", initials_first(meeting.chair)),
            Signature("Секретарь", initials_first(meeting.secretary)),
        ),
        author=meeting.home.name,
        footer="" if meeting.state == MeetingState.MINUTED else "Проект протокола",
    )


def heading(meeting: Meeting) -> str:
    """«заседания рабочей группы по программе развития»: what the minutes are of, in the genitive."""
    if meeting.group is None:
        return _OF_KIND[MeetingKind(meeting.kind)]
    name = meeting.group.name
    lowered = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return f"заседания {phrase(lowered, Case.GENITIVE)}"


def _header(meeting: Meeting) -> Iterator[Block]:
    start, words = meeting.local_start, zone_words(meeting.zone)
    yield Paragraph(f"Время: {start:%H:%M}{f' ({words})' if words else ''}", Align.LEFT)
    place = ", ".join(part for part in (meeting.place, "онлайн" if meeting.is_online else "") if part)
    if place:
        yield Paragraph(f"Место: {place}", Align.LEFT)
    for post, name in (("Председатель", meeting.chair), ("Секретарь", meeting.secretary)):
        if name:
            yield Paragraph(bound(f"{post}: {name}"), Align.LEFT)


def _present(attendance: Sequence[Attendance]) -> Iterator[Block]:
    came = [each for each in attendance if each.came in (Came.PRESENT, Came.ONLINE)]
    if came:
        told = counted(len(came), "человек", "человека", "человек")
        yield Paragraph(f"Присутствовали: {told}.", Align.LEFT, keep_with_next=True)
        yield BulletList(tuple(_named(each, "онлайн" if each.came == Came.ONLINE else "") for each in came))
    absent = [each for each in attendance if each.came == Came.ABSENT]
    if absent:
        yield Paragraph("Отсутствовали:", Align.LEFT, keep_with_next=True)
        yield BulletList(tuple(_named(each, each.reason) for each in absent))


def _named(row: Attendance, note: str) -> str:
    """«Петрова Анна Ивановна, методист (онлайн)»."""
    told = ", ".join(part for part in (row.name, row.post) if part)
    return bound(f"{told} ({note})" if note else told)


def _agenda(items: Sequence[AgendaItem]) -> Iterator[Block]:
    if not items:
        return
    yield Heading("Повестка дня")
    yield NumberedList(tuple(bound(_agenda_line(each)) for each in items))


def _agenda_line(item: AgendaItem) -> str:
    """«Итоги визитов. Докладчик: Петрова А. И.»"""
    return f"{_stopped(item.title)} Докладчик: {_stopped(item.speaker)}" if item.speaker else item.title


def _stopped(text: str) -> str:
    """With a full stop at the end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _question(item: AgendaItem, sources: Sequence[Thing]) -> Iterator[Block]:
    yield Heading(f"{item.position}. {item.title}", level=2)
    if sources:
        more = f"; и ещё {len(sources) - _MOST_NAMED}" if len(sources) > _MOST_NAMED else ""
        named = "; ".join(each.title for each in sources[:_MOST_NAMED])
        yield Paragraph(f"К вопросу: {_stopped(named + more)}")
    heard, speaker = _paragraphs(item.heard), bound(accusative(item.speaker))
    if speaker and heard:
        heard[0] = f"{_stopped(speaker)} {heard[0]}"
    elif speaker:
        heard = [_stopped(speaker)]
    yield from _told("Слушали: ", heard)
    yield from _told("Решили: ", _paragraphs(item.decided))


def _told(word: str, lines: Sequence[str]) -> Iterator[Block]:
    """The lines as paragraphs, the word before the first."""
    for number, line in enumerate(lines):
        yield Paragraph(line if number else (Run(word, bold=True), line))


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def accusative(speaker: str) -> str:
    """«Петрова А. И., методист» → «Петрову А. И., методиста»; what is no name stays as it was written."""
    name, comma, post = speaker.partition(",")
    if not _NAME.match(name.strip()):
        return speaker
    told = person(name.strip(), Case.ACCUSATIVE)
    return f"{told}{comma} {phrase(post.strip(), Case.ACCUSATIVE, animate=True)}" if post.strip() else told


def _tasks(tasks: Sequence[Line]) -> Iterator[Block]:
    if not tasks:
        return
    yield Heading("Поручения")
    yield Table(
        columns=(Column("Что сделать", width=3), Column("Исполнитель", width=1.6), Column("Срок", width=1.2)),
        rows=tuple(Row((each.what, each.executor, each.due or each.when or None)) for each in tasks),
    )


def initials_first(name: str) -> str:
    """«И. С. Белова» of «Белова Ирина Сергеевна» or «Белова И. С.»; another shape stays as it is."""
    surname, *given = name.replace(".", ". ").split() or [""]
    if not 1 <= len(given) < _FULL_NAME or not all(each[:1].isupper() for each in (surname, *given)):
        return name
    if surname.endswith("."):
        return bound(name)
    return bound(f"{' '.join(f'{each[0]}.' for each in given)} {surname}")
