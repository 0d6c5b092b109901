"""Writes about groups: one verb each, one history event."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from opora.access import Actor
from opora.groups.models import Group, Member
from opora.groups.rules import CREATE, EDIT, Home
from opora.groups.states import GroupKind, MemberPart
from opora.history.actions import record
from opora.organisations.models import Organisation, Territory
from opora.organisations.timeline import assign, details_of, note_of
from opora.people.models import Person

GROUP_FIELDS = ("kind", "name", "purpose", "order_number", "order_date")
MEMBER_FIELDS = ("person", "name", "post", "part", "since", "until")


@transaction.atomic
def create_group(
    *,
    home: Home,
    kind: GroupKind,
    name: str,
    values: Mapping[str, object] | None = None,
    by: Actor,
    at: datetime,
) -> Group:
    """A group of a school, another organisation or a territory; `values` are its purpose and order."""
    CREATE.check(by, home)
    group = Group(
        kind=kind,
        name=name,
        organisation=home if isinstance(home, Organisation) else None,
        territory=home if isinstance(home, Territory) else None,
        **{field: value for field, value in (values or {}).items() if field in GROUP_FIELDS},
    )
    group.full_clean(exclude=["organisation", "territory"])
    group.save()
    _tell(group, "создал(а) группу", by=by, at=at)
    return group


@transaction.atomic
def update_group(group: Group, *, values: Mapping[str, object], by: Actor, at: datetime) -> None:
    """Change fields of `GROUP_FIELDS`."""
    group = _locked(group)
    EDIT.check(by, group)
    changes = assign(group, {field: values[field] for field in GROUP_FIELDS if field in values})
    if not changes:
        return
    group.full_clean(exclude=["organisation", "territory"])
    group.save(update_fields=[change.field for change in changes])
    _tell(group, "изменил(а) группу", by=by, at=at, note=note_of(changes), details=details_of(changes))


@transaction.atomic
def dissolve_group(group: Group, *, closed_on: date, by: Actor, at: datetime) -> None:
    """Dissolve: the group and its members stay for the history."""
    group = _locked(group)
    EDIT.check(by, group)
    group.closed_on = closed_on
    group.save(update_fields=["closed_on"])
    _tell(group, "распустил(а) группу", by=by, at=at, note=f"с {closed_on:%d.%m.%Y}")


@transaction.atomic
def add_member(
    group: Group,
    *,
    name: str,
    part: MemberPart,
    person: Person | None = None,
    post: str = "",
    since: date | None = None,
    until: date | None = None,
    by: Actor,
    at: datetime,
) -> Member:
    """A person with an account or only a name. Whoever chairs now may be joined by another chair."""
    EDIT.check(by, group)
    member = Member(group=group, person=person, name=name, post=post, part=part, since=since, until=until)
    member.full_clean(exclude=["group", "person"])
    member.save()
    _tell(group, "включил(а) в группу", by=by, at=at, note=f"{name}, {part.label.lower()}")
    return member


@transaction.atomic
def end_member(member: Member, *, until: date, by: Actor, at: datetime) -> None:
    """The last day in the group; the name stays in its history."""
    EDIT.check(by, member.group)
    member.until = until
    member.full_clean(exclude=["group", "person"])
    member.save(update_fields=["until"])
    _tell(member.group, "вывел(а) из группы", by=by, at=at, note=f"{member.name}, по {until:%d.%m.%Y}")


@transaction.atomic
def remove_member(member: Member, *, by: Actor, at: datetime) -> None:
    """Take back a mistaken entry."""
    EDIT.check(by, member.group)
    _tell(member.group, "убрал(а) ошибочную запись", by=by, at=at, note=member.name)
    member.delete()


def _locked(group: Group) -> Group:
    rows = Group.objects.select_for_update(of=("self",)).select_related(
        "organisation__territory", "territory"
    )
    return rows.get(pk=group.pk)


def _tell(
    group: Group, verb: str, *, by: Actor, at: datetime, note: str = "", details: dict[str, Any] | None = None
) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="group",
        subject_id=group.pk,
        subject_title=group.name,
        school_id=group.organisation_id,
        territory_path=group.home_path,
        note=note,
        details=details,
    )
