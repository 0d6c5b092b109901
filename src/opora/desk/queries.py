"""Reads of the desk: where a school stands on its way, whom a curator accompanies."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from opora.access import Actor, Role
from opora.documents.states import SETTLED, DocumentState
from opora.organisations.models import Organisation
from opora.organisations.queries import schools_visible_to, visible_to
from opora.risks.states import DirectionState
from opora.statements import every
from opora.ui.components import Step


def own_school(actor: Actor) -> Organisation | None:
    """The one school of a person who acts at a school."""
    if actor.scope is None or len(actor.scope.school_ids) != 1:
        return None
    return next(iter(every(_own_schools, actor)), None)


def _own_schools(actor: Actor) -> QuerySet[Organisation]:
    ids = actor.scope.school_ids if actor.scope else ()
    return visible_to(actor).filter(pk__in=ids).select_related("territory").order_by("pk")[:1]


@dataclass(frozen=True, slots=True)
class Charge:
    """A school entrusted to a curator or an expert, with a phone to call."""

    pk: int
    name: str
    territory: str
    phone: str


def charges_of(actor: Actor) -> list[Charge]:
    """The schools named in a curator's or an expert's appointment, in order of names."""
    if actor.role not in {Role.CURATOR, Role.EXPERT}:
        return []
    return [Charge(*row) for row in every(_charges, actor)]


def _charges(actor: Actor) -> QuerySet[Organisation, tuple[int, str, str, str]]:
    found = schools_visible_to(actor).order_by("sort_name", "id")
    return found.values_list("pk", "name", "territory__name", "phone")


WAY = (
    "Результаты",
    "Опросы",
    "Рисковый профиль",
    "Программы",
    "Проверка",
    "Экспертиза",
    "Дорожная карта",
    "Эффект",
)


# what a school has behind it, step by step
_BEHIND = """
SELECT EXISTS (SELECT FROM results_fact WHERE school_id = %(school)s),
       EXISTS (SELECT FROM surveys_campaignschool s JOIN surveys_campaign c ON c.id = s.campaign_id
               WHERE s.school_id = %(school)s AND c.is_gathered),
       EXISTS (SELECT FROM risks_direction WHERE school_id = %(school)s AND state = ANY(%(active)s)),
       EXISTS (SELECT FROM documents_document WHERE school_id = %(school)s AND state = ANY(%(sent)s)),
       EXISTS (SELECT FROM documents_document WHERE school_id = %(school)s AND state = ANY(%(settled)s)),
       EXISTS (SELECT FROM documents_document WHERE school_id = %(school)s AND state = %(assessed)s),
       EXISTS (SELECT FROM roadmaps_checkpoint WHERE school_id = %(school)s AND is_final AND state <> 'open'),
       EXISTS (SELECT FROM roadmaps_checkpoint WHERE school_id = %(school)s AND is_final AND state = 'closed')
"""
_ACTIVE = [DirectionState.ACTIVE.value, DirectionState.UNDER_WAY.value, DirectionState.CLOSED.value]
_SENT = [DocumentState.REVIEW.value, DocumentState.REWORK.value, *(state.value for state in SETTLED)]


def way_of(school: Organisation) -> list[Step]:
    """The school's way: results are there, a campaign is over, a direction is active, documents were sent,
    confirmed, assessed, the final stage of the roadmap was sent, and closed. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _BEHIND,
            {
                "school": school.pk,
                "active": _ACTIVE,
                "sent": _SENT,
                "settled": [state.value for state in SETTLED],
                "assessed": DocumentState.ASSESSED.value,
            },
        )
        behind = cursor.fetchone()
    now = next((step for step, is_done in enumerate(behind) if not is_done), len(behind))
    return [Step(title, "done" if i < now else "now" if i == now else "ahead") for i, title in enumerate(WAY)]
