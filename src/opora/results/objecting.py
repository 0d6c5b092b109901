"""A figure as something a school may object to."""

from django.urls import reverse

from opora.access import Actor
from opora.objections.states import SubjectKind
from opora.objections.subjects import Subject
from opora.results.models import Fact
from opora.results.queries import figure


def subject_of(fact: Fact) -> Subject:
    """The figure (its school and procedure joined) as an objection names it."""
    label = f", {fact.class_label}" if fact.class_label else ""
    return Subject(
        kind=SubjectKind.FACT,
        id=fact.pk,
        school=fact.school,
        title=f"{fact.procedure.title}{label}, {fact.year} год",
        url=reverse("results-figure", args=[fact.pk]),
        amend_url=reverse("results-correct", args=[fact.pk]),
        amend_words="Исправьте цифру: прежняя останется в истории.",
    )


def find(actor: Actor, fact_id: int) -> Subject | None:
    """None where the actor does not see the figure."""
    fact = figure(actor, fact_id)
    return subject_of(fact) if fact else None
