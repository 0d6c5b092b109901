"""What is being done: documents, coverage of surveys, the roadmap, orders, visits."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce, Least
from django.urls import reverse

from opora.burden.known.base import Fact, Found, Value, Where, event_fact, number_fact
from opora.documents.queries.definitions import outlines
from opora.documents.queries.visibility import documents_visible_to
from opora.documents.states import SETTLED, DocumentState
from opora.orders.models import Order
from opora.orders.naming import requisites
from opora.orders.queries.expected import expectations
from opora.orders.queries.visibility import visible_to as orders_visible_to
from opora.orders.states import OrderLevel, OrderState
from opora.roadmaps.queries.visibility import works_visible_to
from opora.roadmaps.states import OPEN, WorkState
from opora.surveys.models import AUDIENCE_CHOICES, Campaign, Cohort
from opora.surveys.rules import SEE as SEE_SURVEYS
from opora.surveys.states import CampaignState
from opora.ui.text import date_ru, percent
from opora.visits.queries.visibility import visible_to as visits_visible_to
from opora.visits.states import VisitState, Way


class Documents:
    """Documents of the year by kind: whether there is one, in what state since when."""

    code = "documents"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        return [
            event_fact(
                *("documents", each.code, f"{each.title}: есть ли и в каком состоянии", each.title),
                *(f"есть {each.title}", f"подтверждена {each.title}", f"разработана {each.title}"),
                *(f"состояние {each.title}", f"дата подтверждения {each.title}", f"готова {each.title}"),
                where="документы",
            )
            for each in outlines(where.path).values()
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query. Of several of a kind the one that came farthest, the newest of these."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = (
            documents_visible_to(where.actor)
            .filter(school__in=schools, cycle=where.cycle_id, kind__in=names)
            .exclude(state=DocumentState.ARCHIVED)
            .order_by("state_since", "pk")
            .values_list("kind", "school_id", "pk", "state", "state_since")
        )
        settled: set[tuple[str, int]] = set()
        for kind, school, pk, state, since in rows:
            is_settled = state in SETTLED
            if not is_settled and (kind, school) in settled:
                continue
            settled |= {(kind, school)} if is_settled else set()
            found[kind][school] = Value(
                f"{DocumentState(state).label} с {date_ru(since)}",
                "документы",
                reverse("document", args=[pk]),
                on=since,
                day=since if is_settled else None,
                # a draft is neither «yes» nor «no»: the school is to say
                yes=True if is_settled else None,
            )
        return found


class Coverage:
    """How many of the expected answered in the last survey that was closed."""

    code = "coverage"

    def facts(self, where: Where) -> Sequence[Fact]:
        return [
            number_fact(
                *("coverage", audience, f"Охват опроса: {title}, %", f"охват опроса {title}"),
                *(f"охват анкетирования {title}", f"доля {title} прошедших опрос"),
                where="опросы",
            )
            for audience, title in AUDIENCE_CHOICES
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """Two queries. Groups that are too small to be told of are left out, as everywhere."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        if not SEE_SURVEYS.can(where.actor, None):
            return found
        closed = Campaign.objects.filter(
            schools__school__in=schools, state__in=[CampaignState.CLOSED, CampaignState.REPORTED]
        )
        campaign = closed.order_by("-closes", "-pk").first()
        if campaign is None:
            return found
        used = Count("codes", filter=Q(codes__is_used=True)) + Coalesce(F("by_poster"), 0)
        counted = (
            Cohort.objects.filter(
                campaign=campaign,
                school__in=schools,
                audience__in=names,
                expected__gte=campaign.minimum_group,
            )
            .annotate(counted=Least(used, F("expected")))
            .values_list("audience", "school_id", "expected", "counted")
        )
        sums: dict[tuple[str, int], tuple[int, int]] = {}
        for audience, school, expected, answered in counted:
            before = sums.get((audience, school), (0, 0))
            sums[audience, school] = (before[0] + expected, before[1] + answered)
        for (audience, school), (expected, answered) in sums.items():
            share = answered / expected
            found[audience][school] = Value(
                f"{percent(share)} ({answered} из {expected})",
                f"опрос «{campaign.title}»",
                reverse("campaign-school", args=[campaign.pk, school]),
                on=campaign.closes,
                number=round(share * 100),
            )
        return found


