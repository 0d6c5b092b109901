"""Campaigns and who is asked in them. Answers have no models: see `opora.surveys.storage`.

No table here has a trigger or a history of its rows, and none tells who used a code or when.
"""

from django.db import models
from django.db.models import F, Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.questionnaires.instrument import AUDIENCE_TITLES, PURPOSE_TITLES, Audience, Purpose
from opora.surveys.states import CampaignState

#: a head's form is the school's card, signed by its name: no campaign asks for it
AUDIENCES = (Audience.TEACHER, Audience.PUPIL, Audience.PARENT, Audience.ANYONE)
ADULTS = (Audience.TEACHER, Audience.PARENT, Audience.ANYONE)
AUDIENCE_CHOICES = [(each.value, AUDIENCE_TITLES[each]) for each in AUDIENCES]
PURPOSES = (Purpose.PROFILE, Purpose.PULSE, Purpose.NEEDS)
PURPOSE_CHOICES = [(each.value, PURPOSE_TITLES[each]) for each in PURPOSES]


class Campaign(models.Model):
    """Schools of a territory asked in one window. Answers are sealed to `public_key`.

    The private half lies in the installation's folder until `is_gathered`: then every answer that came has
    moved on, the half is thrown away and results may be shown. `purpose` is that of its questionnaires.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="campaigns")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="campaigns")
    title = models.CharField("название", max_length=200)
    purpose = models.CharField(max_length=10, choices=PURPOSE_CHOICES, default=Purpose.PROFILE)
    opens = models.DateField("первый день")
    closes = models.DateField("последний день")
    minimum_group = models.PositiveSmallIntegerField("наименьшая группа", default=5)
    state = models.CharField(max_length=10, choices=CampaignState.choices, default=CampaignState.DRAFT)
    public_key = models.BinaryField(max_length=32, default=b"")
    is_gathered = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opens", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(closes__gte=F("opens")), name="campaign_window_in_order"),
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFT) | ~Q(public_key=b""), name="campaign_open_has_key"
            ),
            models.CheckConstraint(
                condition=Q(is_gathered=False) | Q(state__in=[CampaignState.CLOSED, CampaignState.REPORTED]),
                name="campaign_gathered_is_closed",
            ),
            models.CheckConstraint(condition=Q(minimum_group__gte=3), name="campaign_minimum_group"),
        ]

    def __str__(self) -> str:
        return self.title


class CampaignInstrument(models.Model):
    """What one audience is asked: the version stays, also when a newer one is published meanwhile."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="instruments")
    audience = models.CharField(max_length=10, choices=AUDIENCE_CHOICES)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("campaign", "audience")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "audience"], name="campaign_audience_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.audience}"


class CampaignSchool(models.Model):
    """A school that takes part."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="schools")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")

    class Meta:
        ordering = ("campaign", "school__sort_name", "id")
        constraints = [models.UniqueConstraint(fields=["campaign", "school"], name="campaign_school_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.school_id}"


class Cohort(models.Model):
    """A group of one school that gets codes together: a class, its parents, the teachers.

    `by_poster` counts those who came by the poster's link; it is written at closing and None before.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="cohorts")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cohorts")
    audience = models.CharField(max_length=10, choices=AUDIENCE_CHOICES)
    class_label = models.CharField("класс", max_length=20, blank=True)
    expected = models.PositiveIntegerField("сколько человек")
    by_poster = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("campaign", "school", "audience", "class_label", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "school", "audience", "class_label"], name="cohort_once"
            ),
            models.CheckConstraint(
                condition=~Q(audience=Audience.PUPIL.value) | ~Q(class_label=""),
                name="cohort_of_pupils_has_class",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} {self.class_label}".strip()


class Code(models.Model):
    """A one-time code, known only by its digest. `retry` remembers the sending that used it, until closing.

    `number` says which code of the cohort it is, so that a sheet can be printed again.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32, unique=True)
    is_used = models.BooleanField(default=False)
    retry = models.BinaryField(max_length=32, null=True)

    class Meta:
        ordering = ("cohort", "number")
        constraints = [models.UniqueConstraint(fields=["cohort", "number"], name="code_number_once")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.number}"
