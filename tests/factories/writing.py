"""What a school has written in one place: a draft with an attached file, one in review, one confirmed."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from docx import Document as Word

from opora.access import Actor, Capacity, Role, Scope, ScopeKind
from opora.access.actor import operator
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.cycles.models import Cycle
from opora.documents.actions.attaching import attach
from opora.documents.actions.beginning import begin
from opora.documents.actions.remarks import remark
from opora.documents.actions.steps import Mark, confirm, open_version, send
from opora.documents.actions.versions import keep_version
from opora.documents.actions.writing import save_row
from opora.documents.kinds import DOCUMENTS
from opora.documents.models import Document
from opora.documents.queries.definitions import expert_sheet
from opora.organisations.models import Organisation

SECTION = "goals"


def kind_of_document(code: str) -> Version:
    """The published base version of a kind of document."""
    return Version.objects.select_related("definition").get(
        definition__kind=DOCUMENTS,
        definition__code=code,
        definition__territory_path="",
        state=VersionState.PUBLISHED,
    )


def word_with_measures() -> bytes:
    """A DOCX with one table of measures."""
    made = Word()
    table = made.add_table(2, 2)
    for cell, text in zip(table.row_cells(0), ("Мероприятие", "Сроки"), strict=True):
        cell.text = text
    for cell, text in zip(table.row_cells(1), ("Консультации", "до 25.12.2026"), strict=True):
        cell.text = text
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def written_at(school: Organisation, cycle: Cycle, *, now: datetime) -> dict[str, dict[str, Any]]:
    """{address or beginning of addresses: keyword arguments}; files must have somewhere to lie."""
    by = operator()
    draft = _begun("management-project", school, cycle, now)
    goal = save_row(document=draft, table="goals", values={"text": "Цель"}, by=by, at=now)
    version = keep_version(document=draft, by=by, at=now)
    attach(document=draft, data=word_with_measures(), name="программа.docx", by=by, at=now)
    reviewed = _begun("concept", school, cycle, now)
    save_row(document=reviewed, table="goals", values={"text": "Цель"}, by=by, at=now)
    send(document=reviewed, by=by, at=now)
    said = remark(document=reviewed, row="g1", text="К какому дню?", by=by, at=now)
    done = _begun("medium-term", school, cycle, now)
    save_row(document=done, table="goals", values={"text": "Цель"}, by=by, at=now)
    approved(done, now=now)
    kind = kind_of_document("self-diagnosis").pk
    one = {"pk": draft.pk}
    return {
        "school-documents": {"pk": school.pk},
        "document-new": {"pk": school.pk, "version": kind},
        "document": one
        | {"section": SECTION, "table": "goals", "code": goal.code, "kind": "docx"}
        | {"number": version.number, "target": "measures"},
        "document-take": one | {"number": 1, "target": "measures"},
        "document-review": {"pk": reviewed.pk, "remark": said.pk},
        "document-reopen": {"pk": done.pk},
    }


def _begun(code: str, school: Organisation, cycle: Cycle, now: datetime) -> Document:
    return begin(version=kind_of_document(code), cycle=cycle, school=school, by=operator(), at=now)


def approved(document: Document, *, now: datetime) -> None:
    """Sent, opened and confirmed; somebody has to have opened it."""
    reader = Actor(
        0, "Кураторова Мария", Capacity(0, Role.ADMINISTRATOR, Scope(ScopeKind.FEDERATION, ("",)), "")
    )
    version = send(document=document, by=operator(), at=now)
    open_version(version=version, by=reader, at=now)
    sheet = expert_sheet("")
    marks = [Mark(each.code, 1, "Есть") for each in sheet.criteria]
    confirm(document=document, marks=marks, by=reader, at=timezone.now())
