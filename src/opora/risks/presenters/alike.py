"""Groups of alike schools in words: why, who, who helps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.risks.guide import Guide
from opora.risks.presenters.levels import whole
from opora.risks.queries.alike import Alike, Helper
from opora.ui.text import count_ru


@dataclass(frozen=True, slots=True)
class Named:
    """A school in a list, with a note in words."""

    name: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """`helpers` are told by factor: (its title, the schools strong at it)."""

    title: str
    reason: str
    schools: Sequence[Named]
    helpers: Sequence[tuple[str, Sequence[Named]]]


def groups(found: Sequence[Alike], guide: Guide, cycle: str, *, with_place: bool) -> list[Group]:
    return [_group(each, guide, cycle, with_place=with_place) for each in found]


def _group(group: Alike, guide: Guide, cycle: str, *, with_place: bool) -> Group:
    shared = ", ".join(f"«{guide.title(code)}»" for code in group.shared)
    many = "высок риск" if len(group.shared) == 1 else "высоки риски"
    return Group(
        title=f"{count_ru(len(group.schools), 'школа,школы,школ')}: {guide.title(group.shared[0])}"
        + (f" и ещё {count_ru(len(group.shared) - 1, 'риск,риска,рисков')}" if len(group.shared) > 1 else ""),
        reason=f"у всех {many} {shared}.",
        schools=[
            Named(line.name, _url(line.id, cycle), line.territory if with_place else "")
            for line in group.schools
        ],
        helpers=[
            (guide.title(code), strong)
            for code in group.shared
            if (strong := [_helper(each, cycle) for each in group.helpers if each.factor == code])
        ],
    )


def _helper(helper: Helper, cycle: str) -> Named:
    return Named(helper.name, _url(helper.school_id, cycle), f"риск\N{NO-BREAK SPACE}{whole(helper.value)}")


def _url(school_id: int, cycle: str) -> str:
    return f"{reverse('risk-school', args=[school_id])}?cycle={cycle}"
