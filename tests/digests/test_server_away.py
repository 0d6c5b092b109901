"""A mail server that is away, comes back, refuses, breaks off: nothing is lost and nothing sent twice."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from opora.digests import tasks
from opora.digests.models import Digest
from opora.digests.states import DigestState
from opora.digests.tasks import send_due
from opora.people.models import Person

from .conftest import Desk, at, somebody, states, thing, use
from .mail_server import MailServer, asks_for

pytestmark = pytest.mark.django_db


def subjects(server: MailServer) -> list[str]:
    return [message["Subject"] for message in server.messages]


def test_a_server_away_for_an_hour_gets_todays_digests_when_it_is_back(
    server: MailServer, on_desk: Desk, head: Person, caplog: pytest.LogCaptureFixture
) -> None:
    second = somebody("second@example.org")
    on_desk(head, thing(1))
    on_desk(second, thing(1))
    server.go_away()
    for minute in range(0, 60, 5):
        send_due(at=at(8, minute))
    on_desk(head, thing(1), thing(2))
    server.come()
    for hour in (9, 10):
        send_due(at=at(hour))
    # the mail tells what waits when it leaves
    assert subjects(server) == ["Опора: вас ждут 2 дела", "Опора: вас ждёт 1 дело"]
    assert server.recipients == ["head@example.org", "second@example.org"]
    assert {r.message for r in caplog.records} == {
        "the mail server is away (ConnectionRefusedError), digests wait"
    }


def test_a_server_away_for_a_day_loses_nothing_and_doubles_nothing(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    on_desk(head, thing(1))
    send_due(at=at(8))
    on_desk(head, thing(1), thing(2))
    server.go_away()
    for hour in range(6, 24):
        send_due(at=at(hour, day=15))
    server.come()
    for hour in range(6, 24):
        send_due(at=at(hour, day=16))
    assert subjects(server) == ["Опора: вас ждёт 1 дело", "Опора: вас ждут 2 дела"]
    assert states(head) == [(14, "sent"), (16, "sent")]


def test_yesterdays_refused_digest_is_not_sent_today(server: MailServer, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing())
    server.refusals["head@example.org"] = "450 try again later"
    send_due(at=at(21))
    server.refusals.clear()
    send_due(at=at(6, day=15))
    assert (server.taken, states(head)) == ([], [(14, "waiting")])
    send_due(at=at(8, day=15))
    assert (len(server.taken), states(head)) == (1, [(14, "waiting"), (15, "sent")])


def test_a_recipient_put_off_is_tried_at_growing_distances_and_holds_up_nobody(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    second = somebody("second@example.org")
    on_desk(head, thing())
    on_desk(second, thing())
    server.refusals["head@example.org"] = "450 try again later"
    tried = []
    for minutes in range(0, 13 * 60, 5):
        before = len(server.asked)
        send_due(at=at(8) + timedelta(minutes=minutes))
        tried += [minutes] if "head@example.org" in server.asked[before:] else []
    assert tried == [0, 5, 15, 35, 75, 155, 275, 395, 515, 635, 755]
    assert server.recipients == ["second@example.org"]
    assert Digest.objects.get(person=head).attempts == len(tried)


def test_a_recipient_whom_the_server_does_not_know_is_given_up_for_the_day(
    server: MailServer, on_desk: Desk, head: Person, caplog: pytest.LogCaptureFixture
) -> None:
    second = somebody("second@example.org")
    on_desk(head, thing())
    on_desk(second, thing())
    server.refusals["head@example.org"] = "550 no such user head@example.org"
    send_due(at=at(8))
    send_due(at=at(9))
    assert server.asked == ["head@example.org", "second@example.org"]
    assert (states(head), states(second)) == ([(14, "failed")], [(14, "sent")])
    assert [r.message for r in caplog.records] == [
        f"the address of person {head.pk} is refused, no digest for them today"
    ]


def test_a_message_that_the_server_does_not_want_is_given_up_for_the_day(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    on_desk(head, thing())
    server.answer_to_data = "554 looks like spam"
    send_due(at=at(8))
    assert states(head) == [(14, "failed")]
    server.answer_to_data = "250 OK"
    send_due(at=at(8, day=15))
    assert states(head) == [(14, "failed"), (15, "sent")]


def test_a_server_in_trouble_is_left_alone_until_the_next_time(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    people = [head, *(somebody(f"person{number}@example.org") for number in range(3))]
    for each in people:
        on_desk(each, thing())
    server.answer_to_data = "452 no room"
    send_due(at=at(8))
    assert (len(server.asked), Digest.objects.count()) == (1, 1)
    server.answer_to_data = "250 OK"
    send_due(at=at(8, 5))
    assert sorted(server.recipients) == sorted(each.email for each in people)


def test_a_message_that_troubles_the_server_comes_after_all_others(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    second = somebody("second@example.org")
    on_desk(head, thing())
    on_desk(second, thing())
    server.answers_to_data["head@example.org"] = "451 cannot look into it"
    send_due(at=at(8))
    send_due(at=at(8, 5))
    assert server.asked == ["head@example.org", "second@example.org", "head@example.org"]
    assert server.recipients == ["second@example.org"]


def test_what_a_slow_server_leaves_is_done_the_next_time(
    server: MailServer, on_desk: Desk, head: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_desk(head, thing())
    with monkeypatch.context() as hurried:
        hurried.setattr(tasks, "SECONDS", -1)
        send_due(at=at(8))
    assert Digest.objects.count() == 0
    send_due(at=at(8, 5))
    assert states(head) == [(14, "sent")]


def test_a_line_that_breaks_before_the_answer_sends_nothing_twice(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    on_desk(head, thing(1))
    server.breaks_after_data = True
    send_due(at=at(8))
    server.breaks_after_data = False
    send_due(at=at(9))
    # the server has it: whether it arrived, nobody here can know
    assert (len(server.taken), states(head)) == (1, [(14, "sending")])
    send_due(at=at(8, day=15))
    assert (len(server.taken), states(head)) == (2, [(14, "sending"), (15, "sent")])


def test_a_worker_that_died_while_sending_leaves_no_double(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    on_desk(head, thing())
    Digest.objects.create(person=head, day=at(8).date(), state=DigestState.SENDING)
    send_due(at=at(9))
    assert server.taken == []
    send_due(at=at(8, day=15))
    assert len(server.taken) == 1


def test_every_try_of_a_day_has_the_same_number(server: MailServer, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing())
    send_due(at=at(8))
    Digest.objects.all().delete()  # as a backup of this morning would
    send_due(at=at(9))
    Digest.objects.all().delete()
    send_due(at=at(8, day=15))
    first, second, third = (message["Message-ID"] for message in server.messages)
    assert (first == second, second == third) == (True, False)
    assert first.endswith("@opora.example.org>")


def test_a_connection_dropped_between_two_messages_is_opened_anew(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    second = somebody("second@example.org")
    on_desk(head, thing())
    on_desk(second, thing())
    server.hangs_up_between_messages = True
    send_due(at=at(8))
    assert server.recipients == ["head@example.org", "second@example.org"]
    assert server.connections == 2


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


@pytest.mark.parametrize(
    ("trusted", "password", "taken"),
    [(True, "se%40cret", 1), (True, "wrong", 0), (False, "se%40cret", 0)],
    ids=["right", "wrong password", "unknown certificate"],
)
def test_a_server_that_asks_for_encryption_and_a_password(
    settings: object,
    on_desk: Desk,
    head: Person,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    trusted: bool,
    password: str,
    taken: int,
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server = MailServer(**asks_for("opora@example.org", "se@cret", tls))
    use(settings, f"smtp+starttls://opora%40example.org:{password}@127.0.0.1:{server.port}")
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    on_desk(head, thing())
    server.come()
    try:
        send_due(at=at(8))
    finally:
        server.go_away()
    assert [message["From"] for message in server.messages] == ["opora@example.org"] * taken
    assert states(head) == [(14, "sent")] * taken
