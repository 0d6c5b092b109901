"""What an invitation can be, and the words for each."""

from django.db.models import TextChoices


class InvitationState(TextChoices):
    OPEN = "open", "ждёт ответа"
    ACCEPTED = "accepted", "принято"
    EXPIRED = "expired", "срок вышел"
    REVOKED = "revoked", "отозвано"
