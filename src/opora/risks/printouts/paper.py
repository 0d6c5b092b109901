"""The profile of a school on a page or two."""

from collections.abc import Mapping

from django.conf import settings

from opora.indicators.values import FEW_ANSWERS, LEVEL_TITLES, Level
from opora.organisations.models import Organisation
from opora.printing import (
    Align,
    Block,
    BulletList,
    Cell,
    Column,
    Document,
    Heading,
    Mark,
    Paragraph,
    Row,
    Signature,
    Table,
    Title,
)
from opora.risks.models import Direction
from opora.risks.presenters.comparing import change_words, is_sure
from opora.risks.presenters.levels import HIDDEN_SENTENCES, HIDDEN_SHORT, interval_words
from opora.risks.presenters.profile import answered_words, description
from opora.risks.printouts.picture import risks_picture
from opora.risks.queries import Beside, Figure, SchoolRisks
from opora.risks.states import DirectionState
from opora.ui.text import number

SYNTHETIC = "Синтетические данные: школы, люди и цифры выдуманы"
_MARKS = {Level.HIGH: Mark.ERROR, Level.MIDDLE: Mark.WARNING, Level.LOW: Mark.GOOD}
#: marks beside the title of a factor
_FEW, _APART = " *", " †"
_SIGNS = {Level.HIGH: "▲", Level.MIDDLE: "■", Level.LOW: "●"}


def profile_paper(school: Organisation, found: SchoolRisks, others: Mapping[str, Beside]) -> Document:
    """Title, words, the picture, the table of factors, what changed, the directions, lines to sign on."""
    cycle = found.profile.cycle
    drawn = risks_picture(found)
    return Document(
        title=f"Рисковый профиль: {school.name}, {cycle.title}",
        date_of_data=found.profile.computed_on,
        blocks=(
            Title(
                school.name, kind="РИСКОВЫЙ ПРОФИЛЬ ШКОЛЫ", subtitle=f"{cycle.title}, {school.territory.name}"
            ),
            Paragraph(" ".join(filter(None, (description(found), answered_words(found.profile.answered))))),
            *((drawn,) if drawn else ()),
            _factors(found, others),
            *_changes(found),
            *_directions(found),
            Signature("Директор школы", ""),
            Signature("Куратор", ""),
        ),
        footer=_footer(found),
    )


def _footer(found: SchoolRisks) -> str:
    said = f"{found.guide.label[:1].upper()}{found.guide.label[1:]}"
    return f"{SYNTHETIC}. {said}" if settings.IS_DEMO else said


def _factors(found: SchoolRisks, others: Mapping[str, Beside]) -> Table:
    catalogue = found.guide.catalogue
    hidden = {each.hidden for each in found.figures if each.hidden is not None}
    return Table(
        columns=(
            Column("Фактор", width=4.2),
            Column("Риск", Align.RIGHT, 0.8, decimals=1),
            Column("Интервал", Align.RIGHT, 1),
            Column("Уровень", width=1.2),
            Column("Из скольких", Align.RIGHT, 1.1),
            Column("Округ, район", Align.RIGHT, 0.9, decimals=0),
            Column("Регион", Align.RIGHT, 0.9, decimals=0),
        ),
        rows=tuple(_row(found, each, others.get(each.code)) for each in found.by_risk),
        notes=(
            f"Риск от 0 до 100, больше — хуже. Средний — от {catalogue.bound_middle}, "
            f"высокий — от {catalogue.bound_high}. Интервал — с вероятностью 95 %. "
            "У округа и региона — середина ряда школ.",
            *_doubts(found),
            *(f"«{HIDDEN_SHORT[each]}»: {HIDDEN_SENTENCES[each]}" for each in sorted(hidden)),
        ),
        small=True,
    )


def _doubts(found: SchoolRisks) -> list[str]:
    """What the marks beside titles mean, where there are any."""
    told = []
    if any(each.has_few_answers for each in found.figures):
        told.append(f"{_FEW.strip()} — считали меньше чем из {FEW_ANSWERS}: цифра приблизительная.")
    if any(each.groups_disagree for each in found.figures):
        told.append(f"{_APART.strip()} — учителя, ученики и родители отвечают по-разному.")
    return told


def _row(found: SchoolRisks, figure: Figure, others: Beside | None) -> Row:
    if figure.hidden is not None or figure.level is None:
        level = Cell(HIDDEN_SHORT[figure.hidden] if figure.hidden else "", mark=Mark.QUIET)
    else:
        level = Cell(f"{_SIGNS[figure.level]} {LEVEL_TITLES[figure.level]}", mark=_MARKS[figure.level])
    return Row(
        (
            f"{found.guide.title(figure.code)}{_FEW * figure.has_few_answers}{_APART * figure.groups_disagree}",
            figure.value,
            interval_words(figure) or None,
            level,
            figure.n or None,
            others.municipality if others else None,
            others.region if others else None,
        )
    )


def _changes(found: SchoolRisks) -> list[Block]:
    said = []
    for each in found.by_risk:
        before = found.previous.get(each.code)
        if each.value is None or before is None or before.value is None:
            continue
        if is_sure(before, each):
            years = f"{number(before.value, 1)} → {number(each.value, 1)}"
            said.append(f"{found.guide.title(each.code)}: {years}, {change_words(before, each)}")
    if not found.previous:
        return []
    head = Heading(f"Что изменилось: {found.previous_title} и {found.profile.cycle.title}", 2)
    if not found.is_same_method:
        said.append("За год изменился способ расчёта: сравнивайте осторожно.")
    elif not said:
        return [head, Paragraph("Все изменения — в пределах погрешности: говорить о них рано.")]
    return [head, BulletList(tuple(said))]


def _directions(found: SchoolRisks) -> list[Block]:
    shown = [
        f"{each.factor_title}: {DirectionState(each.state).label}{_opinion(each)}"
        for each in found.directions.values()
    ]
    return [Heading("Направления", 2), BulletList(tuple(shown))] if shown else []


def _opinion(direction: Direction) -> str:
    return f"; школа: {direction.opinion_words}" if direction.opinion_words else ""
