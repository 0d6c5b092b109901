"""When a person wants mail, and the one digest of a person on a day."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from opora.digests.states import DigestState, Rhythm
from opora.people.models import Person

# by the clock of the installation: territories have none of their own
FIRST_HOUR, USUAL_HOUR, LAST_HOUR = 6, 8, 21


class Preference(models.Model):
    """What a person chose. Without a row: every day at the usual hour."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="digest_preference")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.EVERY_DAY)
    hour = models.PositiveSmallIntegerField(default=USUAL_HOUR)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__gte=FIRST_HOUR, hour__lte=LAST_HOUR), name="digest_hour_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_rhythm_display()}, {self.hour}:00"


class Digest(models.Model):
    """The digest of one person on one day. The pair is unique: a second one cannot be begun.

    `told` are the keys of the things that wait and that a mail has told of; the text is kept nowhere.
    `attempts` counts how often the mail was handed to a server, `next_at` says when to try again.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="digests")
    day = models.DateField()
    state = models.CharField(max_length=10, choices=DigestState.choices, default=DigestState.WAITING)
    told = ArrayField(models.CharField(max_length=16), default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-day", "person_id")
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="digest_once_a_day"),
            models.CheckConstraint(
                condition=Q(state=DigestState.SENT) ^ Q(sent_at__isnull=True), name="digest_sent_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {self.get_state_display()}"
