"""How groups read: the list, the composition, the load, as tables and as a sheet."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.html import format_html

from opora.groups.models import Group, Member
from opora.groups.queries import GroupRow, Load
from opora.history.queries import Entry
from opora.printing import Column as SheetColumn
from opora.printing import Row as SheetRow
from opora.printing import Sheet, write_xlsx
from opora.printing import Table as SheetTable
from opora.ui import markup
from opora.ui.components import Event, Fact
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru

NBSP = "\N{NO-BREAK SPACE}"


def order(number: str, day: date | None) -> str | None:
    """«№ 12-од от 1 сентября 2026»"""
    parts = [f"№{NBSP}{number}" if number else "", f"от {date_ru(day)}" if day else ""]
    return " ".join(part for part in parts if part) or None


def panel_table(rows: Sequence[GroupRow]) -> Table:
    """The groups of one school on its card: where they are is plain."""
    return Table(
        "school-groups",
        "Группы школы",
        [Column("Группа"), Column("Вид"), Column("Участники", kind="number")],
        [(_link(row), row.kind, row.members) for row in rows],
        caption_hidden=True,
    )


def group_table(rows: Sequence[GroupRow]) -> Table:
    return Table(
        "groups",
        count_ru(len(rows), "группа,группы,групп"),
        [
            Column("Группа"),
            Column("Вид"),
            Column("Где"),
            Column("Приказ"),
            Column("Участники", kind="number"),
        ],
        [
            (
                _link(row),
                row.kind,
                row.home,
                order(row.order_number, row.order_date),
                row.members,
            )
            for row in rows
        ],
        empty="Групп по этим условиям нет.",
    )


def _link(row: GroupRow) -> object:
    link = markup.link(reverse("group", args=[row.id]), row.name)
    return format_html("{} {}", link, markup.badge("распущена")) if row.closed_on else link


def load_table(found: Sequence[Load]) -> Table:
    """People in three groups or more: whom to spare."""
    return Table(
        "loads",
        "Кто сразу в нескольких группах",
        [Column("Кто"), Column("Групп", kind="number"), Column("В каких")],
        [(load.name, len(load.groups), "; ".join(load.groups)) for load in found],
    )


def facts(group: Group) -> list[Fact]:
    return [
        Fact("Вид", group.get_kind_display()),
        Fact("Где", group.home.name),
        Fact("Зачем создана", group.purpose or None),
        Fact("Приказ", order(group.order_number, group.order_date)),
    ]


def term(member: Member) -> str:
    if member.since and member.until:
        return f"{date_ru(member.since)} — {date_ru(member.until)}"
    if member.until:
        return f"до {date_ru(member.until)}"
    return f"с {date_ru(member.since)}" if member.since else ""


def member_table(members: Sequence[Member]) -> Table:
    return Table(
        "members",
        "Состав",
        [Column("Кто"), Column("Роль в группе"), Column("Должность"), Column("Срок")],
        [(m.name, m.get_part_display(), m.post or None, term(m) or "—") for m in members],
        caption_hidden=True,
        empty="В группе пока никого нет.",
    )


def member_sheet(group: Group, members: Sequence[Member]) -> bytes:
    table = SheetTable(
        columns=(
            SheetColumn("Кто", width=3),
            SheetColumn("Роль в группе", width=2),
            SheetColumn("Должность", width=3),
            SheetColumn("С"),
            SheetColumn("По"),
        ),
        rows=tuple(
            SheetRow((m.name, m.get_part_display(), m.post or None, m.since, m.until)) for m in members
        ),
    )
    return write_xlsx([Sheet("Состав", table, title=f"{group.name}, {group.home.name}")])


def timeline(entries: Sequence[Entry]) -> list[Event]:
    return [
        Event(
            at=entry.at,
            who=", ".join(part for part in (entry.by, entry.capacity.lower()) if part),
            what=entry.verb,
            detail=entry.note,
        )
        for entry in entries
    ]