_STATES: dict[str, tuple[str, tuple[WorkState, ...], tuple[str, ...]]] = {
    "all": (
        "мер всего",
        tuple(set(WorkState) - {WorkState.DROPPED}),
        ("меры", "мероприятия", "меры запланированы"),
    ),
    "confirmed": (
        "мер подтверждено",
        (WorkState.CONFIRMED,),
        ("меры подтверждены", "меры выполнены", "мероприятия выполнены", "исполнены меры"),
    ),
    "reported": ("мер на подтверждении", (WorkState.REPORTED,), ("меры на подтверждении",)),
    "late": ("мер просрочено", tuple(OPEN), ("меры просрочены", "просрочены мероприятия")),
}


class Roadmap:
    """Measures of the roadmap of the year by state, counted today."""

    code = "roadmap"

    def facts(self, where: Where) -> Sequence[Fact]:
        return [
            number_fact(
                *("roadmap", name, f"Дорожная карта: {title}"),
                *(
                    f"{words} {tail}".strip()
                    for words in said
                    for tail in ("дорожная карта", "программа", "")
                ),
                where="дорожная карта",
            )
            for name, (title, _, said) in _STATES.items()
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query. A school without a roadmap is not known to have no measures: it is left out."""
        counts = {
            name: Count("pk", filter=Q(state__in=_STATES[name][1]) & _late(name, where.today))
            for name in names
            if name in _STATES
        }
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = (
            works_visible_to(where.actor)
            .filter(school__in=schools, cycle=where.cycle_id)
            .order_by()
            .values_list("school_id")
            .annotate(**{f"of_{name}": count for name, count in counts.items()})
        )
        for school, *many in rows:
            for name, number in zip(counts, many, strict=True):
                found[name][school] = Value(
                    *(str(number), "дорожная карта", reverse("roadmap", args=[school])),
                    on=where.today,
                    number=number,
                )
        return found


def _late(name: str, today: date) -> Q:
    return Q(due__lt=today) if name == "late" else Q()


class Orders:
    """Orders that a school must have: whether it is issued, its number and day."""

    code = "orders"

    def facts(self, where: Where) -> Sequence[Fact]:
        """One query."""
        return [
            event_fact(
                *("orders", each.code, f"Приказ школы «{each.title}»", f"приказ {each.title}"),
                *(
                    f"номер и дата приказа {each.title}",
                    f"издан приказ {each.title}",
                    f"реквизиты приказа {each.title}",
                ),
                where="приказы",
            )
            for each in expectations(where.path).orders
            if each.level == OrderLevel.SCHOOL
        ]

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query; the newest order of a kind counts."""
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = (
            orders_visible_to(where.actor)
            .filter(Q(cycle=where.cycle_id) | Q(cycle=None), school__in=schools, kind__in=names)
            .filter(state=OrderState.ISSUED)
            .order_by("date", "pk")
        )
        for row in rows:
            assert isinstance(row, Order)
            found[row.kind][row.school_id or 0] = Value(
                requisites(row.number, row.date),
                "приказы",
                reverse("order", args=[row.pk]),
                on=row.date,
                day=row.date,
                yes=True,
            )
        return found


class Visits:
    """How often the school was visited this year, and when last."""

    code = "visits"

    def facts(self, where: Where) -> Sequence[Fact]:
        return (
            number_fact(
                *("visits", "count", "Посещения школы за год, очных", "посещения", "куратор посетил"),
                *("посещения куратора", "очные посещения", "визиты", "выезды в школу"),
                where="посещения",
            ),
            Fact(
                *("visits", "last", "Последнее очное посещение"),
                ("посещение", "последнее посещение", "последний визит", "посещение куратора"),
                event_fact("", "", "").kinds,
                "посещения",
            ),
        )

    def values(self, names: Collection[str], schools: Sequence[int], where: Where) -> Found:
        """One query. A school that was not visited has 0 visits and no last one."""
        counted = (
            visits_visible_to(where.actor)
            .filter(
                school__in=schools, cycle=where.cycle_id, state=VisitState.DONE, way=Way.PRESENCE, counts=True
            )
            .order_by()
            .values_list("school_id")
            .annotate(many=Count("pk"), last=Max("visited_on"))
        )
        found: dict[str, dict[int, Value]] = {name: {} for name in names}
        rows = {school: (many, last) for school, many, last in counted}
        for school in schools:
            many, last = rows.get(school, (0, None))
            url = f"{reverse('visits')}?school={school}"
            if "count" in names:
                found["count"][school] = Value(str(many), "посещения", url, on=where.today, number=many)
            if "last" in names and last is not None:
                found["last"][school] = Value(date_ru(last), "посещения", url, on=last, day=last, yes=True)
        return found
