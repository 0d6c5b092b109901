"""Beginning a document, with what is already known put in."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from opora.access import Actor, Conflict
from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.documents.actions.filling import fill
from opora.documents.actions.locking import tell
from opora.documents.actions.writing import touch
from opora.documents.models import Document
from opora.documents.outline import Outline
from opora.documents.programme import Programme
from opora.documents.queries.definitions import outline_of
from opora.documents.rules import BEGIN, BEGIN_OF_TERRITORY
from opora.organisations.models import Organisation, Territory
from opora.risks.models import Direction

ALREADY = "Такой документ на этот год уже есть. Откройте его в списке документов."


@transaction.atomic
def begin(
    *,
    version: Version,
    cycle: Cycle,
    school: Organisation | None = None,
    territory: Territory | None = None,
    direction: Direction | None = None,
    filled: Programme | None = None,
    by: Actor,
    at: datetime,
) -> Document:
    """A new draft of the kind that `version` describes; `filled` are rows and texts to begin with.

    Raises ValidationError where the kind needs a direction and none is given, Conflict where the school has
    such a document already.
    """
    if school is not None:
        BEGIN.check(by, school)
    else:
        assert territory is not None, "a document belongs to a school or to a territory"
        BEGIN_OF_TERRITORY.check(by, territory)
    outline = outline_of(version)
    if outline.per_direction and direction is None:
        raise ValidationError({"direction": "Выберите направление: на каждое пишется своя программа."})
    document = Document(
        cycle=cycle,
        version=version,
        kind=outline.code,
        school=school,
        territory=territory,
        direction=direction if outline.per_direction else None,
        title=title_of(outline, direction),
        starts=cycle.starts,
        ends=ends_after(cycle.starts, outline.months),
        state_since=timezone.localdate(at),
        made_at=at,
        made_by_name=by.name,
        changed_at=at,
        changed_by_name=by.name,
    )
    _write_once(document)
    if filled is not None:
        fill(document, filled, by=by, at=at)
        touch(document, by=by, at=at)
    tell(document, "начал(а) документ", by=by, at=at)
    return document


def _write_once(document: Document) -> None:
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError as twice:
        if "document_one_alive" in str(twice):
            raise Conflict(ALREADY) from twice
        raise


def title_of(outline: Outline, direction: Direction | None) -> str:
    return f"{outline.title}: {direction.factor_title}" if direction else outline.title


def ends_after(starts: date, months: int) -> date:
    """The last day of so many months."""
    years, month = divmod(starts.month - 1 + months, 12)
    following = date(starts.year + years, month + 1, min(starts.day, 28))
    return following - timedelta(days=1)
