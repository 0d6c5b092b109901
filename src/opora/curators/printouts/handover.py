"""The hand-over of a school on one sheet of A4: shorter and shorter until it fits, saying what was left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from pypdf import PdfReader

from opora.curators.queries.handover import Contact, Pack, counts_words
from opora.curators.shortening import clipped, some
from opora.curators.states import Side
from opora.printing import Align, Block, Column, Document, Paragraph, Row, Run, Table, Title, write_pdf
from opora.roadmaps.queries.lines import Line
from opora.ui.text import count_ru, number

SYNTHETIC = "Синтетические данные: школы, люди и цифры выдуманы"
_MEASURES = "мера,меры,мер"


@dataclass(frozen=True, slots=True)
class Room:
    """How many of each stand on the sheet and how long a text may be."""

    first: int
    team: int
    highs: int
    directions: int
    papers: int
    measures: int
    visits: int
    tasks: int
    deadlines: int
    text: int


# the first is what a school in the middle of its year needs; the last fits whatever there is
ROOMS = (
    Room(5, 7, 6, 6, 6, 5, 3, 4, 5, 110),
    Room(4, 6, 5, 5, 5, 5, 3, 4, 4, 80),
    Room(4, 5, 4, 4, 4, 4, 2, 3, 3, 64),
    Room(3, 4, 3, 3, 3, 3, 2, 2, 3, 52),
    Room(3, 3, 3, 2, 2, 2, 1, 1, 2, 40),
)


def handover_paper(pack: Pack) -> Document:
    """The widest that fits one page."""
    return fitting(pack)[0]


def fitting(pack: Pack) -> tuple[Document, bytes]:
    """The widest document that fits one page, and its PDF. Up to five of them are set to find it."""
    for room in ROOMS:
        document = _document(pack, room)
        data = write_pdf(document)
        if len(PdfReader(BytesIO(data)).pages) == 1:
            break
    return document, data


def _document(pack: Pack, room: Room) -> Document:
    school = pack.school
    whom = "нового заместителя директора" if pack.side is Side.SCHOOL else "нового куратора"
    return Document(
        title=f"Передача дел: {school.name}, {pack.today:%d.%m.%Y}",
        date_of_data=pack.today,
        blocks=(
            Title(
                clipped(school.name, 90),
                kind="ПЕРЕДАЧА ДЕЛ",
                subtitle=f"Для {whom}. {pack.cycle.title}, данные на {pack.today:%d.%m.%Y}",
            ),
            *_lines("Что сделать сначала", pack.first, room.first, room.text, numbered=True),
            _said("Школа", [_contacts_of_school(pack)], room.text * 2),
            *_team(pack.team, room),
            _said("Высокие риски", [_highs(pack, room)], room.text * 4),
            _said("Направления в работе", [_directions(pack, room)], room.text * 3),
            *_papers(pack, room),
            *_roadmap(pack, room),
            *_tail(pack, room),
        ),
        footer=SYNTHETIC if settings.IS_DEMO else "",
    )


def _said(title: str, words: Iterable[str], most: int) -> Paragraph:
    text = clipped("; ".join(filter(None, words)), most)
    return Paragraph((Run(f"{title}: ", bold=True), Run(text)), Align.LEFT, small=True)


def _more(left: int, forms: str, where: str) -> str:
    return f"ещё {count_ru(left, forms)} {where}" if left else ""


def _lines(title: str, rows: Sequence[str], most: int, text: int, *, numbered: bool) -> list[Block]:
    shown, left = some(rows, most)
    words = [
        f"{n}) {clipped(each, text)}" if numbered else clipped(each, text) for n, each in enumerate(shown, 1)
    ]
    if left:
        words.append(_more(left, "дело,дела,дел", "на странице школы"))
    joined = "; ".join(words)
    return [Paragraph((Run(f"{title}: ", bold=True), Run(f"{joined}.")), Align.LEFT)]


def _contacts_of_school(pack: Pack) -> str:
    school = pack.school
    parts = (school.territory.name, school.address, school.phone, school.email, school.site)
    return ", ".join(filter(None, parts))


def _team(team: Sequence[Contact], room: Room) -> list[Block]:
    if not team:
        return [_said("Люди", ["никто не назначен"], room.text)]
    shown, left = some(team, room.team)
    rows = [
        Row((each.role, clipped(each.name, 48), ", ".join(filter(None, (each.phone, each.email))) or None))
        for each in shown
    ]
    columns = (Column("Кто", width=2.1), Column("Имя", width=2.1), Column("Телефон, почта", width=2.2))
    found: list[Block] = [Table(columns, tuple(rows), missing="не указаны", small=True)]
    return [*found, *_left(left, "человек,человека,человек", "в списке людей школы")]


def _left(left: int, forms: str, where: str) -> list[Block]:
    return [Paragraph(f"{_more(left, forms, where).capitalize()}.", Align.LEFT, small=True)] if left else []


def _highs(pack: Pack, room: Room) -> str:
    if pack.highs is None:
        return "профиля за этот год нет"
    if not pack.highs:
        return "нет, все риски средние или низкие"
    shown, left = some(pack.highs, room.highs)
    words = [f"{clipped(title, room.text)} ({number(value, 0)} из 100)" for title, value in shown]
    return "; ".join([*words, *filter(None, [_more(left, "риск,риска,рисков", "в профиле")])])


def _directions(pack: Pack, room: Room) -> str:
    if not pack.directions:
        return "нет"
    shown, left = some(pack.directions, room.directions)
    words = [f"{clipped(title, room.text)} — {state.label}" for title, state in shown]
    return "; ".join([*words, *filter(None, [_more(left, "направление,направления,направлений", "у школы")])])


def _papers(pack: Pack, room: Room) -> list[Block]:
    if not pack.papers:
        return [_said("Документы", ["ни одного не начато"], room.text)]
    shown, left = some(pack.papers, room.papers)
    words = []
    for each in shown:
        remarks = f", {count_ru(each.remarks, 'замечание,замечания,замечаний')}" if each.remarks else ""
        words.append(f"{clipped(each.title, room.text)} — {each.state.label}{remarks}")
    words.append(_more(left, "документ,документа,документов", "в списке"))
    return [_said("Документы", words, room.text * room.papers * 2)]


def _roadmap(pack: Pack, room: Room) -> list[Block]:
    found: list[Block] = [_said("Дорожная карта", [counts_words(pack)], room.text * 3)]
    late, _ = some(pack.late, (room.measures + 1) // 2)
    ahead, _ = some(pack.ahead, room.measures)
    if not late and not ahead:
        return found
    rows = [_measure(each, room, is_late=True) for each in late]
    rows += [_measure(each, room, is_late=False) for each in ahead]
    columns = (Column("Просрочено и ближайшее", width=3.4), Column("До", width=1.7), Column("Кто", width=1.5))
    found.append(Table(columns, tuple(rows), missing="не назначен", small=True))
    return [*found, *_left(len(pack.late) + len(pack.ahead) - len(rows), _MEASURES, "в карте")]


def _measure(line: Line, room: Room, *, is_late: bool) -> Row:
    day = f"{line.due:%d.%m.%Y}" if line.due else clipped(line.when, 24) or "без срока"
    who = ", ".join(name for _, name in line.people) or ", ".join(line.named)
    return Row(
        (clipped(line.title, room.text), f"{day}, просрочено" if is_late else day, clipped(who, 40) or None)
    )


def _tail(pack: Pack, room: Room) -> list[Block]:
    """The last visits, what was agreed, the next days."""
    visits, _ = some(pack.visits, room.visits)
    tasks, tasks_left = some(pack.tasks, room.tasks)
    days, days_left = some(pack.deadlines, room.deadlines)
    seen = [f"{v.day:%d.%m.%Y} {v.way.label}, {clipped(v.who, 40)} ({clipped(v.kind, 40)})" for v in visits]
    agreed = [
        f"{clipped(each.what, room.text)} — {clipped(each.executor, 32)}"
        + (f", до {each.due:%d.%m.%Y}" if each.due else "")
        for each in tasks
    ]
    agreed.append(_more(tasks_left, "поручение,поручения,поручений", "у школы"))
    ahead = [f"{each.day:%d.%m.%Y} {clipped(each.what, room.text)}" for each in days]
    ahead.append(_more(days_left, "срок,срока,сроков", "в календаре"))
    roomy = room.text * 8
    return [
        _said("Последние посещения", seen or ["в этой школе посещений не записано"], roomy),
        _said("Договорились и ждут", agreed if tasks else ["открытых поручений нет"], roomy),
        _said("Ближайшие сроки", ahead if days else ["впереди сроков не записано"], roomy),
    ]
