"""A calendar of one's own that a program reads by a secret address."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from opora.appointments.models import Appointment
from opora.people.models import Person

TITLE_LENGTH = 60


class Subscription(models.Model):
    """Who reads in what capacity; of the secret only the hash. `kinds` narrow what is told, empty is all.

    `body` is the calendar as it was last written, good for some minutes from `built_at`; `changed_at` is when
    it last became another one, `digest` tells whether it did. A revoked subscription keeps nothing of it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="subscriptions")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="+")
    title = models.CharField("где открыт", max_length=TITLE_LENGTH)
    token_hash = models.CharField(max_length=64, unique=True)
    kinds = ArrayField(models.CharField(max_length=60), default=list)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_at = models.DateTimeField(null=True)
    body = models.TextField(default="")
    digest = models.CharField(max_length=32, default="")
    built_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(body=""), name="subscription_revoked_keeps_nothing"
            ),
            models.CheckConstraint(
                condition=Q(built_at__isnull=True, changed_at__isnull=True, digest="")
                | Q(built_at__isnull=False, changed_at__isnull=False) & ~Q(digest=""),
                name="subscription_built_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def ended_on(self, today: date) -> date | None:
        """From what day the appointment is not in force; None while it is. The appointment is to be joined."""
        of = self.appointment
        if of.revoked_at is not None:
            return timezone.localdate(of.revoked_at)
        if of.since is not None and of.since > today:
            return timezone.localdate(self.made_at)
        return of.until if of.until is not None and of.until < today else None
