"""What actions share: the locked row, the event, a round's documents on their way."""

from datetime import datetime

from opora.access import Actor
from opora.expertise.models import Assignment, Entry, Round
from opora.history.actions import record

SUBJECT = "expertise_round"


def locked(pk: int) -> Round:
    """The round until the end of the transaction: giving, sending and closing take their turns."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("cycle", "territory", "version__definition")
        .get(pk=pk)
    )


def locked_assignment(pk: int) -> Assignment:
    """The assignment with its document, after the round's turn was taken (or where no turn is needed)."""
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related(
            "entry__round__territory",
            "entry__round__cycle",
            "entry__round__version__definition",
            "entry__school__territory",
        )
        .get(pk=pk)
    )


def tell(of: Round, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    """One event of the round. It lies on no school's timeline: experts and scores are not the school's to see."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=of.pk,
        subject_title=of.title,
        note=note,
    )


def named(entry: Entry) -> str:
    return f"№ {entry.number}"
