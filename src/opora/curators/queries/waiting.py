"""What of curators waits for a person: a school without one, a candidate to approve, an agreement to sign."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from opora.access import Actor, Role
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.alone import left_alone
from opora.curators.queries.definition import curatorship_of
from opora.curators.queries.visibility import agreements_visible_to, candidates_visible_to
from opora.curators.states import AgreementState, CandidateState
from opora.inbox import Reason, Waiting
from opora.statements import every
from opora.ui.text import count_ru
from opora.visits.queries.planner import cycle_of

#: from so many on, one line for all of them
MANY = 5
_S = CandidateState
_STEPS: dict[str, str] = {
    _S.PROPOSED: "провести собеседование",
    _S.INTERVIEWED: "записать тест",
    _S.TESTED: "тест не сдан: пересдать или отклонить",
    _S.APPROVED: "собрать документы и договор",
    _S.CONTRACTED: "назначить в школы",
}


def waiting_for(actor: Actor) -> list[Waiting]:
    """Municipal coordinator: four queries; regional coordinator, head of a school, curator: one; none for others."""
    if actor.is_operator or actor.scope is None:
        return []
    if actor.role is Role.MUNICIPAL_COORDINATOR:
        return [*_alone(actor), *_stuck(actor)]
    if actor.role is Role.REGIONAL_COORDINATOR:
        return _to_approve(actor)
    return _to_sign(actor) if actor.role in {Role.SCHOOL_HEAD, Role.CURATOR} else []


def _alone(actor: Actor) -> list[Waiting]:
    """Schools that are helped and have no curator."""
    today = timezone.localdate()
    cycle = cycle_of(today)
    if cycle is None or not cycle.starts <= today <= cycle.ends:
        return []
    rows = every(left_alone, actor, cycle.pk, today)
    if len(rows) > MANY:
        words = f"Без куратора {count_ru(len(rows), 'школа,школы,школ')}"
        return [Waiting(Reason.DECIDE, words, "Подобрать", reverse("curator-load"))]
    return [
        Waiting(
            Reason.DECIDE, f"Школа без куратора: {name}", "Подобрать", reverse("curator-choose", args=[pk])
        )
        for pk, name in rows
    ]


def _stuck(actor: Actor) -> list[Waiting]:
    """Candidates whose next step is the coordinator's and who have stood too long."""
    today = timezone.localdate()
    assert actor.scope is not None
    paths = actor.scope.territory_paths
    last = today - timedelta(days=curatorship_of(paths[0] if paths else "").stuck_days)
    return [
        Waiting(
            Reason.DECIDE,
            f"Кандидат в кураторы {name}: {_STEPS[state]}",
            "Открыть",
            reverse("curator-candidate", args=[pk]),
            since,
        )
        for pk, name, state, since in every(_standing_since, actor, last)
    ]


def _standing_since(actor: Actor, last: date) -> QuerySet[Candidate, Any]:
    own = Q(state__in=[_S.PROPOSED, _S.INTERVIEWED, _S.APPROVED, _S.CONTRACTED])
    found = candidates_visible_to(actor).filter(
        own | Q(state=_S.TESTED, test_passed=False), state_since__lt=last
    )
    return found.order_by("state_since", "pk").values_list("pk", "name", "state", "state_since")


def _to_approve(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.CONFIRM,
            f"Кандидат в кураторы: {name}, {place}",
            "Согласовать",
            reverse("curator-candidate", args=[pk]),
            since,
        )
        for pk, name, place, since in every(_tested, actor)
    ]


def _tested(actor: Actor) -> QuerySet[Candidate, Any]:
    found = candidates_visible_to(actor).filter(state=_S.TESTED, test_passed=True)
    return found.order_by("state_since", "pk").values_list("pk", "name", "territory__name", "state_since")


def _to_sign(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            Reason.SIGN,
            f"Соглашение с куратором: {curator}"
            if actor.role is Role.SCHOOL_HEAD
            else f"Соглашение со школой: {school}",
            "Подписать",
            reverse("curator-agreement", args=[pk]),
            since,
        )
        for pk, school, curator, since in every(_unsigned, actor)
    ]


def _unsigned(actor: Actor) -> QuerySet[Agreement, Any]:
    unsigned = Q(school_signed_at=None) if actor.role is Role.SCHOOL_HEAD else Q(curator_signed_at=None)
    found = agreements_visible_to(actor).filter(unsigned, state=AgreementState.DRAFT)
    return found.order_by("state_since", "pk").values_list(
        "pk", "school__name", "curator_name", "state_since"
    )
