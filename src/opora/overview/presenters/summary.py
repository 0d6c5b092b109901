"""What stands above the schools: the four short lists and the way to each."""

from urllib.parse import urlencode

from opora.cycles.models import Cycle
from opora.overview.standing import Totals
from opora.overview.states import GROUP_OF, Group, Sign
from opora.ui.components import Stat, Tab
from opora.ui.text import NBSP

#: what is said above a list of a group
LEADS: dict[Group, str] = {
    Group.ALONE: "Некому помочь, давно не были или вопрос школы висит без ответа. Начните с этих школ.",
    Group.LATE: "Прошёл срок мер, этапа или документа. Опоздание — повод спросить, что мешает.",
    Group.FORMAL: (
        "Это не вывод о школе, а повод открыть и посмотреть: у каждого признака бывает простая причина. "
        "Общая мера территории, один протокол на несколько мер, подтверждение после каникул — не формальность."
    ),
    Group.GOOD: "Что подтвердили недавно и чем школы гордятся. Есть кому сказать спасибо и у кого спросить, как.",
}


def empty(cycle: Cycle, whole: Totals) -> str:
    """Said where no school is shown: none fits what was chosen, or none is helped yet."""
    if whole.schools:
        return "Таких школ нет. Измените условия или сбросьте их."
    return (
        f"В {cycle.title} ни одна школа здесь ещё не в списке, не участвует в программе и не передана куратору. "
        "Начните с отбора или отметьте участие на странице года."
    )


def group_stats(whole: Totals, told: frozenset[Sign], cycle: str) -> list[Stat]:
    """The four short lists with what they are made of."""
    found = []
    for group in groups_of(told):
        many = whole.groups[group]
        of = [sign for sign in Sign if GROUP_OF[sign] is group and whole.signs[sign]]
        note = ", ".join(f"{sign.label}{NBSP}— {whole.signs[sign]}" for sign in of)
        url = f"?{urlencode({'cycle': cycle, 'group': group.value})}" if many else ""
        found.append(Stat(str(group.label), many, note=note, url=url))
    return found


def groups_of(told: frozenset[Sign]) -> list[Group]:
    """The groups of which the reader is told anything."""
    known = {GROUP_OF[sign] for sign in told}
    return [group for group in Group if group in known]


def group_tabs(whole: Totals, told: frozenset[Sign], chosen: str, query: str) -> list[Tab]:
    """«По шагам» and the groups; what else was chosen stays."""
    groups = groups_of(told)
    if not groups:
        return []
    before = f"?{query}&" if query else "?"
    return [
        Tab("По шагам", f"?{query}", not chosen, whole.schools),
        *(
            Tab(str(each.label), f"{before}group={each.value}", chosen == each, whole.groups[each])
            for each in groups
        ),
    ]
