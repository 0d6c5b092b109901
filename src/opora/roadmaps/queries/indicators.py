"""Indicators of the confirmed programmes of a school's year, to be told before and after."""

from dataclasses import dataclass

from opora.documents.models import Row
from opora.documents.states import DocumentState
from opora.roadmaps.models import Work


@dataclass(frozen=True, slots=True)
class Promised:
    """`code` names the row for ever («12:i3»: document and number). Values are as people write them."""

    code: str
    title: str
    unit: str
    before: str
    target: str
    source: str


def promised(school_id: int, cycle_id: int) -> list[Promised]:
    """Indicators of documents that brought measures onto the roadmap, in their order. One query."""
    documents = Work.objects.filter(school=school_id, cycle=cycle_id).order_by().values("document")
    rows = Row.objects.filter(document__in=documents, table="indicators").exclude(
        document__state=DocumentState.ARCHIVED
    )
    return [
        Promised(
            f"{document}:{code}",
            str(content.get("title", "")),
            str(content.get("unit", "")),
            str(content.get("baseline", "")),
            str(content.get("target", "")),
            str(content.get("source", "")),
        )
        for document, code, content in rows.order_by("document_id", "position", "pk").values_list(
            "document_id", "code", "content"
        )
        if content.get("title")
    ]
