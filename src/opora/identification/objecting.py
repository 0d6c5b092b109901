"""A school's row in an open draft, as the school may object to it."""

from django.urls import reverse

from opora.access import Actor
from opora.identification.models import ListEntry
from opora.identification.queries import entries_visible_to, visible_to
from opora.identification.states import ListState
from opora.objections.states import SubjectKind
from opora.objections.subjects import Subject


def find_listing(actor: Actor, entry_id: int) -> Subject | None:
    """None for a row that the actor does not see. Accepted, it leads to a decision about the school."""
    seen = ListEntry.objects.filter(pk=entry_id, year_list__in=visible_to(actor)).first()
    if seen is None:
        return None
    entry = entries_visible_to(actor, seen.year_list).filter(pk=entry_id).first()
    if entry is None:
        return None
    year_list = seen.year_list
    is_open = year_list.state == ListState.OBJECTIONS
    return Subject(
        kind=SubjectKind.LISTING,
        id=entry.pk,
        school=entry.school,
        title=f"{entry.school_name}: {year_list.subject_title}",
        url=reverse("list-school", args=[year_list.pk, entry.pk]),
        amend_url=reverse("list-decide", args=[year_list.pk, entry.pk]) if year_list.is_open else "",
        amend_words="Запишите решение о школе: с причиной и Вашим именем.",
        answer_due=year_list.objections_until,
        refusal="" if is_open else "Возражать можно, пока проект списка открыт для возражений.",
    )
