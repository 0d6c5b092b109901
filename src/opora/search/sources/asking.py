"""Reports and requests for them, inquiries and what schools replied, candidates for curators and agreements."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.access import Actor
from opora.burden.models import Answer, Inquiry, Question, Reply
from opora.burden.queries.visibility import inquiries_visible_to, replies_visible_to
from opora.burden.rules import SEE as SEE_INQUIRIES
from opora.burden.states import InquiryState, QuestionKind, ReplyState
from opora.curators.models import Agreement, Candidate
from opora.curators.queries.visibility import agreements_visible_to, candidates_visible_to
from opora.curators.rules import AGREEMENT_READERS
from opora.curators.rules import SEE as SEE_CANDIDATES
from opora.curators.states import AgreementState, CandidateState
from opora.reports.kinds import called
from opora.reports.models import Report, ReportRequest
from opora.reports.queries.visibility import requests_visible_to
from opora.reports.queries.visibility import visible_to as reports_visible_to
from opora.reports.rules import SEE as SEE_REPORTS
from opora.reports.rules import SEE_REQUESTS
from opora.reports.states import ReportState, RequestState
from opora.search.matching import Sought
from opora.search.sources.base import (
    IN_SCHOOL,
    IN_TERRITORY,
    Hit,
    Rows,
    Source,
    day_of,
    in_line,
    joined,
    may,
    newest,
)


def _reports(actor: Actor, sought: Sought) -> QuerySet[Report]:
    """By what a person wrote in it; figures and names of schools are found where they come from."""
    named = Q(sought.within("number", "subject", "stage_title", "annulled_why"))
    return reports_visible_to(actor).filter(named | Q(sought.within_json("texts")))


def _report(
    pk: int, stage: str, subject: str, texts: Sequence[str], why: str, place: str, state: str, since: date
) -> Hit:
    text = joined(subject, *texts, why)
    return Hit(called(stage), reverse("report", args=[pk]), place, ReportState(state).label, since, text)


def _requests(actor: Actor, sought: Sought) -> QuerySet[ReportRequest]:
    return requests_visible_to(actor).filter(
        sought.within("number", "stage_title", "form", "note", "withdrawn_why")
    )


def _request(
    pk: int, stage: str, number: str, form: str, note: str, why: str, place: str, state: str, due: date
) -> Hit:
    return Hit(
        f"Запрос отчётов: {stage or 'за год'}",
        reverse("report-request", args=[pk]),
        place,
        RequestState(state).label,
        due,
        joined(number, form, note, why),
    )


def _inquiries(actor: Actor, sought: Sought) -> QuerySet[Inquiry]:
    """By what it is about and what it asks."""
    own = Inquiry.objects.filter(sought.within("title", "why")).order_by().values("pk")
    asked = Question.objects.filter(sought.within("text")).order_by().values("inquiry")
    return inquiries_visible_to(actor).filter(pk__in=own.union(asked, all=True))


def _inquiry(pk: int, title: str, why: str, place: str, state: str, due: date) -> Hit:
    return Hit(
        in_line(title), reverse("inquiry", args=[pk]), place, InquiryState(state).label.lower(), due, why
    )


def _replies(actor: Actor, sought: Sought) -> QuerySet[Reply]:
    """By what a school wrote; what it was asked is found with the inquiry."""
    own = Reply.objects.filter(sought.within("note")).order_by().values("pk")
    said = Answer.objects.filter(sought.within("value"), question__kind=QuestionKind.TEXT)
    return replies_visible_to(actor).filter(pk__in=own.union(said.order_by().values("reply"), all=True))


def _reply(pk: int, title: str, note: str, school: str, state: str, at: datetime | None) -> Hit:
    return Hit(
        f"Ответ: {in_line(title)}",
        reverse("inquiry-reply", args=[pk]),
        school,
        ReplyState(state).label.lower(),
        day_of(at),
        note,
    )


_OF_CANDIDATE = (
    "post",
    "place_of_work",
    "strengths",
    "proposal",
    "interview_words",
    "approval_words",
    "reason",
)


def _candidates(actor: Actor, sought: Sought) -> QuerySet[Candidate]:
    return candidates_visible_to(actor).filter(sought.within("name", *_OF_CANDIDATE))


def _candidate(pk: int, name: str, place: str, state: str, since: date, *texts: str) -> Hit:
    note = CandidateState(state).label
    return Hit(name, reverse("curator-candidate", args=[pk]), place, note, since, joined(*texts))


def _agreements(actor: Actor, sought: Sought) -> QuerySet[Agreement]:
    named = Q(sought.within("number", "curator_name", "subject", "reason"))
    return agreements_visible_to(actor).filter(named | Q(sought.within_json("terms")))


def _agreement(
    pk: int,
    school: str,
    curator: str,
    subject: str,
    terms: Sequence[str],
    why: str,
    state: str,
    day: date,
) -> Hit:
    return Hit(
        f"Соглашение: {school} — {curator}",
        reverse("curator-agreement", args=[pk]),
        "",
        AgreementState(state).label,
        day,
        joined(subject, *terms, why),
    )


def sees_agreements(actor: Actor) -> bool:
    return actor.acts_as(*AGREEMENT_READERS)


SOURCES: tuple[Source, ...] = (
    Rows(
        code="reports",
        title="Отчёты",
        model=Report,
        matching=_reports,
        columns=(
            *("pk", "stage_title", "subject", "texts", "annulled_why", "territory__name", "state"),
            "state_since",
        ),
        draw=_report,
        order=newest("state_since"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_REPORTS),
    ),
    Rows(
        code="report-requests",
        title="Запросы отчётов",
        model=ReportRequest,
        matching=_requests,
        columns=(
            *("pk", "stage_title", "number", "form", "note", "withdrawn_why", "territory__name", "state"),
            "due",
        ),
        draw=_request,
        order=newest("made_at"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_REQUESTS),
    ),
    Rows(
        code="inquiries",
        title="Запросы сведений",
        model=Inquiry,
        matching=_inquiries,
        columns=("pk", "title", "why", "territory__name", "state", "due"),
        draw=_inquiry,
        order=newest("made_at"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_INQUIRIES),
    ),
    Rows(
        code="replies",
        title="Ответы школ на запросы",
        model=Reply,
        matching=_replies,
        columns=("pk", "inquiry__title", "note", "school__name", "state", "answered_at"),
        draw=_reply,
        order=newest("answered_at"),
        homes=(IN_SCHOOL,),
        is_for=may(SEE_INQUIRIES),
    ),
    Rows(
        code="candidates",
        title="Кандидаты в кураторы",
        model=Candidate,
        matching=_candidates,
        columns=("pk", "name", "territory__name", "state", "state_since", *_OF_CANDIDATE),
        draw=_candidate,
        order=newest("proposed_on"),
        homes=(IN_TERRITORY,),
        is_for=may(SEE_CANDIDATES),
    ),
    Rows(
        code="agreements",
        title="Соглашения с кураторами",
        model=Agreement,
        matching=_agreements,
        columns=("pk", "school__name", "curator_name", "subject", "terms", "reason", "state", "date"),
        draw=_agreement,
        order=newest("date"),
        homes=(IN_SCHOOL,),
        is_for=sees_agreements,
    ),
)
