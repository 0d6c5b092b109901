"""For the search: stages of roadmaps, evidence, what was done, reports, inquiries, candidates, agreements."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from factories.burden import answered, draft_inquiry, reply_of, sent_inquiry
from factories.curators import agreement, candidate, curator
from factories.reports import FIRST, SECOND, asked_for, draft, issued
from factories.roadmaps import work_of
from opora.burden.states import QuestionKind
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.roadmaps.models import Checkpoint, Evidence
from opora.roadmaps.states import EvidenceKind, WorkState


def asked_at(
    territory: Territory, school: Organisation, cycle: Cycle, word: Any, keep: Any, *, now: datetime
) -> None:
    """`word` gives words that stand nowhere else, `keep` notes a thing with its word."""
    _of_roadmaps(school, cycle, word, keep, now)
    _of_reports(territory, cycle, word, keep, now)
    _of_inquiries(territory, school, cycle, word, keep, now)
    _of_curators(territory, school, cycle, word, keep, now)


def _of_roadmaps(school: Organisation, cycle: Cycle, word: Any, keep: Any, now: datetime) -> None:
    for field in ("report", "pride"):
        said = word()
        made = work_of(
            school, cycle, "Клуб", state=WorkState.CONFIRMED, now=now, **{field: f"Провели {said}"}
        )
        keep("works", said, "roadmap-measure", made.pk)
    said = word()
    shown = Evidence.objects.create(
        school=school, cycle=cycle, kind=EvidenceKind.LINK, title=f"Снимок {said}", link="https://school.example/",
        made_at=now, made_by_name="Школа",
    )  # fmt: skip
    shown.works.add(made)
    keep("evidence", said, "roadmap-measure", made.pk)
    day = timezone.localdate(now)
    for code, values in (
        ("a", {"words": "Сделали {}"}),
        ("b", {"conclusion": "Вижу {}", "state": "closed", "closed_at": now, "snapshot": _SNAPSHOT}),
    ):
        said = word()
        texts = {
            name: value.format(said) if isinstance(value, str) else value for name, value in values.items()
        }
        stage = Checkpoint.objects.create(
            school=school, cycle=cycle, code=code, title="Этап", due=day, state_since=day, **texts
        )
        keep("checkpoints", said, "roadmap-checkpoint", stage.pk)


_SNAPSHOT: dict[str, list[Any]] = {"works": [], "evidence": [], "figures": [], "changes": []}


def _of_reports(territory: Territory, cycle: Cycle, word: Any, keep: Any, now: datetime) -> None:
    """One that is written, one that was sent, and what was asked of the territory."""
    said = word()
    keep("reports", said, "report", draft(territory, cycle, FIRST, now=now, achievement=f"Успех {said}").pk)
    said = word()
    keep("reports", said, "report", issued(territory, cycle, SECOND, now=now, achievement=f"Успех {said}").pk)
    said = word()
    region = Territory.objects.get(pk=territory.parent_id or 0)
    due = timezone.localdate(now) + timedelta(days=30)
    asked = asked_for(region, cycle, territory, due=due, now=now, note=f"Напишите о {said}")
    keep("report-requests", said, "report-request", asked.pk)


def _of_inquiries(
    territory: Territory, school: Organisation, cycle: Cycle, word: Any, keep: Any, now: datetime
) -> None:
    """A draft, one sent: its words, a question, what the school answered and noted."""
    said = word()
    keep("inquiries", said, "inquiry", draft_inquiry(territory, cycle, [school], title=said, at=now).pk)
    why, question, value, note = word(), word(), word(), word()
    asked = ((f"Что с {question}?", QuestionKind.TEXT),)
    sent = sent_inquiry(territory, cycle, [school], why=f"Узнать о {why}", questions=asked, at=now)
    reply = answered(reply_of(sent, school), f"Есть {value}", note=f"Но {note}", at=now)
    keep("inquiries", why, "inquiry", sent.pk)
    keep("inquiries", question, "inquiry", sent.pk)
    keep("replies", value, "inquiry-reply", reply.pk)
    keep("replies", note, "inquiry-reply", reply.pk)


def _of_curators(
    territory: Territory, school: Organisation, cycle: Cycle, word: Any, keep: Any, now: datetime
) -> None:
    for field in ("strengths", "proposal"):
        said = word()
        made = candidate(territory, cycle, now=now, name=f"Светлова {field}", **{field: f"Ведёт {said}"})
        keep("candidates", said, "curator-candidate", made.pk)
    subject, term = word(), word()
    held = curator("Вожатова", school, since=date(2026, 1, 1))
    kept = agreement(
        school, held.person, cycle, now=now, subject=f"Вместе {subject}", terms=[f"Бывать {term}"]
    )
    keep("agreements", subject, "curator-agreement", kept.pk)
    keep("agreements", term, "curator-agreement", kept.pk)
