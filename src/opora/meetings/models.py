"""Meetings: who was asked to come and came, what was heard and decided; how often a group meets."""

from datetime import datetime

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.catalogues.local_time import ZONES, local
from opora.cycles.models import Cycle
from opora.groups.models import Group
from opora.meetings.states import Came, MeetingKind, MeetingState, RhythmKind
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Meeting(models.Model):
    """A meeting of a group, or of a school or a territory without one.

    `school` (any organisation) or `territory` is where it lies: the home of its group. `starts_at` is the day and
    hour it is planned for, later the hour it was held; `zone` is the zone in which it is told, empty for the
    installation's. `series` joins meetings made at once by a rhythm. `number`, `chair`, `secretary` are of the
    minutes. `reason` says why it was cancelled.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    school = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    territory = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    kind = models.CharField("вид", max_length=12, choices=MeetingKind.choices)
    title = models.CharField("название", max_length=300)
    starts_at = models.DateTimeField("когда")
    zone = models.CharField("часовой пояс", max_length=30, blank=True, choices=ZONES)
    place = models.CharField("где", max_length=300, blank=True)
    is_online = models.BooleanField("онлайн", default=False)
    url = models.URLField("ссылка", max_length=500, blank=True)
    series = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    state_since = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)
    number = models.CharField("номер протокола", max_length=40, blank=True)
    chair = models.CharField("председатель", max_length=200, blank=True)
    secretary = models.CharField("секретарь", max_length=200, blank=True)
    reason = models.TextField("почему отменено", blank=True)
    called_at = models.DateTimeField()
    called_by_id = models.BigIntegerField(null=True, blank=True)
    called_by_name = models.TextField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("-starts_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="meeting_has_one_home"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) ^ ~Q(signed_by_name=""), name="meeting_signed_pair"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.MINUTED) ^ Q(signed_at__isnull=True),
                name="meeting_minuted_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.CANCELLED) ^ Q(reason=""), name="meeting_cancelled_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "state", "starts_at"], name="meetings_of_group"),
            models.Index(fields=["school", "starts_at"], name="meetings_of_school"),
            models.Index(fields=["territory", "starts_at"], name="meetings_of_territory"),
            models.Index(fields=["state", "starts_at"], name="meetings_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def home(self) -> Organisation | Territory:
        """The organisation or the territory it lies in; joined by `queries.loaded`."""
        home = self.school or self.territory
        assert home is not None
        return home

    @property
    def home_path(self) -> str:
        """The path of the territory it lies in."""
        home = self.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""

    @property
    def local_start(self) -> datetime:
        """The hour in the meeting's own zone."""
        return local(self.starts_at, self.zone)


class Shift(models.Model):
    """A planned meeting that was moved: both hours and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="shifts")
    old_starts_at = models.DateTimeField()
    new_starts_at = models.DateTimeField()
    reason = models.TextField("почему")
    at = models.DateTimeField()
    by_name = models.TextField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="meeting_shift_reason_given"),
            models.CheckConstraint(
                condition=~Q(old_starts_at=F("new_starts_at")), name="meeting_shift_moves_the_hour"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_starts_at} → {self.new_starts_at}"


class AgendaItem(models.Model):
    """A question of the agenda: who speaks, what was heard («слушали»), what was decided («решили»).

    `offer` is the key of what it was offered for («late-measures»), empty for a typed one.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.CharField("вопрос", max_length=500)
    speaker = models.CharField("докладчик", max_length=200, blank=True)
    heard = models.TextField("слушали", blank=True)
    decided = models.TextField("решили", blank=True)
    offer = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
            models.UniqueConstraint(
                fields=["meeting", "offer"], condition=~Q(offer=""), name="agenda_offer_once"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_item_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaThing(models.Model):
    """What a question of the agenda comes from: a thing of another feature; its words last even if it goes."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="things")
    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    title = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["item", "kind", "thing_id"], name="agenda_thing_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Somebody asked to come: a person with an account, or only a name; and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("ФИО", max_length=200)
    post = models.CharField("должность", max_length=200, blank=True)
    came = models.CharField("пришёл(ла)", max_length=8, choices=Came.choices, default=Came.UNKNOWN)
    reason = models.CharField("почему нет", max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="attendance_person_once"
            ),
            models.UniqueConstraint(
                fields=["meeting", "name"], condition=Q(person__isnull=True), name="attendance_name_once"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(came=Came.ABSENT), name="attendance_reason_of_absence"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class MeetingRhythm(models.Model):
    """How often a group meets; `days` only for «раз в несколько дней»."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="rhythm")
    kind = models.CharField("как часто", max_length=12, choices=RhythmKind.choices)
    days = models.PositiveSmallIntegerField("дней", null=True, blank=True)
    since = models.DateField("с какого дня")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=RhythmKind.EVERY_DAYS) ^ Q(days__isnull=True),
                name="rhythm_days_where_needed",
            ),
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1, days__lte=366), name="rhythm_days_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
