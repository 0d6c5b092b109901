"""Files that are in the system already and belong to what a report tells: one may enclose them without uploading."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from opora.access import Actor
from opora.decisions.models import Outcome
from opora.decisions.queries import visibility as decisions
from opora.events.models import Material
from opora.events.queries import visibility as events
from opora.files.models import StoredFile
from opora.meetings.models import Meeting
from opora.meetings.queries import visibility as meetings
from opora.meetings.states import MeetingState
from opora.orders.models import Annex, OrderFile
from opora.orders.naming import named
from opora.orders.queries import visibility as orders
from opora.plans.models import Plan
from opora.plans.queries import visibility as plans
from opora.reports.content import Content
from opora.reports.models import Report
from opora.ui.text import date_ru

MINUTES = "meeting"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that may be enclosed. `key` is unique among offers, `of` the thing it belongs to («order:15»), `title`
    what the annex would be called. `stored` None: minutes, which are printed when they are taken."""

    key: str
    of: str
    title: str
    stored: int | None
    name: str = ""
    sha256: str = ""


def offered(actor: Actor, report: Report, content: Content) -> list[Offer]:
    """Of things behind the figures that the actor sees and of meetings of the year, less what is enclosed already.

    Six queries and one for what is enclosed, whatever their number.
    """
    things: dict[str, set[int]] = defaultdict(set)
    for _, figure in content.figures:
        kind, _, number = figure.origin.partition(":")
        if number.isdecimal():
            things[kind].add(int(number))
    taken = set(report.annexes.values_list("file__sha256", "of"))
    bytes_of, minutes_of = {sha256 for sha256, _ in taken}, {of for _, of in taken}
    return [
        each
        for each in _all(actor, report, things)
        if (each.of not in minutes_of if each.stored is None else each.sha256 not in bytes_of)
    ]


def _all(actor: Actor, report: Report, things: Mapping[str, Collection[int]]) -> Iterator[Offer]:
    yield from _of_orders(actor, things["order"])
    for material in Material.objects.filter(
        event__in=_seen(events.visible_to(actor), things["event"]), file__removed_at=None, file__isnull=False
    ).select_related("file"):
        of = f"event:{material.event_id}"
        yield _offer(f"material:{material.pk}", of, material.title, material.file)
    for outcome in Outcome.objects.filter(
        decision__in=_seen(decisions.visible_to(actor), things["decision"]),
        file__removed_at=None,
        file__isnull=False,
    ).select_related("file", "decision"):
        title = f"К решению «{outcome.decision.title}» от {date_ru(outcome.decision.decided_on)}"
        yield _offer(f"outcome:{outcome.pk}", f"decision:{outcome.decision_id}", title, outcome.file)
    seen = Plan.objects.filter(pk__in=_seen(plans.visible_to(actor), things["plan"]))
    for plan in seen.filter(file__removed_at=None, file__isnull=False).select_related("file"):
        yield _offer(f"plan:{plan.pk}", f"plan:{plan.pk}", f"План «{plan.title}»", plan.file)
    for meeting in minuted(actor, report):
        title = f"Протокол № {meeting.number} от {meeting.local_start:%d.%m.%Y}: {meeting.title}"
        yield Offer(f"{MINUTES}:{meeting.pk}", f"{MINUTES}:{meeting.pk}", title[:_LONGEST], None, "протокол")


def _of_orders(actor: Actor, ids: Collection[int]) -> Iterator[Offer]:
    seen = _seen(orders.visible_to(actor), ids)
    of_order = OrderFile.objects.filter(order__in=seen, file__removed_at=None).order_by("order__date", "pk")
    for each in of_order.select_related("file", "order"):
        title = named(each.order.number, each.order.date, each.order.title)
        yield _offer(f"order-file:{each.pk}", f"order:{each.order_id}", title, each.file)
    annexes = Annex.objects.filter(order__in=seen, file__removed_at=None, file__isnull=False)
    for annex in annexes.select_related("file", "order").order_by("order__date", "order", "pk"):
        title = f"{annex.title} (приложение {annex.number}: {_short(annex)})"
        yield _offer(f"order-annex:{annex.pk}", f"order:{annex.order_id}", title, annex.file)


def _short(annex: Annex) -> str:
    return named(annex.order.number, annex.order.date, annex.order.title).partition(" «")[0].lower()


def _seen[M: Model](found: QuerySet[M], ids: Collection[int]) -> QuerySet[M, int]:
    return found.filter(pk__in=ids).order_by().values_list("pk", flat=True)


def _offer(key: str, of: str, title: str, file: StoredFile | None) -> Offer:
    assert file is not None  # only rows with a file are asked for
    return Offer(key, of, title[:_LONGEST], file.pk, file.name, file.sha256)


def minuted(actor: Actor, report: Report) -> list[Meeting]:
    """Meetings of the territory itself in the year whose minutes are signed. One query."""
    seen = meetings.visible_to(actor).order_by().values("pk")
    found = meetings.loaded().filter(
        pk__in=seen, territory=report.territory, cycle=report.cycle, state=MeetingState.MINUTED
    )
    return list(found.order_by("starts_at", "pk"))
