"""One mail a day at the hour chosen, about what is new, without a name in it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings as installation

from factories.people import Cast, appointment, cast, person, world
from factories.results import all_procedures, fact
from opora.access import Role
from opora.access.actor import operator
from opora.catalogues.seeding import seed_from_files
from opora.digests.actions import forget_old
from opora.digests.models import Digest, Preference
from opora.digests.states import DigestState, Rhythm
from opora.digests.tasks import send_due
from opora.identification.actions import draw_up, open_window
from opora.identification.queries import rule_for
from opora.inbox import Reason
from opora.organisations.models import Organisation
from opora.people.models import Person

from .conftest import ADDRESS, Desk, at, somebody, states, thing
from .mail_server import MailServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(now: datetime) -> Cast:
    """The school of the cast stands in a draft that is open to objections."""
    all_procedures()
    seed_from_files(root=Path(installation.DEFINITIONS_ROOT), by=operator(), at=now)
    people = cast()
    w = people.world
    fact(w.school, "vpr-ma-5", 2026, participants=10, low=5)
    fact(w.school, "vpr-ma-6", 2026, participants=10, low=4)
    year_list = draw_up(
        cycle=w.cycle, territory=w.municipality, rule=rule_for(w.municipality.path), by=operator(), at=now
    )
    open_window(year_list=year_list, by=operator(), at=now)
    return people


def test_a_mail_counts_what_waits_and_names_nobody(server: MailServer, listed: Cast) -> None:
    found = Person.objects.filter(pk=listed.school_head.person_id)
    found.update(email="head@example.org")
    send_due(at=at(8))

    (message,) = server.messages
    assert server.recipients == ["head@example.org"]
    assert message.get_content().replace("\r\n", "\n") == (
        "В Опоре вас ждёт 1 дело.\n"
        "\n"
        "Проверить — 1\n"
        "\n"
        "Мой стол: https://opora.example.org/\n"
        "Что именно ждёт, видно после входа: имён и названий в письмах нет.\n"
        "\n"
        "Письмо приходит не чаще раза в день, когда появилось новое, и раз в неделю, пока дела ждут.\n"
        "Выбрать другой час или отказаться: https://opora.example.org/me/digests/\n"
    )
    headers = {name: str(value) for name, value in message.items() if name not in {"Date", "Message-ID"}}
    assert headers == {
        "Subject": "Опора: вас ждёт 1 дело",
        "From": "opora@opora.example.org",
        "To": "head@example.org",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{ADDRESS}/me/digests/>",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": headers["Content-Transfer-Encoding"],
    }
    head = found.get()
    whole = str(message) + message.get_content()
    names = [head.surname, head.given_name, head.patronymic, head.login]
    names += Organisation.objects.values_list("name", flat=True)
    assert [name for name in names if name and name in whole] == []


def test_one_mail_a_day_and_news_of_the_next_day_on_the_next(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    on_desk(head, thing(1), thing(2), thing(3, Reason.VISIT))
    for minute in (0, 5, 10):
        send_due(at=at(8, minute))
    on_desk(head, thing(4))
    send_due(at=at(12))
    assert [m["Subject"] for m in server.messages] == ["Опора: вас ждут 3 дела"]
    send_due(at=at(8, day=15))
    assert [m["Subject"] for m in server.messages][1:] == ["Опора: вас ждёт 1 дело"]
    assert states(head) == [(14, "sent"), (15, "sent")]


def test_what_was_told_is_told_again_after_a_week(server: MailServer, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing(1), thing(2))
    for day in range(1, 16):
        send_due(at=at(8, day=day))
    assert sent_days(head) == [1, 8, 15]


def sent_days(someone: Person) -> list[int]:
    return [day for day, state in states(someone) if state == DigestState.SENT]


def test_another_heading_is_no_news(server: MailServer, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing(1, Reason.FILL))
    send_due(at=at(8))
    on_desk(head, thing(1, Reason.DO))
    send_due(at=at(8, day=15))
    assert states(head) == [(14, "sent"), (15, "not_needed")]


def test_what_came_back_is_new(server: MailServer, on_desk: Desk, head: Person) -> None:
    for day, things in ((14, [thing(1), thing(2)]), (15, [thing(1)]), (16, [thing(1), thing(2)])):
        on_desk(head, *things)
        send_due(at=at(8, day=day))
    assert sent_days(head) == [14, 16]


def test_what_became_late_is_new(server: MailServer, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing(1, due=date(2026, 9, 15)), thing(2))
    for day in range(14, 18):
        send_due(at=at(8, day=day))
    assert sent_days(head) == [14, 16]
    assert ["Срок прошёл — 1" in m.get_content() for m in server.messages] == [False, True]


def test_nothing_waits_no_mail_and_what_comes_later_waits_for_tomorrow(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    send_due(at=at(8))
    on_desk(head, thing())
    send_due(at=at(9))
    assert (server.connections, states(head)) == (0, [(14, "not_needed")])
    send_due(at=at(8, day=15))
    assert states(head) == [(14, "not_needed"), (15, "sent")]


def test_the_hour_is_ones_own_and_nights_are_quiet(server: MailServer, on_desk: Desk, head: Person) -> None:
    early, late = somebody("early@example.org"), somebody("late@example.org")
    Preference.objects.create(person=early, hour=6)
    Preference.objects.create(person=late, hour=21)
    for each in (head, early, late):
        on_desk(each, thing())
    came = []
    for hour in range(3, 24):
        send_due(at=at(hour, 55))
        came += [(hour, address) for address in server.recipients[len(came) :]]
    assert came == [(6, "early@example.org"), (8, "head@example.org"), (21, "late@example.org")]
    late.digest_preference.delete()
    send_due(at=at(22, day=15))
    assert len(server.taken) == 3


def test_who_gets_none(server: MailServer, on_desk: Desk, head: Person) -> None:
    refusing, closed = somebody("never@example.org"), somebody("closed@example.org")
    Preference.objects.create(person=refusing, rhythm=Rhythm.NEVER, hour=8)
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    invited = person(login=None, email="invited@example.org")
    without_address = somebody("")
    without_role = person(email="former@example.org")
    for each in (refusing, closed, invited, without_address, without_role, head):
        on_desk(each, thing())
    send_due(at=at(8))
    assert server.recipients == ["head@example.org"]
    assert Digest.objects.filter(person__in=[refusing, closed, invited, without_address]).count() == 0


def test_two_roles_make_one_mail(server: MailServer, on_desk: Desk, head: Person) -> None:
    appointment(head, Role.CURATOR, world().second_school)
    appointment(head, Role.TEACHER, world().school)
    on_desk(head, thing(1), thing(2, Reason.DECIDE), role=Role.SCHOOL_HEAD)
    on_desk(head, thing(1), thing(3, Reason.VISIT), thing(4, Reason.VISIT), role=Role.CURATOR)
    send_due(at=at(8))
    (message,) = server.messages
    assert message["Subject"] == "Опора: вас ждут 4 дела"
    lines = message.get_content().splitlines()
    assert lines[:8] == [
        "В Опоре вас ждут 4 дела.",
        "",
        "Директор школы:",
        "Решить — 1",
        "Заполнить — 1",
        "",
        "Куратор:",
        "Посетить — 2",
    ]
    assert "Другую роль выбирают вверху страницы." in lines


def test_many_people_are_written_to_one_by_one_on_one_connection(
    server: MailServer, on_desk: Desk, head: Person
) -> None:
    people = [head, *(somebody(f"person{number}@example.org") for number in range(5))]
    for each in people:
        on_desk(each, thing())
    send_due(at=at(8))
    assert [envelope.rcpt_tos for envelope in server.taken] == [[each.email] for each in people]
    assert [message["To"] for message in server.messages] == [each.email for each in people]
    assert server.connections == 1
    assert len({message["Message-ID"] for message in server.messages}) == 6


def test_without_a_mail_server_nothing_is_begun(settings: object, on_desk: Desk, head: Person) -> None:
    on_desk(head, thing())
    send_due(at=at(8))
    assert Digest.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "head@example.org\nBcc: other@example.org",
        "head@example.org, other@example.org",
        "Директорова Мария <head@example.org>",
        "head@example.org>\r\nRCPT TO:<other@example.org",
    ],
)
def test_an_address_that_carries_more_gets_no_mail(server: MailServer, on_desk: Desk, address: str) -> None:
    odd, next_one = somebody(address), somebody("next@example.org")
    on_desk(odd, thing())
    on_desk(next_one, thing())
    send_due(at=at(8))
    send_due(at=at(9))
    assert server.asked == ["next@example.org"]
    assert (states(odd), states(next_one)) == ([(14, "failed")], [(14, "sent")])


def test_a_desk_that_cannot_be_read_holds_up_nobody_else(
    server: MailServer, on_desk: Desk, head: Person, caplog: pytest.LogCaptureFixture
) -> None:
    on_desk(head, thing(1, due="not a date"), thing(2, due=date(2026, 9, 20)))
    next_one = somebody("next@example.org")
    on_desk(next_one, thing())
    send_due(at=at(8))
    assert server.recipients == ["next@example.org"]
    assert states(head) == [(14, "failed")]
    assert [record.message for record in caplog.records] == [
        f"the desk of person {head.pk} cannot be read, no digest for them today"
    ]


def test_digests_of_more_than_sixty_days_ago_are_forgotten(head: Person) -> None:
    for day in (date(2026, 7, 15), date(2026, 7, 16)):
        Digest.objects.create(person=head, day=day)
    assert forget_old(at=at(8)) == 1
    assert Digest.objects.get().day == date(2026, 7, 16)
