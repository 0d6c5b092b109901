"""Profiles as they were computed, levels given from outside, directions and what happens to them."""

import pgtrigger
from django.db import models
from django.db.models import Q

from opora.catalogues.models import Version
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.indicators.values import LEVEL_TITLES, Hidden, Level
from opora.organisations.models import Organisation
from opora.risks.states import DirectionState, Happening, Opinion, Outcome, RefreshState
from opora.surveys.models import Campaign

LEVELS = tuple((level.value, LEVEL_TITLES[level]) for level in Level)
HIDDEN = tuple((hidden.value, hidden.value) for hidden in Hidden)


class Profile(models.Model):
    """What was computed for a school in a programme year; the newest of a year is current.

    `digest` is the hash of everything below it and of what it was computed by: the same sources computed again
    leave the profile as it stands. `answered` says how many answered of how many expected,
    {audience: [answered, expected]}; an audience too small to be told is left out.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=10)
    computed_on = models.DateField()
    is_current = models.BooleanField(default=True)
    answered = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("-cycle__starts", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "school"], condition=Q(is_current=True), name="profile_one_current"
            )
        ]
        indexes = [models.Index(fields=["school", "cycle"], name="profile_of_school")]

    def __str__(self) -> str:
        return f"{self.school_id}, {self.cycle_id}"


class ProfileFactor(models.Model):
    """A factor of a profile: 0–100, higher is worse. Value, level and interval are empty where `hidden` says why."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="factors")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    value = models.FloatField(null=True)
    level = models.CharField(max_length=6, choices=LEVELS, blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    hidden = models.CharField(max_length=11, choices=HIDDEN, blank=True)
    groups_disagree = models.BooleanField(default=False)

    class Meta:
        ordering = ("profile", "position")
        constraints = [
            models.UniqueConstraint(fields=["profile", "code"], name="profile_factor_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=True, level="", low__isnull=True, high__isnull=True) & ~Q(hidden="")
                | Q(value__isnull=False, low__isnull=False, high__isnull=False, hidden="") & ~Q(level=""),
                name="profile_factor_shown_or_hidden",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProfileIndicator(models.Model):
    """One share behind a factor; `risk` 0–1 is empty where the indicator is not known."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24)
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    risk = models.FloatField(null=True)

    class Meta:
        ordering = ("profile", "position")
        constraints = [models.UniqueConstraint(fields=["profile", "code"], name="profile_indicator_once")]

    def __str__(self) -> str:
        return self.code


class GivenLevel(models.Model):
    """A level as somebody outside gave it (ФИОКО). Stands beside ours and is never recalculated."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    factor_code = models.CharField(max_length=20)
    level = models.CharField(max_length=6, choices=LEVELS)
    source = models.TextField()
    loaded_at = models.DateTimeField()
    loaded_by_name = models.TextField()

    class Meta:
        ordering = ("school", "factor_code")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "school", "factor_code"], name="given_level_once")
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.factor_code}: {self.level}"


class Direction(models.Model):
    """A risk that a school works on in a programme year.

    `factor_title`, `value` and `level` stand as they were when the direction came up; the level is empty for a
    factor whose value is hidden. `opinion` is the school's own word, said when it chooses.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="directions")
    factor_code = models.CharField(max_length=20)
    factor_title = models.TextField()
    value = models.FloatField(null=True)
    level = models.CharField(max_length=6, choices=LEVELS, blank=True)
    state = models.CharField(
        max_length=10, choices=DirectionState.choices, default=DirectionState.FOUND, db_index=True
    )
    state_since = models.DateField()
    opinion = models.CharField(max_length=9, choices=Opinion.choices, blank=True)
    opinion_words = models.TextField(blank=True)

    class Meta:
        ordering = ("school__sort_name", "factor_code", "id")
        constraints = [
            models.UniqueConstraint(fields=["cycle", "school", "factor_code"], name="direction_once")
        ]

    def __str__(self) -> str:
        return self.factor_title


class Milestone(models.Model):
    """Something that happened, with its own date, entered whenever it became known.

    `first` and `last` are the days between which it lay: the same for one day, `first` empty for «до …».
    Without a direction it is about the whole school (questionnaires, analysis, visit).
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, null=True, related_name="milestones")
    what = models.CharField(max_length=14, choices=Happening.choices)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    as_written = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by_name = models.TextField()

    class Meta:
        ordering = ("last", "id")
        indexes = [models.Index(fields=["school", "cycle"], name="milestone_of_school")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=False) | Q(last__isnull=False), name="milestone_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(last__gte=models.F("first")),
                name="milestone_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.get_what_display()


class Verification(models.Model):
    """A curator's first visit about one direction. Stays as it was written; a later visit adds another.

    `seen`, `documents`, `talk`: what was looked at; None where the curator did not say.
    """

    direction = models.ForeignKey(Direction, on_delete=models.PROTECT, related_name="verifications")
    visited_on = models.DateField()
    seen = models.BooleanField(null=True)
    seen_note = models.TextField(blank=True)
    documents = models.BooleanField(null=True)
    documents_note = models.TextField(blank=True)
    talk = models.BooleanField(null=True)
    talk_note = models.TextField(blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    level = models.CharField(max_length=6, choices=LEVELS, blank=True)
    reason = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_name = models.TextField()

    class Meta:
        ordering = ("-recorded_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=Outcome.REFINED) ^ Q(level=""), name="verification_level_where_refined"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CONFIRMED) | ~Q(reason=""), name="verification_reason_given"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="verification_stands", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.direction_id}: {self.outcome}"


class CauseNamed(models.Model):
    """A cause that a school names for its direction, from the catalogue or in its own words."""

    direction = models.ForeignKey(Direction, on_delete=models.CASCADE, related_name="causes")
    text = models.CharField(max_length=400)
    is_own = models.BooleanField(default=False)
    named_at = models.DateTimeField()
    named_by_name = models.TextField()

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["direction", "text"], name="cause_named_once")]

    def __str__(self) -> str:
        return self.text


class Refresh(models.Model):
    """A computing of profiles asked for by a person or by the end of a campaign, and how far it has come.

    `territory_path` says for which schools; `campaign` is the one whose end asked for it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+")
    territory_path = models.CharField(max_length=120, blank=True, db_collation="C")
    title = models.TextField()
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, related_name="+")
    engine = models.CharField(max_length=10, default="duckdb")
    state = models.CharField(max_length=8, choices=RefreshState.choices, default=RefreshState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    stored = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by_name = models.TextField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-asked_at", "-id")

    def __str__(self) -> str:
        return self.title
