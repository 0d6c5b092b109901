"""The results of a round as a workbook. No expert is named in it."""

from opora.expertise.queries.results import Results, recommendations_of
from opora.expertise.scoring import HOW_TITLES, How, zone_bounds, zone_titles
from opora.expertise.states import RecommendationState
from opora.printing import Align, Column, Row, Sheet, Table, write_xlsx


def results_workbook(found: Results, kinds: dict[str, str]) -> bytes:
    is_of_curators = found.round.is_of_curators
    advice = () if is_of_curators else (Sheet("Рекомендации", _recommendations(found, kinds)),)
    sheets = (
        Sheet("Итоги", _curators(found) if is_of_curators else _schools(found, kinds), frozen_columns=1),
        Sheet("Критерии", _criteria(found)),
        Sheet("Слабые места", _weaknesses(found)),
        *advice,
        Sheet("О раунде", _about(found, kinds), autofilter=False),
    )
    return write_xlsx(sheets, date_of_data=found.round.state_since, title=found.round.title)


def _schools(found: Results, kinds: dict[str, str]) -> Table:
    titles, unscored = zone_titles(found.sheet), (None,) * len(found.sheet.criteria)
    ordered = sorted(found.found, key=lambda each: (*each.order, each.pk))
    return Table(
        columns=(
            Column("Код школы", as_typed=True),
            Column("Школа", width=2.4),
            Column("Муниципалитет", width=1.6),
            Column("Документ", width=1.6),
            Column("Балл", Align.RIGHT),
            Column("Зона"),
            Column("Как посчитано", width=1.6),
            *_of_criteria(found),
        ),
        rows=tuple(
            Row(
                (
                    each.key,
                    each.whose,
                    each.territory,
                    kinds.get(each.kind, each.kind),
                    each.points,
                    titles.get(each.zone, each.zone),
                    HOW_TITLES[How(each.how)],
                    *(each.means or unscored),
                )
            )
            for each in ordered
        ),
        missing="",
        small=True,
    )


def _of_criteria(found: Results) -> list[Column]:
    hint = "среднее листов"
    return [Column(c.title, Align.RIGHT, decimals=1, hint=hint) for c in found.sheet.criteria]


def _curators(found: Results) -> Table:
    titles, unscored = zone_titles(found.sheet), (None,) * len(found.sheet.criteria)
    return Table(
        columns=(
            Column("Куратор", width=2.4),
            Column("Балл", Align.RIGHT),
            Column("Зона"),
            Column("Как посчитано", width=1.6),
            *_of_criteria(found),
        ),
        rows=tuple(
            Row(
                (
                    each.whose,
                    each.points,
                    titles.get(each.zone, each.zone),
                    HOW_TITLES[How(each.how)],
                    *(each.means or unscored),
                )
            )
            for each in sorted(found.found, key=lambda each: each.order)
        ),
        missing="",
    )


def _criteria(found: Results) -> Table:
    return Table(
        columns=(
            Column("Критерий", width=2.4),
            Column("Средний балл", Align.RIGHT, decimals=2),
            Column("Из скольких", Align.RIGHT),
            Column("Получили 0", Align.RIGHT),
            Column(found.round.naming.many, Align.RIGHT),
        ),
        rows=tuple(Row((c.title, c.mean, c.most, c.zeros, c.of)) for c in found.criteria),
        missing="",
    )


def _weaknesses(found: Results) -> Table:
    return Table(
        columns=(
            Column("Что отметили эксперты", width=3),
            Column("Критерий", width=1.6),
            Column(found.round.naming.many, Align.RIGHT),
        ),
        rows=tuple(Row((each.title, each.criterion or None, count)) for each, count in found.weaknesses),
        missing="",
    )


def _recommendations(found: Results, kinds: dict[str, str]) -> Table:
    titles = {each.code: each.title for each in found.sheet.criteria}
    return Table(
        columns=(
            Column("Школа", width=2),
            Column("Документ", width=1.4),
            Column("Критерий", width=1.4),
            Column("Рекомендация", width=3),
            Column("Состояние"),
            Column("Как выполнена", width=2),
        ),
        rows=tuple(
            Row(
                (
                    each.school,
                    kinds.get(each.kind, each.kind),
                    titles.get(each.criterion, "документ в целом"),
                    each.text,
                    RecommendationState(each.state).label,
                    each.how or None,
                )
            )
            for each in recommendations_of(found.found)
        ),
        missing="",
    )


def _about(found: Results, kinds: dict[str, str]) -> Table:
    of, bounds, titles = found.round, zone_bounds(found.sheet), zone_titles(found.sheet)
    rows = [
        ("Раунд", of.title),
        ("Год", of.cycle.title),
        ("Территория", of.territory.name),
        ("Что оценивали", ", ".join(kinds.get(each, each) for each in of.kinds) or of.get_subject_display()),
        ("Лист", f"{of.version.definition.title}, версия {of.version.number}"),
        *((f"Зона «{titles[code]}»", f"{first}–{last} баллов") for code, (first, last) in bounds.items()),
        ("«Не представлено»", "своя зона; в средние не входит"),
    ]
    return Table(columns=(Column("Что"), Column("Значение", width=4)), rows=tuple(Row(each) for each in rows))
