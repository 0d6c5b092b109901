"""A candidate at every step, a curator's agreement: made directly, no rights are asked and no history is made."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from factories.people import appointment, person
from opora.access import Role
from opora.access.actor import operator
from opora.appointments.models import Appointment
from opora.curators.models import Agreement, Candidate, Paper
from opora.curators.states import AgreementState, CandidateState
from opora.cycles.models import Cycle
from opora.files.actions import store
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

_S = CandidateState
JPEG = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xda\x00\x02data\xff\xd9"
#: in the order of the way
WAY = (_S.PROPOSED, _S.INTERVIEWED, _S.TESTED, _S.APPROVED, _S.CONTRACTED, _S.APPOINTED)


def candidate(
    territory: Territory,
    cycle: Cycle,
    state: CandidateState = _S.PROPOSED,
    *,
    now: datetime,
    name: str = "Светлова Вера Ильинична",
    **values: Any,
) -> Candidate:
    """Somebody who has come so far; every step taken on a day of its own, a week from the last."""
    day = timezone.localdate(now)
    return Candidate.objects.create(
        **{
            "territory": territory,
            "cycle": cycle,
            "name": name,
            "post": "заместитель директора",
            "state": state,
            "state_since": day,
            "proposed_on": day - timedelta(days=60),
            "proposed_by_name": "Окружная",
            "made_at": now,
            **_steps(state, day),
            **values,
        }
    )


def _steps(state: CandidateState, day: date) -> dict[str, Any]:
    taken = WAY.index(state) if state in WAY else 0
    steps: list[dict[str, Any]] = [
        {"interviewed_on": day - timedelta(days=50), "interview_fits": True},
        {"tested_on": day - timedelta(days=40), "test_passed": True, "test_score": "82 из 100"},
        {"approved_on": day - timedelta(days=30), "approved_by_name": "Областная"},
        {"contract_number": "17-К", "contract_date": day - timedelta(days=20)},
        {"appointed_on": day - timedelta(days=10)},
    ]
    found: dict[str, Any] = {}
    for step in steps[:taken]:
        found |= step
    return found


def curator(surname: str, *schools: Organisation, **values: Any) -> Appointment:
    """Somebody appointed to these schools without being a candidate."""
    return appointment(person(surname), Role.CURATOR, *schools, **values)


def agreement(
    school: Organisation, of: Person, cycle: Cycle, *, now: datetime, is_signed: bool = False, **values: Any
) -> Agreement:
    signed: dict[str, Any] = {}
    if is_signed:
        signed = {
            "state": AgreementState.SIGNED,
            "school_signed_at": now,
            "school_signed_by_name": "Директорова",
            "curator_signed_at": now,
            "curator_signed_by_name": of.full_name,
        }
    return Agreement.objects.create(
        **{
            "school": school,
            "curator": of,
            "curator_name": of.full_name,
            "cycle": cycle,
            "date": timezone.localdate(now),
            "subject": "Школа и куратор работают вместе.",
            "terms": ["Куратор бывает в школе раз в неделю.", "Школа пишет документы сама."],
            "state_since": timezone.localdate(now),
            "made_at": now,
            "made_by_name": "Школьная",
            **signed,
            **values,
        }
    )


def curators_at(
    territory: Territory, school: Organisation, cycle: Cycle, *, now: datetime
) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}; the school has a curator afterwards in any case."""
    file = store(
        data=JPEG, name="скан.jpg", content_type="image/jpeg", purpose="curator:paper", by=operator(), at=now
    )
    proposed = candidate(territory, cycle, name="Предложенная Анна", now=now)
    interviewed = candidate(territory, cycle, _S.INTERVIEWED, name="Беседина Анна", now=now)
    tested = candidate(territory, cycle, _S.TESTED, name="Тестова Анна", now=now)
    approved = candidate(territory, cycle, _S.APPROVED, name="Согласова Анна", now=now)
    contracted = candidate(territory, cycle, _S.CONTRACTED, name="Договорова Анна", now=now)
    Paper.objects.create(
        candidate=approved, code="consent", title="Согласие", is_there=True, file=file, changed_at=now,
        changed_by_name="Окружная",
    )  # fmt: skip
    held = (
        Appointment.objects.filter(role=Role.CURATOR, schools=school, revoked_at=None)
        .select_related("person")
        .order_by("pk")
        .first()
    ) or curator("Кураторова", school)
    kept = agreement(school, held.person, cycle, now=now, file=file)
    one = {"pk": proposed.pk}
    return {
        "curator-candidate": one,
        "curator-candidate-interview": one,
        "curator-candidate-test": {"pk": interviewed.pk},
        "curator-candidate-approve": {"pk": tested.pk},
        "curator-candidate-paper": {"pk": approved.pk, "code": "consent"},
        "curator-candidate-file": {"pk": approved.pk, "code": "consent"},
        "curator-candidate-contract": {"pk": approved.pk},
        "curator-candidate-appoint": {"pk": contracted.pk},
        "curator-choose": {"school_pk": school.pk},
        "curator-assign": {"school_pk": school.pk, "person_pk": held.person_id},
        "curator-replace": {"pk": held.pk},
        "curator-agreement": {"pk": kept.pk},
        "curator-agreement-new": {"school_pk": school.pk},
        "school-handover": {"pk": school.pk},
    }
