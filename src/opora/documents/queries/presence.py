"""Who else has a document open for writing."""

from datetime import datetime, timedelta

from opora.access import Actor
from opora.documents.models import Document, Presence

#: so long after the last sign of life somebody counts as being here
HERE = timedelta(minutes=5)


def others_here(document: Document, actor: Actor, *, at: datetime) -> list[str]:
    """The names of those who wrote in the last minutes. One query."""
    found = Presence.objects.filter(document=document, seen_at__gte=at - HERE)
    if actor.person_id is not None:
        found = found.exclude(person_id=actor.person_id)
    return list(found.order_by("name").values_list("name", flat=True))
