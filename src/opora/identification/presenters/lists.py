"""The list of lists, the figures of a list, what another rule would change."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.cycles.queries import StageRow
from opora.identification.engine import Outcome, Selection
from opora.identification.models import YearList
from opora.identification.presenters.entries import closest_share, short_grounds
from opora.identification.queries import ListPage, ListRow, Show
from opora.identification.states import ListKind, ListState
from opora.identification.words import Titles
from opora.ui.components import Fact, Stat, Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru, percent

_TONES = {ListState.DRAFT: "move", ListState.OBJECTIONS: "mid", ListState.APPROVED: "low"}
_SIGNS = {ListState.DRAFT: "→", ListState.OBJECTIONS: "■", ListState.APPROVED: "✓"}


def state_chip(state: str) -> SafeString:
    known = ListState(state)
    return badge(known.label, _TONES.get(known, "none"), _SIGNS.get(known, ""))  # type: ignore[arg-type]


def lists_table(rows: Sequence[ListRow]) -> Table:
    return Table(
        id="lists",
        caption="Списки по годам и территориям",
        caption_hidden=True,
        columns=(
            Column("Список"),
            Column("Состояние"),
            Column("Школ", "number"),
            Column("Повторно", "number"),
            Column("Срок или дата"),
        ),
        rows=[
            (
                _list_link(row),
                state_chip(row.state),
                row.listed,
                row.repeated,
                _term(row),
            )
            for row in rows
        ],
        wide=True,
        stacks=True,
        empty="Списков пока нет.",
    )


_SHORT_KINDS = {ListKind.BIASED: "Федеральный перечень"}


def _list_link(row: ListRow) -> SafeString:
    """«ШНОР, 2026/27, Заречный округ»: read aloud alone it says which list, its state too."""
    kind = _SHORT_KINDS.get(row.kind, row.kind.label)
    number = f", № {row.number}" if row.number > 1 else ""
    words = esc(f"{kind}, {row.cycle}, {row.territory}{number}")
    state = f'<span class="vh">, {esc(row.state.label)}</span>'
    return link(reverse("list", args=[row.pk]), as_markup(words + state))


def _term(row: ListRow) -> str:
    if row.approved_at is not None:
        return f"утверждён {date_ru(row.approved_at)}"
    if row.objections_until is not None:
        return f"возражения до {date_ru(row.objections_until)}"
    return ""


_MOST_STAGES = 4


def next_dates(year_list: YearList, stages: Sequence[StageRow], today: date) -> list[Fact]:
    """The list's own days, then the nearest stages of the year that are not over."""
    found = []
    if year_list.approved_at is not None:
        found.append(Fact("Список утверждён", date_ru(year_list.approved_at)))
    elif year_list.objections_until is not None:
        is_past = year_list.objections_until < today
        words = "Возражать можно было до" if is_past else "Возразить можно до"
        found.append(Fact(words, date_ru(year_list.objections_until)))
    ahead = sorted(
        (stage for stage in stages if stage.period.ends and not stage.is_over),
        key=lambda stage: (stage.period.starts or date.max, stage.pk),
    )
    return found + [Fact(stage.title, stage.period.text) for stage in ahead[:_MOST_STAGES]]


def _part(some: int | None, whole: int | None) -> str | None:
    return percent(Decimal(some or 0) / whole) if whole else None


def stats(page: ListPage) -> list[Stat]:
    """Shares of pupils and teachers are of the schools whose size is known."""
    return [
        Stat("В списке", page.listed, f"из {page.schools}"),
        Stat("Повторно", page.repeated, note="и в прошлом году"),
        Stat("Вошли", page.entered),
        Stat("Вышли", page.left),
        Stat(
            "Доля обучающихся",
            _part(page.listed_pupils, page.pupils),
            note=_of(page.listed_pupils, page.pupils),
        ),
        Stat(
            "Доля учителей",
            _part(page.listed_teachers, page.teachers),
            note=_of(page.listed_teachers, page.teachers),
        ),
    ]


def _of(some: int | None, whole: int | None) -> str:
    return f"{some or 0} из {whole}" if whole else "численность не указана"


_TABS = (
    (Show.LISTED, "В списке"),
    (Show.CHANGED, "Вошли и вышли"),
    (Show.NEAR, "У порога"),
    (Show.DOUBTFUL, "Признаки"),
    (Show.ALL, "Все школы"),
)


def tabs(page: ListPage, show: Show, *, by_rule: bool) -> list[Tab]:
    """Imported lists have no figures, so nothing stands at a threshold or is doubtful."""
    hidden = () if by_rule else (Show.NEAR, Show.DOUBTFUL, Show.ALL)
    return [
        Tab(title, f"?show={each}", current=each is show, count=page.rows(each))
        for each, title in _TABS
        if each not in hidden
    ]


def preview_table(selection: Selection, titles: Titles, *, most: int) -> Table:
    """Whom the rule selects now."""
    return Table(
        id="preview",
        caption="Кого выберет правило",
        caption_hidden=True,
        columns=(
            Column("Школа"),
            Column("Территория"),
            Column("Основания", "words"),
            Column("Ближе всего к порогу", "number"),
            Column("На пункт выше или ниже"),
        ),
        rows=[
            (
                outcome.school,
                outcome.territory,
                short_grounds(outcome, titles),
                closest_share(outcome.closest),
                "выйдет при пороге выше" if outcome.changes_at_plus_1 else "останется",
            )
            for outcome in selection.listed[:most]
        ],
        wide=True,
        stacks=True,
        empty="Правило не выбирает ни одной школы.",
    )


def changed_table(ident: str, caption: str, outcomes: Sequence[Outcome], titles: Titles) -> Table:
    return Table(
        id=ident,
        caption=caption,
        columns=(
            Column("Школа"),
            Column("Территория"),
            Column("Основания", "words"),
            Column("Ближе всего", "number"),
        ),
        rows=[
            (o.school, o.territory, short_grounds(o, titles) or "нет", closest_share(o.closest))
            for o in outcomes
        ],
        wide=True,
        stacks=True,
        empty="Таких школ нет.",
    )
