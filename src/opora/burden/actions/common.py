"""What every write of an inquiry shares."""

from datetime import datetime

from opora.access import Actor, Conflict
from opora.burden.models import Inquiry, Reply
from opora.burden.states import REPLY_TRANSITIONS, ReplyState
from opora.history.actions import record

SUBJECT = "inquiry"


def locked(pk: int, seen: int | None) -> Inquiry:
    """The row until the end of the transaction. Raises Conflict where somebody wrote after `seen`."""
    found = (
        Inquiry.objects.select_for_update(of=("self",))
        .select_related("territory", "place", "cycle")
        .get(pk=pk)
    )
    if seen is not None and seen != found.revision:
        raise Conflict("Пока вы писали, запрос изменил кто-то ещё. Откройте его снова и внесите свою правку.")
    return found


def locked_reply(pk: int) -> Reply:
    """The reply until the end: two people do not answer for a school at once."""
    return (
        Reply.objects.select_for_update(of=("self",))
        .select_related("inquiry__territory", "school__territory", "school__merged_into")
        .get(pk=pk)
    )


def touch(inquiry: Inquiry, *fields: str) -> None:
    """Write these fields and count the change."""
    inquiry.revision += 1
    inquiry.save(update_fields=["revision", *fields])


def shift(reply: Reply, to: ReplyState, at: datetime, *fields: str) -> None:
    assert to in REPLY_TRANSITIONS[ReplyState(reply.state)]
    reply.state, reply.state_since = to, at
    reply.revision += 1
    reply.save(update_fields=["state", "state_since", "revision", *fields])


def tell(inquiry: Inquiry, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=inquiry.pk,
        subject_title=inquiry.title,
        territory_path=inquiry.territory_path,
        note=note,
    )


def tell_of_school(reply: Reply, verb: str, *, by: Actor, at: datetime, note: str = "") -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=reply.inquiry_id,
        subject_title=reply.inquiry.title,
        school_id=reply.school_id,
        territory_path=reply.school.territory.path or "",
        note=note,
    )
