"""Curators and their schools side by side."""

from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.curators.queries.load import DAYS, AtSchool, Curator, Load
from opora.ui.components import Stat
from opora.ui.escaping import as_markup, esc
from opora.ui.markup import badge, link
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru


def stats(found: Load) -> list[Stat]:
    schools = len({at.pk for each in found.curators for at in each.schools})
    return [
        Stat("Школ без куратора", len(found.alone)),
        Stat("Кураторов", len(found.curators), note=f"у них {count_ru(schools, 'школа,школы,школ')}"),
        Stat("Ведут больше обычного", sum(each.many > found.most for each in found.curators)),
        Stat("Готовы, но без школ", len(found.ready)),
    ]


def alone_table(found: Load, *, may_choose: bool) -> Table:
    before, after = reverse("curator-choose", args=[0]).rsplit("0", 1)
    return Table(
        "alone",
        "Школы без куратора",
        [Column("Школа"), Column("Муниципалитет"), Column("Что сделать")],
        [
            (
                each.name,
                each.place,
                link(f"{before}{each.pk}{after}", "Подобрать куратора")
                if may_choose
                else "Подберёт координатор",
            )
            for each in found.alone
        ],
        empty="У каждой школы, которой помогают в этом году, есть куратор.",
    )


def load_table(found: Load, *, today: date) -> Table:
    return Table(
        "load",
        f"Нагрузка, {today:%d.%m.%Y}",
        [
            Column("Куратор", "words"),
            Column("Школ", "number"),
            Column("Школы", "words"),
            Column(f"Очно за {DAYS} дней", "number"),
            Column("Мер ждёт", "number"),
            Column("Документов ждёт", "number"),
        ],
        [
            (_name(each, found), each.many, _schools(each), each.visits, each.works, each.documents)
            for each in found.curators
        ],
        empty="Кураторов пока нет. Предложите кандидата и проведите его через отбор.",
    )


def _name(each: Curator, found: Load) -> SafeString:
    chip = ""
    if each.many > found.most:
        chip = badge(f"больше обычного: до {found.most}", "high", "▲")
    elif not each.visits:
        chip = badge(f"не был(а) в школах {DAYS} дней", "mid", "■")
    return as_markup(f"<div>{esc(each.name)}</div>{chip}")


def _schools(each: Curator) -> SafeString:
    rows = [_school(at) for at in each.schools]
    if each.elsewhere:
        rows.append(esc(f"и {count_ru(each.elsewhere, 'школа,школы,школ')} вне вашего охвата"))
    return as_markup("".join(f"<div>{row}</div>" for row in rows))


def _school(at: AtSchool) -> str:
    parts = [f"очно {at.visits}" if at.visits else "очно не был(а)"]
    if at.works:
        parts.append(f"мер {at.works}")
    if at.documents:
        parts.append(f"документов {at.documents}")
    name = link(reverse("school", args=[at.pk]), at.name)
    return f"{name} <small>{esc(', '.join(parts))}</small>"
