"""A document of the database as the office form: what is known of the school and what a person wrote for the title."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from opora.documents.models import Document, DocumentVersion
from opora.documents.printouts.cover import (
    AgreedByBody,
    AgreedByPerson,
    Approval,
    AttachedFile,
    Cover,
    signature_of,
)
from opora.documents.queries.signing import signers_of
from opora.documents.states import SETTLED, Form


def cover_of(document: Document) -> Cover:
    """The title page. A draft says so, and so does a demonstration; three queries: the version, who signs.

    The head's and the curator's names are those known here until somebody writes others, or none.
    """
    said = document.cover
    known = signers_of(document)
    file = document.file if document.form == Form.ATTACHED else None
    school = document.school
    place = school.territory if school else document.territory
    owner = school or document.territory
    newest = (
        DocumentVersion.objects.filter(document=document)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return Cover(
        date_of_data=timezone.localdate(document.changed_at),
        organisation=(school.official_name if school else "") or (owner.name if owner else ""),
        territory=place.name if place else "",
        approval=Approval(
            post=said.get("post") or "директор",
            name=said.get("name", signature_of(known.head)),
            order_number=said.get("order_number", ""),
            order_date=_day(said.get("order_date")),
            post_genitive=said.get("post_genitive", ""),
        ),
        agreements=(
            AgreedByBody(
                said.get("body") or "педагогический совет",
                said.get("protocol_number", ""),
                _day(said.get("protocol_date")),
                said.get("body_instrumental", ""),
            ),
            AgreedByPerson("куратор школы", said.get("curator", signature_of(known.curator))),
        ),
        town=said.get("town", ""),
        year=document.cycle.starts.year,
        period=document.cycle.title,
        is_draft=document.state not in SETTLED,
        version=newest,
        footer="Синтетические данные" if settings.IS_DEMO else "",
        kind_dative=said.get("kind_dative", ""),
        attached=AttachedFile(file.name, timezone.localdate(file.stored_at)) if file else None,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
