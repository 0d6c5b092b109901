"""A report as its page shows it: sentences whose figures are links, tables, what is missing and who supplies it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.urls import reverse
from django.utils.safestring import SafeString

from opora.history.queries import Entry
from opora.orders.naming import requisites
from opora.reports.content import Content, Figure, Grid, Line, Missing, Piece, Section
from opora.reports.forms.writing import TextsForm
from opora.reports.models import Report, ReportRequest
from opora.reports.texts import paragraphs
from opora.ui.components import Event, Fact
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru


@dataclass(frozen=True, slots=True)
class Words:
    """A line of a letter as markup; an item stands in a list."""

    markup: SafeString
    is_item: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph, or the items of one list."""

    paragraph: SafeString | None = None
    items: Sequence[SafeString] = ()


@dataclass(frozen=True, slots=True)
class Apart:
    """One column of a table of words, told on its own: a page has no room for lists beside each other."""

    title: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Part:
    """A section on the page: what is printed, what helps to write, what is missing, the fields or the words."""

    code: str
    title: str
    said: Sequence[Said]
    tables: Sequence[Table]
    apart: Sequence[Apart]
    beside: Sequence[Words]
    missing: Sequence[Missing]
    fields: Sequence[forms.BoundField]
    texts: Sequence[str]

    @property
    def says_nothing(self) -> bool:
        return not (self.said or self.tables or self.apart or self.texts)


def parts(content: Content, report: Report, form: TextsForm | None, *, linked: bool) -> list[Part]:
    """In the order of the letter. `linked`: figures lead to their records, which a reader below may not see."""
    return [_part(each, report, form, linked=linked) for each in content.sections]


def _part(section: Section, report: Report, form: TextsForm | None, *, linked: bool) -> Part:
    return Part(
        code=section.code,
        title=section.title,
        said=_said(section.lines, linked),
        tables=[
            _table(f"{section.code}-{at}", grid, linked)
            for at, grid in enumerate(section.grids)
            if grid.heads[0]
        ],
        apart=[each for grid in section.grids if not grid.heads[0] for each in _apart(grid, linked)],
        beside=[Words(_drawn(each, linked), each.is_item) for each in section.beside] if form else [],
        missing=section.missing,
        fields=form.of_section(section.code) if form else [],
        texts=paragraphs(report.texts.get(section.code, "")) if form is None else [],
    )


def _said(lines: Sequence[Line], linked: bool) -> list[Said]:
    """Items that follow each other are one list."""
    found = []
    for is_item, group in groupby(lines, key=lambda each: each.is_item):
        drawn = [_drawn(each, linked) for each in group]
        found += [Said(items=drawn)] if is_item else [Said(each) for each in drawn]
    return found


def _drawn(line: Line, linked: bool) -> SafeString:
    return as_markup("".join(_piece(each, linked) for each in line.pieces))


def _piece(piece: Piece, linked: bool) -> str:
    if isinstance(piece, Figure):
        return link(piece.url, piece.shown) if linked else esc(piece.shown)
    return esc(piece)


def _table(ident: str, grid: Grid, linked: bool) -> Table:
    return Table(
        f"grid-{ident}",
        grid.caption,
        [
            Column(title, "number" if _counts(grid, at) else "words" if at and _is_long(grid, at) else "text")
            for at, title in enumerate(grid.heads)
        ],
        [[None if cell is None else as_markup(_piece(cell, linked)) for cell in row] for row in grid.rows],
        wide=len(grid.heads) > _MANY,
        stacks=True,
    )


_MANY, _LONG = 6, 40


def _is_long(grid: Grid, at: int) -> bool:
    """Sentences, which need room; terms and names do not."""
    return any(len(_words(row[at])) > _LONG for row in grid.rows)


def _words(cell: Piece | None) -> str:
    return cell.shown if isinstance(cell, Figure) else cell or ""


