"""One row of a plan."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.plans.facts import title_of
from opora.plans.models import PlanLink
from opora.plans.presenters.words import as_read
from opora.plans.queries.rows import RowView
from opora.plans.states import Part, Told
from opora.plans.works import Works
from opora.references import Reference, word
from opora.ui.components import Fact
from opora.ui.escaping import as_markup
from opora.ui.markup import link
from opora.ui.text import date_ru

_PARTS = ((Part.DOES, "Исполняет"), (Part.HELPS, "Помогает"), (Part.ANSWERS, "Отвечает"))


def facts(of: RowView, works: Works) -> list[Fact]:
    row = of.row
    found = [Fact("Срок", row.term or None, note=as_read(row) if row.term else "")]
    for part, title in _PARTS:
        names = [named.name for named in of.people if named.part == part]
        if names:
            found.append(Fact(title, "; ".join(names)))
    found.append(
        Fact("Школы", _schools(of), note="" if of.schools else "строка обо всех школах программы этого года")
    )
    if row.section:
        found.append(Fact("Раздел", row.section))
    if row.kind_of_work:
        found.append(Fact("Вид работы", works.title(row.kind_of_work) or row.kind_of_work))
    return found


def _schools(of: RowView) -> SafeString | str:
    if not of.schools:
        return "все"
    return as_markup(", ".join(link(reverse("school", args=[each.pk]), each.name) for each in of.schools))


def marks(of: RowView) -> list[Fact]:
    """Where the mark comes from: the fact with its count and its page, somebody's word, the words beside."""
    row, figure = of.row, of.stand.figure
    found = []
    if row.fact:
        title = title_of(row.fact) or row.fact
        if figure is None:
            found.append(Fact("Отмечает факт", title, note="этот факт больше не считается: выберите другой"))
        else:
            total = figure.total if figure.total is not None else row.fact_least
            when = f"последнее {date_ru(figure.last_on)}" if figure.last_on else ""
            said = f"{figure.done} из {total}: {figure.words}" if total else figure.told
            found.append(Fact(title, said, note=when, url=figure.url))
    elif row.told_at is None:
        found.append(Fact("Отмечают", "словами", note="факт для этой строки не выбран"))
    if row.told_at is not None:
        words = f"{Told(row.told_how).label}: {row.told_words}"
        found.append(Fact("Со слов", words, note=f"{row.told_by_name}, {date_ru(row.told_at)}"))
    if row.mark:
        found.append(Fact("Отметка в плане", row.mark))
    return found


def links(
    of: Sequence[PlanLink], seen: Mapping[tuple[str, int], Reference]
) -> list[tuple[int, str, str, str]]:
    """(id, word, title, address); what one does not see stands as words."""
    found = []
    for each in of:
        there = seen.get((each.kind, each.thing_id))
        found.append(
            (each.pk, word(each.kind), there.title if there else each.title, there.url if there else "")
        )
    return found
