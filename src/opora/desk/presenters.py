"""The inbox by reason, the figures under it and the text of one's role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from opora.access import Actor
from opora.catalogues.role_texts import RoleText, role_texts
from opora.desk.figures import ScopeFigures
from opora.inbox import Reason, Waiting
from opora.organisations.models import Organisation
from opora.ui.components import InboxItem, Stat
from opora.ui.markup import badge, move_chip
from opora.ui.text import date_ru

URGENT, LATE = "Срочно", "Просрочено"
#: so much of a group stands on the desk, the rest behind its link
FIRST = 15
TITLES = {"urgent": URGENT, "late": LATE, **{reason.name.lower(): reason.value for reason in Reason}}


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for one reason, the first of it; `code` is its place on the page, `total` counts everything."""

    code: str
    title: str
    items: tuple[InboxItem, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.items)


def groups(waiting: Sequence[Waiting], today: date) -> list[Group]:
    """What is urgent, then what is late, then the rest reason by reason; each thing once, in the order given.

    The very first is the main one. A late or urgent thing says its reason where its button does not.
    """
    of_code: dict[str, list[Waiting]] = {}
    for each in waiting:
        of_code.setdefault(_code(each, today), []).append(each)
    shown = [(code, of_code[code]) for code in TITLES if code in of_code]
    first = shown[0][1][0] if shown else None
    return [
        Group(
            code,
            TITLES[code],
            tuple(_item(each, today, main=each is first) for each in found[:FIRST]),
            len(found),
        )
        for code, found in shown
    ]


def of_group(waiting: Sequence[Waiting], code: str, today: date) -> list[Waiting]:
    """Everything of one group, in the order given."""
    return [each for each in waiting if _code(each, today) == code]


def items(waiting: Sequence[Waiting], today: date) -> list[InboxItem]:
    """A group opened whole: no thing of it is the main one."""
    return [_item(each, today, main=False) for each in waiting]


def _code(each: Waiting, today: date) -> str:
    if each.is_urgent:
        return "urgent"
    return "late" if each.is_late(today) else each.reason.name.lower()


def _item(each: Waiting, today: date, *, main: bool) -> InboxItem:
    chips = [move_chip("", each.since, mine=True)]
    if each.due is not None:
        if each.is_late(today):
            chips.append(badge(f"просрочено, срок был {date_ru(each.due)}", "high", "▲"))
        elif each.is_soon(today):
            chips.append(badge(f"скоро, до {date_ru(each.due)}", "mid", "■"))
        else:
            chips.append(badge(f"до {date_ru(each.due)}"))
    is_elsewhere = each.is_urgent or each.is_late(today)
    detail = each.reason.value.lower() if is_elsewhere and each.reason.value not in each.action else ""
    return InboxItem(
        title=each.title, url=each.url, action=each.action, detail=detail, chips=tuple(chips), main=main
    )


def stats(found: ScopeFigures) -> list[Stat]:
    """Each figure leads to the page it is counted from."""
    shown = [Stat("Школ", found.schools, url=reverse("schools"))]
    if found.list_year is not None:
        url = reverse("lists") if found.list_id is None else reverse("list", args=[found.list_id])
        shown.append(Stat("В списке ШНОР", found.listed, note=f"утверждён, {found.list_year}", url=url))
    else:
        shown.append(Stat("В списке ШНОР", None, note="утверждённого списка нет", url=reverse("lists")))
    if found.result_year is not None:
        note = f"с результатами за {found.result_year} год"
        shown.append(Stat("Процедур", found.procedures, note=note, url=reverse("results")))
    return shown


def own_role(actor: Actor, school: Organisation | None) -> RoleText | None:
    """What the catalogue says of the actor's role where they act. One query."""
    if actor.role is None or actor.scope is None:
        return None
    path = school.territory.path if school else next(iter(actor.scope.territory_paths), "")
    return role_texts(path or "").get(actor.role)
