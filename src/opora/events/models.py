"""Events, consultations and courses: what is planned, on which days, for which schools, who came."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.events.states import Audience, EventState, SessionState, Sort
from opora.files.models import StoredFile
from opora.ordering import FoldedName
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["sort_title", "revision", "token"],
)
class Event(models.Model):
    """Something that is held for people: once, in several days, or whenever somebody asks (`is_on_request`).

    A territory or a school organises it. `kind` is a code of the catalogue of forms in `version`, `kind_title`
    its words as they stood then, `sort` what such a form asks for. `term` is how a person wrote the term
    («1 раз в месяц»). `minutes` are of a consultation, `hours` and `provider` (who teaches) of a course.
    `factors` are codes of risk factors. `revision` grows with every change. `token` is that of the form which
    made it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    kind_title = models.TextField()
    sort = models.CharField(max_length=6, choices=Sort.choices, default=Sort.EVENT)
    title = models.CharField("название", max_length=300)
    about = models.TextField("о чём", blank=True)
    term = models.CharField("срок", max_length=120, blank=True)
    is_on_request = models.BooleanField("по запросу", default=False)
    audience = ArrayField(models.CharField(max_length=20, choices=Audience.choices), default=list, blank=True)
    for_whom = models.TextField("для кого", blank=True)
    led_by = models.TextField("кто ведёт", blank=True)
    leaders = models.ManyToManyField(Person, related_name="+", blank=True)
    schools = models.ManyToManyField(Organisation, through="Invited", related_name="+", blank=True)
    minutes = models.PositiveIntegerField("минут", null=True)
    hours = models.PositiveIntegerField("часов", null=True)
    provider = models.TextField("кто проводит", blank=True)
    factors = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    state = models.CharField(
        max_length=9, choices=EventState.choices, default=EventState.PLANNED, db_index=True
    )
    state_since = models.DateField()
    reason = models.TextField("причина", blank=True)
    revision = models.PositiveIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()
    sort_title = models.GeneratedField(
        expression=FoldedName("title", "about"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    #: whose time its hours are told in; joined by `queries.visibility.event_of`
    clock: str | None

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = [
            models.Index(fields=["cycle", "territory"], name="event_of_territory"),
            models.Index(fields=["cycle", "school"], name="event_of_school"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="event_has_one_home"
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CANCELLED) ^ Q(reason=""), name="event_cancelled_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(sort__in=[Sort.ONE, Sort.MANY]),
                name="event_minutes_of_consultation",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True, provider="") | Q(sort=Sort.COURSE),
                name="event_hours_of_course",
            ),
            models.UniqueConstraint(
                fields=["made_by_id", "token"], condition=~Q(token=""), name="event_token_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def home(self) -> Organisation | Territory:
        """The school or the territory that organises it; joined by `queries.visible_to`."""
        home = self.school or self.territory
        assert home is not None
        return home

    @property
    def territory_path(self) -> str:
        """The path of the territory it lies in."""
        place = self.school.territory if self.school else self.territory
        return (place.path if place else "") or ""


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class Invited(models.Model):
    """A school that an event is for; `expected` is how many people of it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invited")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    expected = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("event_id", "school__sort_name", "id")
        constraints = [models.UniqueConstraint(fields=["event", "school"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.school_id} на {self.event_id}"


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    exclude=["revision", "token"],
)
class Session(models.Model):
    """One day of an event, or several in a row (`last`). `starts_at` is known where an hour is.

    `came` is how many people came: of a held one always, of another never.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField("день")
    last = models.DateField("последний день")
    starts_at = models.DateTimeField(null=True)
    place = models.CharField("где", max_length=300, blank=True)
    is_online = models.BooleanField("дистанционно", default=False)
    url = models.URLField("ссылка", max_length=500, blank=True)
    state = models.CharField(max_length=9, choices=SessionState.choices, default=SessionState.PLANNED)
    reason = models.TextField("причина", blank=True)
    came = models.PositiveIntegerField("сколько пришло", null=True)
    note = models.TextField("что получилось", blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ("date", "starts_at", "id")
        indexes = [
            models.Index(fields=["event", "date"], name="session_of_event"),
            models.Index(fields=["date"], condition=Q(state=SessionState.PLANNED), name="session_planned"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("date")), name="session_days_in_order"),
            models.CheckConstraint(
                condition=Q(state=SessionState.HELD) ^ Q(came__isnull=True), name="session_held_with_number"
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.CANCELLED) ^ Q(reason=""), name="session_cancelled_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=SessionState.PLANNED) ^ Q(settled_at__isnull=False),
                name="session_settled_where_over",
            ),
            models.UniqueConstraint(
                fields=["event", "token"], condition=~Q(token=""), name="session_token_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.date}"


class SessionMove(models.Model):
    """Where a day stood before it was moved, and why it was."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="moves")
    was = models.DateField()
    reason = models.TextField()
    moved_at = models.DateTimeField()
    moved_by_name = models.TextField()

    class Meta:
        ordering = ("session_id", "id")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="session_moved_with_reason")]
        triggers = [pgtrigger.Protect(name="session_move_stands", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.was}"


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Attendance(models.Model):
    """How many people of one school came on one day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    came = models.PositiveIntegerField()

    class Meta:
        ordering = ("session_id", "school__sort_name", "id")
        constraints = [models.UniqueConstraint(fields=["session", "school"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.school_id}: {self.came}"


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class Material(models.Model):
    """What an event left or was prepared with: a file or a link."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.TextField()

    class Meta:
        ordering = ("event_id", "id")
        constraints = [
            models.CheckConstraint(condition=Q(url="") ^ Q(file__isnull=True), name="material_is_one_thing")
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class EventLink(models.Model):
    """A thing of another feature that an event serves: a row of a plan, a measure, a decision."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()

    class Meta:
        ordering = ("event_id", "kind", "thing_id")
        constraints = [models.UniqueConstraint(fields=["event", "kind", "thing_id"], name="event_link_once")]
        indexes = [models.Index(fields=["kind", "thing_id"], name="event_link_of_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"
