"""Putting the content of rows into the tables; used by the form and by the import. Records nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from opora.access import Actor
from opora.plans.content import Content
from opora.plans.facts import asked_of
from opora.plans.models import Plan, PlanResponsible, PlanRow
from opora.plans.naming import role_of
from opora.plans.queries.named import PeopleIndex
from opora.plans.states import Part
from opora.plans.terms import read
from opora.plans.works import Works

#: words for history, in the order in which changes are told
FIELD_TITLES = {
    "number": "номер",
    "section": "раздел",
    "what": "работа",
    "term": "срок",
    "mark": "отметка",
    "people": "ответственные",
    "schools": "школы",
    "fact": "откуда отметка",
}
_TEXTS = ("number", "section", "what", "term", "mark")


def fill(row: PlanRow, content: Content, plan: Plan, works: Works, *, by: Actor, at: datetime) -> None:
    """The row's own columns as the content says; nothing is saved."""
    for name in _TEXTS:
        if name not in content.keeps:
            setattr(row, name, getattr(content, name))
    term = read(row.term, (plan.cycle.starts, plan.cycle.ends))
    row.starts, row.ends = term.starts, term.ends
    if term.starts and term.ends and term.ends < term.starts:
        row.starts = row.ends = None
    row.rhythm, row.is_understood = term.rhythm.value, term.is_understood and not term.is_reversed
    row.kind_of_work = works.recognise(row.what)
    if content.fact is not None:
        row.fact, row.fact_of = asked_of(content.fact)
        row.fact_least = content.fact_least if row.fact else None
    row.changed_at, row.changed_by_name = at, by.name


def propose_fact(row: PlanRow, works: Works) -> None:
    """A new row is marked by the fact of its work, until somebody chooses another."""
    work = works.by_code.get(row.kind_of_work)
    row.fact, row.fact_of = asked_of(work.fact if work else "")


def responsible_of(
    row: PlanRow, people: Iterable[tuple[Part, str]], index: PeopleIndex
) -> list[PlanResponsible]:
    """Rows to be written, each name once in a part; nothing is saved."""
    found = dict.fromkeys((part, name) for part, name in people if name.strip())
    made = []
    for position, (part, name) in enumerate(found):
        role = role_of(name)
        made.append(
            PlanResponsible(
                row=row,
                position=position,
                part=part,
                name=name,
                person_id=index.find(name),
                role=role.value if role else "",
            )
        )
    return made


def changes(
    before: PlanRow, content: Content, people: Sequence[tuple[str, str]], schools: Sequence[int]
) -> list[str]:
    """Names of what the content would change; `people` and `schools` are those that stand."""
    found = [
        name
        for name in _TEXTS
        if name not in content.keeps and getattr(before, name) != getattr(content, name)
    ]
    if "people" not in content.keeps and sorted(people) != sorted({(str(p), n) for p, n in content.people}):
        found.append("people")
    if "schools" not in content.keeps and sorted(schools) != sorted(set(content.school_ids)):
        found.append("schools")
    if content.fact is not None:
        code, of = asked_of(content.fact)
        least = content.fact_least if code else None
        if (before.fact, before.fact_of, before.fact_least) != (code, of, least):
            found.append("fact")
    return found


def in_words(names: Iterable[str], before: PlanRow, content: Content) -> str:
    """«срок: «до 6 марта» → «до 30 апреля»; ответственные»."""
    said = []
    for name in names:
        title = FIELD_TITLES[name]
        if name in ("number", "term"):
            said.append(f"{title}: «{getattr(before, name)}» → «{getattr(content, name)}»")
        else:
            said.append(title)
    return "; ".join(said)
