"""Management decisions: on what ground, who carries them out, what they led to."""

import pghistory
from django.db import models
from django.db.models import Q

from opora.cycles.models import Cycle
from opora.decisions.states import DecisionState
from opora.files.models import StoredFile
from opora.organisations.models import Organisation, Territory

_LONGEST = 120


def titled(text: str) -> str:
    """The first line of a decision, short enough for a list."""
    line = text.strip().split("\n", 1)[0]
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Decision(models.Model):
    """What was decided about a school or a territory. Its measures are assignments that name it as their origin.

    `ground` is the ground in words («по итогам анализа ВПР»); things it rests on are `Ground` rows.
    `executed_on`: from this day on one waits to see what it led to.
    """

    text = models.TextField("что решили")
    ground = models.TextField("на каком основании", blank=True)
    decided_by = models.CharField("кто решил", max_length=200)
    decided_on = models.DateField("когда")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="decisions")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="decisions")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="decisions")
    state = models.CharField(max_length=10, choices=DecisionState.choices, default=DecisionState.ADOPTED)
    state_since = models.DateField()
    executed_on = models.DateField("исполнено", null=True)
    reason = models.TextField("почему отменено", blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.TextField()

    class Meta:
        ordering = ("-decided_on", "-id")
        indexes = [models.Index(fields=["cycle", "state"], name="decision_of_year")]
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=True) ^ Q(territory__isnull=True), name="decision_has_one_home"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[DecisionState.EXECUTED, DecisionState.ASSESSED])
                ^ Q(executed_on__isnull=True),
                name="decision_executed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.CANCELLED) ^ Q(reason=""),
                name="decision_cancelled_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return titled(self.text)

    @property
    def home(self) -> Organisation | Territory:
        """The school or the territory it is about; joined by `queries.visible_to`."""
        home = self.school or self.territory
        assert home is not None
        return home

    @property
    def territory_path(self) -> str:
        home = self.home
        return (home.territory.path if isinstance(home, Organisation) else home.path) or ""


class Ground(models.Model):
    """A thing a decision rests on, by its kind and number, and its words as they stood then."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="grounds")
    kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    title = models.TextField()

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["kind", "thing_id"], name="ground_thing")]
        constraints = [models.UniqueConstraint(fields=["decision", "kind", "thing_id"], name="ground_once")]

    def __str__(self) -> str:
        return self.title


class Outcome(models.Model):
    """What a decision led to: words, and a figure before and after where there is one."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="outcomes")
    on = models.DateField("на какой день")
    words = models.TextField("что изменилось")
    figure = models.CharField("показатель", max_length=200, blank=True)
    before = models.DecimalField("было", max_digits=12, decimal_places=2, null=True)
    after = models.DecimalField("стало", max_digits=12, decimal_places=2, null=True)
    unit = models.CharField("единица", max_length=40, blank=True)
    source = models.CharField("откуда цифры", max_length=300, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_name = models.TextField()

    class Meta:
        ordering = ("on", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(before__isnull=True, after__isnull=True) | (~Q(figure="") & ~Q(source="")),
                name="outcome_figure_is_named",
            )
        ]

    def __str__(self) -> str:
        return self.words[:80]
