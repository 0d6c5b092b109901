"""Orders: who issued what when, whom they appoint, what they do to earlier ones."""

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.appointments.models import Appointment
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.groups.models import Group
from opora.orders.states import OrderLevel, OrderState, RelationKind
from opora.organisations.models import Organisation, Territory

_LONGEST_NUMBER = 60


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Order(models.Model):
    """An order of a school or one kept for a territory. A draft may have neither number nor date.

    `number_key` is the number as `numbers.key` reads it. `issuer` names the body where the home does not
    («Минпросвещения России»). `kind` is the code of an expected order, empty for any other. `wording` is the
    text of an order written here (`drafting.Wording`); empty for one that came as a file.
    """

    number = models.CharField("номер", max_length=_LONGEST_NUMBER, blank=True)
    number_key = models.CharField(max_length=_LONGEST_NUMBER, blank=True)
    date = models.DateField("дата", null=True, blank=True)
    title = models.CharField("о чём", max_length=300)
    level = models.CharField("уровень", max_length=10, choices=OrderLevel.choices)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="orders")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="orders")
    issuer = models.CharField("кто издал", max_length=200, blank=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="orders")
    kind = models.CharField("вид", max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.DRAFT)
    state_since = models.DateField()
    lapsed_on = models.DateField("утратил силу", null=True)
    lapse_reason = models.TextField(blank=True)
    appointments = models.ManyToManyField(Appointment, related_name="orders", blank=True)
    groups = models.ManyToManyField(Group, related_name="orders", blank=True)
    wording = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.TextField()
    changed_at = models.DateTimeField()
    changed_by_name = models.TextField()
    signed_at = models.DateTimeField(null=True)
    signed_by_name = models.TextField(blank=True)

    class Meta:
        ordering = ("-date", "-id")
        indexes = [
            models.Index(fields=["cycle", "kind"], name="order_expected"),
            models.Index(fields=["state", "-date", "-id"], name="order_by_day"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="order_has_one_home"
            ),
            models.CheckConstraint(
                condition=Q(level=OrderLevel.SCHOOL) ^ Q(school__isnull=True), name="order_level_fits_home"
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.DRAFT) | (Q(date__isnull=False) & ~Q(number_key="")),
                name="order_issued_has_number",
            ),
            models.CheckConstraint(condition=Q(number_key="") ^ ~Q(number=""), name="order_number_has_key"),
            models.CheckConstraint(
                condition=Q(state=OrderState.LAPSED) ^ Q(lapsed_on__isnull=True), name="order_lapsed_has_day"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) ^ ~Q(signed_by_name=""), name="order_signed_pair"
            ),
            models.UniqueConstraint(
                fields=["school", "number_key", "date"],
                condition=Q(school__isnull=False) & ~Q(state=OrderState.DRAFT),
                name="order_of_school_once",
            ),
            models.UniqueConstraint(
                fields=["territory", "level", "issuer", "number_key", "date"],
                condition=Q(territory__isnull=False) & ~Q(state=OrderState.DRAFT),
                name="order_of_territory_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def home(self) -> Organisation | Territory:
        """The school or the territory it is kept for; joined by `queries.visible_to`."""
        home = self.school or self.territory
        assert home is not None
        return home

    @property
    def territory_path(self) -> str:
        """The path of the territory it lies in."""
        home = self.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""

    @property
    def issuer_name(self) -> str:
        return self.issuer or self.home.name

    @property
    def is_written_here(self) -> bool:
        """Whether its text is ours to print."""
        return bool(self.wording)


class Annex(models.Model):
    """«Приложение 6» of an order, with its file where there is one."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="annexes")
    number = models.CharField("номер", max_length=20)
    title = models.CharField("название", max_length=300)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("order", "number", "id")
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="annex_number_once")]

    def __str__(self) -> str:
        return f"Приложение {self.number}"


class OrderFile(models.Model):
    """A file of an order: its scan, its text."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by_name = models.TextField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.file.name


class Relation(models.Model):
    """What a later order does to an earlier one."""

    later = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="does")
    earlier = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="done_by")
    kind = models.CharField(max_length=10, choices=RelationKind.choices)

    class Meta:
        ordering = ("later", "earlier", "id")
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="relation_once"),
            models.CheckConstraint(condition=~Q(later=F("earlier")), name="relation_not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} {self.kind} {self.earlier_id}"
