"""A school in a list: why, with which figures, how surely."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.identification.doubtful import SIGN_TITLES, sign_words
from opora.identification.engine import Closest, Evidence, Outcome
from opora.identification.models import YearList
from opora.identification.queries import EntryRow
from opora.identification.record import closest_of, grounds_of
from opora.identification.states import GroundKind
from opora.identification.words import Titles, figure_words, ground_words, points, threshold_words
from opora.printing.russian import NBSP, plural
from opora.ui.escaping import as_markup
from opora.ui.markup import badge, link, share
from opora.ui.tables import Column, Table
from opora.ui.text import number, percent


def short_grounds(outcome: Outcome, titles: Titles) -> str:
    """«3 процедуры в 2021 году; подряд: ВПР математика 6»."""
    return "; ".join(
        _short_ground(
            ground.kind, ground.years, [_short(titles.get(code, code)) for code in ground.procedures]
        )
        for ground in outcome.grounds
    )


def _short_ground(kind: GroundKind, years: Sequence[int], procedures: Sequence[str]) -> str:
    names = ", ".join(procedures)
    n = len(procedures)
    match kind:
        case GroundKind.COUNT:
            return f"{n} {plural(n, 'процедура', 'процедуры', 'процедур')} в {years[-1]} году: {names}"
        case GroundKind.REPEAT:
            return f"два года подряд: {names}"
        case GroundKind.QUARTILE:
            return f"худшая четверть региона: {names}"
        case GroundKind.EGE:
            return f"минимум ЕГЭ: {names}"


def _short(title: str) -> str:
    """«ВПР, математика, 5 класс» is «ВПР математика 5» in a narrow column."""
    return title.removesuffix(" класс").replace(", ", " ")


def closest_share(closest: Closest | None) -> SafeString:
    """The nearest share with its count and interval: «28 % 16–44 из 36»."""
    if closest is None:
        return share(None)
    figure = closest.figure
    low, high = figure.interval or (None, None)
    places = 0 if figure.share * 100 == int(figure.share * 100) else 1
    return share(figure.share, n=figure.participants, low=low, high=high, places=places)


def schools_table(year_list: YearList, entries: Iterable[EntryRow], titles: Titles) -> Table:
    """The rows of a tab. An imported list has only names and words."""
    if not year_list.rule:
        return _imported_table(year_list, entries)
    short = {code: _short(title) for code, title in titles.items()}
    rows = []
    for entry in entries:
        closest = closest_of(entry.outcome, year_list.threshold)
        grounds = (
            _short_ground(kind, years, [short.get(code, code) for code in codes])
            for kind, years, codes in grounds_of(entry.outcome)
        )
        rows.append(
            (
                _school_link(year_list, entry),
                _answer(entry),
                "; ".join(grounds) or "—",
                closest_share(closest),
                points(closest.margin) if closest else None,
                _weight(closest),
                _near(entry.outcome),
            )
        )
    return Table(
        id="schools",
        caption="Школы и основания",
        caption_hidden=True,
        columns=(
            Column("Школа"),
            Column("Решение"),
            Column("Основания", "words"),
            Column("Ближе всего к порогу", "number", "доля «2», интервал, участники"),
            Column("До порога", "number"),
            Column("Один ученик", "number", "п. п."),
            Column("На пункт выше или ниже"),
        ),
        rows=rows,
        wide=True,
        stacks=True,
        empty="Таких школ нет.",
    )


def _imported_table(year_list: YearList, entries: Iterable[EntryRow]) -> Table:
    return Table(
        id="schools",
        caption="Школы",
        caption_hidden=True,
        columns=(Column("Школа"), Column("Решение"), Column("Основание", "words")),
        rows=[
            (
                _school_link(year_list, entry),
                _answer(entry),
                entry.note or None,
            )
            for entry in entries
        ],
        wide=True,
        stacks=True,
        empty="Таких школ нет.",
    )


def _school_link(year_list: YearList, entry: EntryRow) -> SafeString:
    return link(reverse("list-school", args=[year_list.pk, entry.pk]), entry.school_name)


_LISTED, _NOT_LISTED = badge("в списке", "none", "✓"), badge("не в списке")
_REPEATED, _ENTERED, _LEFT = badge("повторно", "mid", "■"), badge("вошла"), badge("вышла")
_MANUAL = badge("решение вручную", "move", "→")


def _answer(entry: EntryRow) -> SafeString:
    said = [_LISTED if entry.listed else _NOT_LISTED]
    said += [_REPEATED] if entry.repeated else []
    said += [_ENTERED] if entry.entered else []
    said += [_LEFT] if entry.left else []
    said += [] if entry.manual_listed is None else [_MANUAL]
    return as_markup(" ".join(said))


def _weight(closest: Closest | None) -> str | None:
    weight = closest.figure.pupil_weight if closest else None
    return None if weight is None else number(weight * 100, 1)


def _near(outcome: Mapping[str, Any]) -> str:
    if outcome.get("plus"):
        return f"выйдет при пороге +1{NBSP}п.{NBSP}п."
    if outcome.get("minus"):
        return f"войдёт при пороге −1{NBSP}п.{NBSP}п."
    return "не меняется"


def ground_lines(outcome: Outcome, titles: Titles) -> list[str]:
    return [ground_words(ground, titles) for ground in outcome.grounds]


def figures_of(outcome: Outcome) -> list[Evidence]:
    """Every figure of the grounds once, and the nearest one."""
    found = [figure for ground in outcome.grounds for figure in ground.evidence]
    if outcome.closest:
        found.append(outcome.closest.figure)
    return list(dict.fromkeys(found))


def evidence_table(outcome: Outcome, titles: Titles, threshold: Decimal) -> Table:
    rows = []
    for figure in figures_of(outcome):
        low, high = figure.interval or (None, None)
        rows.append(
            (
                titles.get(figure.procedure, figure.procedure),
                str(figure.year),
                figure_words(figure),
                points(figure.share - threshold),
                f"{percent(low)} – {percent(high)}" if low is not None else None,
                threshold_words(figure, threshold),
                None if figure.pupil_weight is None else number(figure.pupil_weight * 100, 1),
            )
        )
    return Table(
        id="evidence",
        caption="Цифры, по которым принято решение",
        caption_hidden=True,
        columns=(
            Column("Процедура"),
            Column("Год"),
            Column("Доля «2»"),
            Column("До порога", "number"),
            Column("Интервал 95 %", "number"),
            Column("Порог и случай"),
            Column("Один ученик", "number", "п. п."),
        ),
        rows=rows,
        wide=True,
        empty="За последний год результатов нет.",
    )


def doubt_lines(outcome: Outcome, titles: Titles) -> list[tuple[str, str]]:
    """(the sign, its figures in words)."""
    return [(SIGN_TITLES[doubt.sign], sign_words(doubt, titles)) for doubt in outcome.doubtful]
