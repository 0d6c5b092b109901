"""The way to the mail server: one connection for a batch, and what became of each message."""

import smtplib
from enum import Enum, auto
from types import TracebackType
from typing import Self, cast

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email


class Answer(Enum):
    """`LATER` and `REFUSED` are about this recipient, `AWAY` is about the server and everybody.

    `UNKNOWN`: the line broke before the server answered, so the message may have been taken.
    """

    TAKEN = auto()
    LATER = auto()
    REFUSED = auto()
    AWAY = auto()
    UNKNOWN = auto()


class ServerAway(Exception):
    """No mail server answers at the address of the settings, or it lets nobody in."""


class Post:
    """A connection that is opened when first needed; to be used as a context, which closes it."""

    def __init__(self) -> None:
        self._mailer = cast(EmailBackend, mailers.default)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._mailer.close()

    def be_ready(self) -> None:
        """Open the connection, or open it anew where the server has dropped it. Raises ServerAway."""
        if self._is_alive():
            return
        try:
            self._mailer.close()
            self._mailer.open()
        except OSError as error:
            # the words of the server stay out: they may repeat addresses
            raise ServerAway(type(error).__name__) from error

    def _is_alive(self) -> bool:
        try:
            return self._mailer.connection is not None and self._mailer.connection.noop()[0] == 250
        except smtplib.SMTPServerDisconnected:
            return False

    def hand_over(self, message: EmailMessage) -> Answer:
        """Give one message with one recipient to the server; nothing is raised for what servers do."""
        try:
            validate_email(message.to[0])
            self._mailer.send_messages([message])
        except (ValidationError, ValueError):
            return Answer.REFUSED  # no address: a name, a second address or a header stands in it
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, _),) = refused.recipients.values()
            return Answer.LATER if _is_passing(code) else Answer.REFUSED
        except smtplib.SMTPDataError as refused:
            return Answer.AWAY if _is_passing(refused.smtp_code) else Answer.REFUSED
        except smtplib.SMTPResponseException:
            return Answer.AWAY  # who sends was refused: so is every other message
        except OSError:
            return Answer.UNKNOWN
        return Answer.TAKEN


def _is_passing(code: int) -> bool:
    return 400 <= code < 500