def _apart(grid: Grid, linked: bool) -> list[Apart]:
    """A grid whose rows are subjects and whose columns are schools: school by school, what is known of it."""
    return [
        Apart(
            name,
            [
                Fact(str(row[0] or ""), as_markup(_piece(cell, linked)))
                for row in grid.rows
                if (cell := row[at]) is not None
            ]
            or [Fact(grid.caption, None)],
        )
        for at, name in enumerate(grid.heads)
        if at
    ]


def _counts(grid: Grid, at: int) -> bool:
    cells = [row[at] for row in grid.rows]
    return at > 0 and all(
        not isinstance(cell.value, str) if isinstance(cell, Figure) else str(cell or "").isdigit()
        for cell in cells
    )


def origins(content: Content) -> Table:
    """Every printed figure with where it comes from."""
    return Table(
        "origins",
        "Откуда цифры",
        [
            *(Column("Раздел"), Column("Что посчитано", "words"), Column("Значение", "words")),
            Column("Источник"),
        ],
        [
            (section.title, figure.words, link(figure.url, figure.shown), source_words(figure.origin))
            for section, figure in content.figures
        ],
        empty="Цифр пока нет.",
    )


_SOURCES = {
    "query:schools": "реестр школ",
    "query:schools-helped": "список года и участие в программах",
    "query:year-figures": "карточки школ",
    "query:risks.profiles": "рисковые профили",
    "query:risks.directions": "направления школ",
    "query:orders.facts": "реестр приказов",
    "query:events.facts": "мероприятия",
    "query:curators.facts": "реестр кураторов",
    "query:visits": "записи о посещениях",
    "query:visits.planner": "план посещений",
    "query:meetings.facts": "совещания",
    "query:documents": "документы школ",
    "query:roadmaps.school_lines": "дорожные карты",
    "query:roadmaps.checkpoints": "этапы дорожных карт",
    "query:plans.facts": "факты планов",
    "query:expertise.advice": "рекомендации экспертов",
}
_RECORDS = {
    "list": "список школ",
    "cycle": "программный год",
    "school": "карточка школы",
    "profile": "рисковый профиль",
    "order": "приказ",
    "event": "мероприятие",
    "group": "группа",
    "plan": "план",
    "plan-row": "строка плана",
    "round": "раунд экспертизы",
    "work": "мера дорожной карты",
    "checkpoint": "этап дорожной карты",
}


def source_words(origin: str) -> str:
    """«реестр приказов», «приказ»: what a person is told of an origin."""
    name = origin.split(" ", 1)[0]
    return _SOURCES.get(name) or _RECORDS.get(origin.split(":", 1)[0], origin)


def missing_table(content: Content) -> Table:
    return Table(
        "missing",
        "Чего не хватает и кто это внесёт",
        [Column("Чего нет", "words"), Column("Кто внесёт", "words"), Column("Где")],
        [(each.what, each.asked, link(each.url, "Внести")) for _, each in content.missing],
        stacks=True,
    )


def facts(report: Report, content: Content, asked: ReportRequest | None) -> list[Fact]:
    """Around the text: to whom, who signs, when it is due, who asked for it."""
    to = ", ".join(
        filter(None, (report.addressee_post, report.addressee_organisation, report.addressee_name))
    )
    signer = " ".join(filter(None, (report.signer_post, report.signer_name)))
    found = [
        Fact("Территория", report.territory.name),
        Fact("Этап", report.stage_title or "Весь год"),
        Fact("Срок этапа", date_ru(report.due) if report.due else None),
        Fact("Кому", to or None),
        Fact("Подписывает", signer or None),
        Fact("Школ в отчёте", len(content.schools)),
    ]
    if report.number:
        found.insert(0, Fact("Исходящий", requisites(report.number, report.date)))
    if asked is not None:
        url = reverse("report-request", args=[asked.pk])
        found.insert(3, Fact("По запросу", f"{asked.territory.name}, до {date_ru(asked.due)}", url=url))
    if report.reply_to_number:
        found.append(Fact("В ответ на", requisites(report.reply_to_number, report.reply_to_date)))
    return found


def events(entries: Sequence[Entry]) -> list[Event]:
    return [Event(entry.at, entry.by, entry.verb, entry.note) for entry in entries]
