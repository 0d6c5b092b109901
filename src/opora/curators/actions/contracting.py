"""The package of papers and the contract of a candidate who was approved."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from opora.access import Actor
from opora.attachments.materials import Material
from opora.curators.actions.common import check_day, kept, locked_candidate, shift, tell_of
from opora.curators.models import Candidate, Paper
from opora.curators.queries.definition import curatorship_of
from opora.curators.rules import CONTRACT, PAPERS
from opora.curators.states import CandidateState
from opora.files.actions import remove

PURPOSE = "curator:paper"


@transaction.atomic
def mark_paper(
    *,
    candidate: Candidate,
    code: str,
    is_there: bool,
    material: Material | None = None,
    by: Actor,
    at: datetime,
) -> Paper:
    """Say whether a paper of the package is there, with its file where one is given; one event.

    A file means that the paper is there; «нет» gives an earlier file up. Raises ValidationError for a paper that
    the definition in force does not name.
    """
    candidate = locked_candidate(candidate.pk)
    PAPERS.check(by, candidate)
    papers = curatorship_of(candidate.territory_path).papers
    named = next((each for each in papers if each.code == code), None)
    paper = candidate.papers.select_related("file").filter(code=code).first()
    if named is None and paper is None:
        raise ValidationError("Такого документа в пакете нет. Обновите страницу.")
    if paper is None:
        assert named is not None
        paper = Paper(candidate=candidate, code=code, title=named.title)
    earlier = paper.file
    if material is not None:
        paper.file = kept(material, PURPOSE, by=by, at=at)
    elif not is_there:
        paper.file = None
    paper.is_there = is_there or material is not None
    paper.changed_at, paper.changed_by_name = at, by.name
    paper.save()
    if earlier is not None and earlier.pk != paper.file_id:
        remove(stored=earlier, at=at)
    note = f"{paper.title}: {'есть' if paper.is_there else 'нет'}"
    tell_of(candidate, "отметил(а) документ куратора", by=by, at=at, note=note)
    return paper


@transaction.atomic
def contract(*, candidate: Candidate, number: str, on: date, by: Actor, at: datetime) -> Candidate:
    """Write down the contract; one event. Raises ValidationError while a required paper of the package is missing."""
    candidate = locked_candidate(candidate.pk)
    CONTRACT.check(by, candidate)
    number = " ".join(number.split())
    if not number:
        raise ValidationError({"number": "Впишите номер договора. Если номера нет, напишите «б/н»."})
    check_day("on", on, at=at, not_before=candidate.tested_on, what="сдан тест")
    missing = missing_papers(candidate)
    if missing:
        raise ValidationError(f"В пакете не хватает: {', '.join(missing)}. Отметьте их или приложите.")
    candidate.contract_number, candidate.contract_date = number, on
    shift(candidate, CandidateState.CONTRACTED, at=at)
    tell_of(candidate, "записал(а) договор куратора", by=by, at=at, note=f"№ {number} от {on:%d.%m.%Y}")
    return candidate


def missing_papers(candidate: Candidate) -> list[str]:
    """Titles of required papers that are not there yet. Two queries."""
    there = set(candidate.papers.filter(is_there=True).values_list("code", flat=True))
    papers = curatorship_of(candidate.territory_path).papers
    return [each.title for each in papers if each.is_required and each.code not in there]
