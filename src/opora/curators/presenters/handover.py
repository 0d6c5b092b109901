"""The hand-over of a school on a page: the same as on the sheet, nothing left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from opora.curators.queries.handover import Contact, Pack, counts_words
from opora.curators.states import Side
from opora.roadmaps.queries.lines import Line
from opora.ui.components import Tab
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru, number


@dataclass(frozen=True, slots=True)
class Part:
    """A titled list; `empty` is said where there is nothing."""

    title: str
    rows: Sequence[str]
    empty: str = ""


def parts(pack: Pack) -> list[Part]:
    if pack.highs is None:
        highs = Part("Высокие риски", (), "Профиля за этот год нет.")
    else:
        rows = [f"{title}: {number(value, 0)} из 100" for title, value in pack.highs]
        highs = Part("Высокие риски", rows, "Нет: все риски средние или низкие.")
    return [
        highs,
        Part(
            "Направления в работе", [f"{title} — {state.label}" for title, state in pack.directions], "Нет."
        ),
        Part(
            "Документы",
            [
                f"{each.title} — {each.state.label}"
                + (f", {count_ru(each.remarks, 'замечание,замечания,замечаний')}" if each.remarks else "")
                for each in pack.papers
            ],
            "Ни одного не начато.",
        ),
        Part(
            "Последние посещения",
            [
                f"{date_ru(each.day)}, {each.way.label}: {each.who or 'кто был, не записано'} ({each.kind})"
                for each in pack.visits
            ],
            "В этой школе посещений не записано.",
        ),
        Part(
            "Договорились и ждут",
            [
                f"{each.what} — {each.executor}" + (f", до {date_ru(each.due)}" if each.due else "")
                for each in pack.tasks
            ],
            "Открытых поручений нет.",
        ),
        Part(
            "Ближайшие сроки",
            [f"{date_ru(each.day)} — {each.what}" for each in pack.deadlines[:10]],
            "Впереди сроков не записано.",
        ),
    ]


def team_table(team: Sequence[Contact]) -> Table:
    return Table(
        "team",
        "Люди школы и те, кто ей помогает",
        [Column("Имя"), Column("Кто"), Column("Должность"), Column("Телефон"), Column("Почта")],
        [(each.name, each.role, each.post or None, each.phone or None, each.email or None) for each in team],
        empty="Никто ещё не назначен.",
    )


def measures_table(pack: Pack, *, most: int = 20) -> Table:
    rows = [*pack.late, *pack.ahead][:most]
    return Table(
        "measures",
        counts_words(pack).capitalize(),
        [Column("Мера", "words"), Column("Срок"), Column("Кто")],
        [
            (each.title, f"{_term(each)}{', просрочено' if each.is_late(pack.today) else ''}", _who(each))
            for each in rows
        ],
        empty="Открытых мер нет.",
    )


def left_words(pack: Pack, *, most: int = 20) -> str:
    left = len(pack.late) + len(pack.ahead) - most
    return f"Ещё {count_ru(left, 'мера,меры,мер')} в карте." if left > 0 else ""


def _term(line: Line) -> str:
    return date_ru(line.due) if line.due else line.when or "без срока"


def _who(line: Line) -> str | None:
    return ", ".join(name for _, name in line.people) or ", ".join(line.named) or None


def sides(side: Side) -> list[Tab]:
    """For whom the sheet is."""
    return [
        Tab("Новому куратору", f"?for={Side.CURATOR}", side is Side.CURATOR),
        Tab("Новому заместителю директора", f"?for={Side.SCHOOL}", side is Side.SCHOOL),
    ]
