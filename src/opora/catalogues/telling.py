"""What the timeline says of a definition."""

from datetime import datetime

from opora.access import Actor
from opora.catalogues.models import Version
from opora.history.actions import event_of
from opora.history.models import Event

PUBLISHED = "опубликовал(а) версию"


def told(version: Version, verb: str, by: Actor, at: datetime) -> Event:
    """The event of something done to a version, not written yet."""
    definition = version.definition
    return event_of(
        by=by,
        at=at,
        verb=f"{verb} {version.number}",
        subject_kind="definition",
        subject_id=definition.pk,
        subject_title=definition.title,
        territory_path=definition.territory_path,
        note=version.note,
    )
