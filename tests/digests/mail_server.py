"""A real SMTP server on loopback: takes what comes, or answers as a test says."""

import socket
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


class MailServer:
    """`taken` are the messages in the order in which they came, `refusals` answers to recipients."""

    def __init__(self, **controller: Any) -> None:
        self.port = _free_port()
        self.taken: list[Envelope] = []
        self.refusals: dict[str, str] = {}
        self.asked: list[str] = []
        self.answer_to_data = "250 OK"
        self.answers_to_data: dict[str, str] = {}
        self.breaks_after_data = False
        self.hangs_up_between_messages = False
        self.connections = 0
        self._settings = controller
        self._controller: Controller | None = None

    def come(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **self._settings)
        self._controller.start()
        self.connections = 0  # the controller tries its own door

    def go_away(self) -> None:
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    @property
    def messages(self) -> list[EmailMessage]:
        return [self._read(envelope) for envelope in self.taken]

    @property
    def recipients(self) -> list[str]:
        return [address for envelope in self.taken for address in envelope.rcpt_tos]

    def _read(self, envelope: Envelope) -> EmailMessage:
        assert isinstance(envelope.content, bytes)
        return message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[return-value]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_NOOP(self, server: SMTP, session: Session, envelope: Envelope, arg: str) -> str:
        if self.hangs_up_between_messages:
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.answers_to_data.get(envelope.rcpt_tos[0], self.answer_to_data)
        if answer.startswith("250"):
            self.taken.append(envelope)
        assert server.transport is not None
        if self.breaks_after_data:
            server.transport.abort()
        return answer


def asks_for(login: str, password: str, tls: ssl.SSLContext) -> dict[str, Any]:
    """Settings of a server that lets only this login in, and only after STARTTLS."""

    def let_in(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data == LoginPassword(
            login.encode(), password.encode()
        )
        return AuthResult(success=is_right, handled=is_right)

    return {
        "tls_context": tls,
        "require_starttls": True,
        "authenticator": let_in,
        "auth_required": True,
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
