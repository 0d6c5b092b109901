"""People and their way in. Rights are not here: they come from appointments."""

from datetime import datetime
from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from opora.ordering import FoldedName
from opora.people.states import InvitationState

CONTACT_FIELDS = ("surname", "given_name", "patronymic", "post", "email", "phone")


class PersonManager(BaseUserManager["Person"]):
    """Sign-in is by login, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(login__iexact=username or "")


# neither the password nor the contacts: the history of rows outlives a correction
@pghistory.track(
    pghistory.UpdateEvent(label="changed", row=pghistory.Old),
    pghistory.DeleteEvent(label="removed", row=pghistory.Old),
    fields=["login", "surname", "given_name", "patronymic", "post", "is_active"],
    model_name="PersonEvent",
    obj_field=pghistory.ObjForeignKey(related_name="events"),
)
class Person(AbstractBaseUser):
    """Somebody who may sign in. `login` is None until an invitation is accepted.

    `acted_by` is the appointment by which the person last acted: a later one never changes that by itself.
    """

    login = models.CharField("логин", max_length=60, null=True, unique=True)
    surname = models.CharField("фамилия", max_length=80, blank=True)
    given_name = models.CharField("имя", max_length=80, blank=True)
    patronymic = models.CharField("отчество", max_length=80, blank=True)
    post = models.CharField("должность", max_length=200, blank=True)
    email = models.EmailField("почта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    is_active = models.BooleanField("может входить", default=True)
    created_at = models.DateTimeField()
    acted_by = models.BigIntegerField(null=True)
    sort_name = models.GeneratedField(
        expression=FoldedName("surname", "given_name", "patronymic"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ("sort_name", "id")
        constraints = [models.UniqueConstraint(Lower("login"), name="person_login_once")]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """«Фамилия Имя Отчество», or a placeholder for somebody invited without a name."""
        full = " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)
        return full or self.login or "Приглашённый без имени"

    @property
    def short_name(self) -> str:
        """«Фамилия И. О.»"""
        initials = " ".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip() or self.full_name


class Invitation(models.Model):
    """A link that lets one person in once. Only the token's hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by_name = models.TextField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.person} до {self.expires_at:%d.%m.%Y}"

    def state(self, at: datetime) -> InvitationState:
        """What the link is good for at that moment."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.OPEN if at < self.expires_at else InvitationState.EXPIRED
