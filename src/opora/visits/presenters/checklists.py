"""Checklists compared: schools of a territory beside each other, the visits of one school beside each other."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.ui.components import Fact, Tab
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import date_ru
from opora.visits.comparing import Found, ItemLine, Look, SchoolLine, Turn, items_of
from opora.visits.presenters.words import MARKS
from opora.visits.states import Mark

TURNS: dict[Turn, SafeString | str] = {
    Turn.BETTER: badge("стало лучше", "low", "↑"),
    Turn.WORSE: badge("стало хуже", "high", "↓"),
    Turn.SAME: "без перемен",
    Turn.UNKNOWN: "сравнить не с чем",
}


def tabs(kinds: dict[str, str], chosen: str, query: str = "") -> list[Tab]:
    more = f"&{query}" if query else ""
    ordered = sorted(kinds.items(), key=lambda pair: pair[0] != chosen)
    return [Tab(title, f"?kind={code}{more}", code == chosen) for code, title in ordered]


def answers(look: Look) -> str:
    """«да 5, отчасти 1, нет 2»."""
    counts = [(mark.label, look.count(mark)) for mark in (Mark.YES, Mark.PARTLY, Mark.NO)]
    return ", ".join(f"{label} {count}" for label, count in counts if count) or "ничего не смотрели"


def schools(rows: Sequence[SchoolLine], kind: str, query: str) -> Table:
    before, after = reverse("visit-checklists-school", args=[0]).split("0", 1)
    more = f"?kind={kind}{'&' + query if query else ''}"
    return Table(
        "checklists",
        "Что изменилось по проверочному листу",
        [
            *(Column("Школа"), Column("Впервые"), Column("В последний раз")),
            *(Column("Лучше", "number"), Column("Хуже", "number"), Column("Чего нет сейчас", "words")),
        ],
        [
            (
                link(f"{before}{row.pk}{after}{more}", row.name),
                _looked(row.first),
                _looked(row.last) if len(row.looks) > 1 else "смотрели один раз",
                row.count(Turn.BETTER) or "",
                row.count(Turn.WORSE) or "",
                "; ".join(row.lacking),
            )
            for row in rows
        ],
        caption_hidden=True,
        empty="Этот лист ещё не заполняли. Его строки стоят в записи о посещении этого вида.",
    )


def _looked(look: Look) -> str:
    return f"{date_ru(look.day)}: {answers(look)}"


def visits(row: SchoolLine) -> Table:
    """Items by visits: the columns are days, each leads to its note."""
    return Table(
        "items",
        "Ответы по дням",
        [
            Column("На что смотрели"),
            *(Column(f"{look.day:%d.%m.%Y}") for look in row.looks),
            *((Column("Что изменилось"),) if len(row.looks) > 1 else ()),
        ],
        [
            (
                line.title,
                *(_cell(found) for found in line.found),
                *((TURNS[line.turn],) if len(row.looks) > 1 else ()),
            )
            for line in items_of(row.looks)
        ],
        caption_hidden=True,
    )


def _cell(found: Found | None) -> SafeString | str:
    if found is None:
        return "не спрашивали"
    words = f"<br>{esc(found.words)}" if found.words else ""
    return as_markup(f"{MARKS[found.mark]}{words}")


def facts(row: SchoolLine) -> list[Fact]:
    """The visits themselves, then what changed in a word."""
    found = [
        Fact(link(reverse("visit", args=[each.pk]), date_ru(each.day)), answers(each), f"— {each.who}")
        for each in row.looks
    ]
    if len(row.looks) > 1:
        better, worse = row.count(Turn.BETTER), row.count(Turn.WORSE)
        words = [f"лучше — {better}" if better else "", f"хуже — {worse}" if worse else ""]
        found.append(Fact("Изменилось", ", ".join(filter(None, words)) or "ничего"))
    return found


def summary(rows: Sequence[SchoolLine]) -> str:
    """«Смотрели школ: 16, не по одному разу — 9. Стало лучше у 7, хуже у 2.»"""
    again = [row for row in rows if len(row.looks) > 1]
    if not again:
        return f"Смотрели школ: {len(rows)}, каждую один раз — сравнить пока не с чем."
    better = sum(row.count(Turn.BETTER) > row.count(Turn.WORSE) for row in again)
    worse = sum(row.count(Turn.WORSE) > row.count(Turn.BETTER) for row in again)
    turned = [f"лучше у {better}" if better else "", f"хуже у {worse}" if worse else ""]
    words = ", ".join(filter(None, turned))
    return f"Смотрели школ: {len(rows)}, не по одному разу — {len(again)}. " + (
        f"Стало {words}." if words else "В целом они не изменились."
    )


def item_words(line: ItemLine) -> str:
    """The turn for a workbook."""
    return {
        Turn.BETTER: "стало лучше", Turn.WORSE: "стало хуже", Turn.SAME: "без перемен", Turn.UNKNOWN: ""
    }[line.turn]  # fmt: skip
