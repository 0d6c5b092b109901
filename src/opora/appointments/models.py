"""Appointments: who may act, in what capacity, for whom, in which year, by which order."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import F, Q

from opora.access import Role, ScopeKind
from opora.cycles.models import Cycle
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Reads of appointments."""

    def in_force(self, on: date) -> "AppointmentQuerySet":
        """In force on the day: begun, not ended, not revoked."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=on),
            Q(until__isnull=True) | Q(until__gte=on),
            revoked_at__isnull=True,
        )


@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
)
class Appointment(models.Model):
    """A person in a role for a scope. The federal scope names no territory and no school."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField("роль", max_length=30, choices=[(r.value, r.title) for r in Role])
    scope_kind = models.CharField("охват", max_length=20, choices=[(k.value, k.value) for k in ScopeKind])
    territories = models.ManyToManyField(Territory, related_name="appointments", blank=True)
    schools = models.ManyToManyField(Organisation, related_name="appointments", blank=True)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    since = models.DateField("с", null=True, blank=True)
    until = models.DateField("по", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.TextField(blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("person__sort_name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_term_in_order",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) ^ ~Q(revoked_by_name=""), name="revoked_at_with_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"

    def is_over(self, on: date) -> bool:
        """Ended or revoked: it gives no rights on the day, and never will again."""
        return self.revoked_at is not None or (self.until is not None and self.until < on)


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class AppointedTerritory(Appointment.territories.through):  # type: ignore[name-defined,misc]
    """A territory of an appointment, named only to keep the history of its rows."""

    class Meta:
        proxy = True


@pghistory.track(pghistory.DeleteEvent(label="removed", row=pghistory.Old))
class AppointedSchool(Appointment.schools.through):  # type: ignore[name-defined,misc]
    """A school of an appointment, named only to keep the history of its rows."""

    class Meta:
        proxy = True
