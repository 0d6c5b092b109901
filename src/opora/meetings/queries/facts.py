"""Meetings that took place, as facts for plans."""

from dataclasses import dataclass
from datetime import date

from opora.access.paths import inside
from opora.catalogues.local_time import local
from opora.cycles.models import Cycle
from opora.meetings.models import Meeting
from opora.meetings.states import TOOK_PLACE, MeetingKind


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """Meetings of one group, or of one kind without a group (`group_id` None). `days` in order, each meeting one."""

    group_id: int | None
    title: str
    kind: MeetingKind
    territory_path: str
    days: tuple[date, ...]

    @property
    def held(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """All that took place: at the territory, at its schools and below, by group in order of names."""

    groups: tuple[GroupFacts, ...]

    @property
    def held(self) -> int:
        return sum(each.held for each in self.groups)

    @property
    def last_on(self) -> date | None:
        return max((day for each in self.groups for day in each.days), default=None)

    def of_kind(self, *kinds: MeetingKind) -> "MeetingFacts":
        return MeetingFacts(tuple(each for each in self.groups if each.kind in kinds))


def facts(territory_path: str, cycle: Cycle) -> MeetingFacts:
    """Meetings held in the territory (and below) in the year; planned and cancelled ones do not count. One query."""
    paths = (territory_path,)
    rows = (
        Meeting.objects.filter(
            inside("territory__path", paths) | inside("school__territory__path", paths),
            cycle=cycle,
            state__in=TOOK_PLACE,
        )
        .order_by("starts_at", "id")
        .values_list(
            *("group_id", "group__name", "kind", "territory__path", "school__territory__path"),
            *("starts_at", "zone"),
        )
    )
    found: dict[tuple[int | None, str, str], tuple[str, list[date]]] = {}
    for group_id, name, kind, own, of_school, starts_at, zone in rows:
        key = (group_id, kind, own or of_school or "")
        found.setdefault(key, (name or MeetingKind(kind).label, []))[1].append(local(starts_at, zone).date())
    groups = [
        GroupFacts(group_id, title, MeetingKind(kind), path, tuple(days))
        for (group_id, kind, path), (title, days) in found.items()
    ]
    return MeetingFacts(
        tuple(sorted(groups, key=lambda each: (each.title, each.group_id or 0, each.territory_path)))
    )
