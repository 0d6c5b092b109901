"""Inquiries and the answers of schools as other features point at them.

An inquiry is talked about by those who ask; a school does so under its own answer, where no other school reads it.
"""

from django.db.models import QuerySet

from opora.access import Actor
from opora.burden.models import Inquiry
from opora.burden.queries.visibility import inquiries_visible_to, replies_visible_to
from opora.burden.rules import READS_TERRITORY
from opora.references import Rows, Source


def _of_territory(actor: Actor) -> QuerySet[Inquiry]:
    return inquiries_visible_to(actor) if actor.acts_as(*READS_TERRITORY) else Inquiry.objects.none()


SOURCES: tuple[Source, ...] = (
    Rows(
        "inquiry",
        "запрос сведений",
        "inquiry",
        _of_territory,
        ("title",),
        school="",
        paths=("territory__path",),
    ),
    Rows(
        "inquiry-reply",
        "ответ на запрос",
        "inquiry-reply",
        replies_visible_to,
        ("inquiry__title", "school__name"),
        "{}: {}".format,
    ),
)
