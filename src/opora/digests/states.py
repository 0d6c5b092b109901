"""How often a person wants a digest, and what became of the digest of a day."""

from django.db.models import TextChoices


class Rhythm(TextChoices):
    EVERY_DAY = "every_day", "Каждый день, если есть новое"
    NEVER = "never", "Не присылать"


class DigestState(TextChoices):
    """`SENDING` stays where a worker died, or the line broke, before the server answered.

    Nobody knows then whether the mail arrived, and it is not repeated: what it said is news again tomorrow.
    """

    WAITING = "waiting", "ждёт отправки"
    SENDING = "sending", "передаётся серверу"
    SENT = "sent", "отправлено"
    FAILED = "failed", "не принято"
    NOT_NEEDED = "not_needed", "нового нет"
