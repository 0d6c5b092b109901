"""The page «Письма»: what is chosen, where the mail goes, whether this installation sends any."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from factories.people import cast, signed_in
from opora.access import Refused
from opora.access.actor import ANONYMOUS
from opora.digests.actions import choose
from opora.digests.models import Digest, Preference
from opora.digests.states import DigestState, Rhythm
from opora.history.models import Event
from opora.people.models import Person

from .conftest import at
from .mail_server import MailServer

type Queries = Callable[[int], AbstractContextManager[object]]

pytestmark = pytest.mark.django_db

PAGE = "/me/digests/"


def test_ones_own_page_leads_there(head: Person) -> None:
    assert f'<a class="btn quiet" href="{PAGE}">Письма</a>' in signed_in(head).get("/me/").text


def test_without_a_choice_it_is_every_day_at_eight(server: MailServer, head: Person) -> None:
    page = signed_in(head).get(PAGE)
    assert page.context["form"].initial == {"rhythm": "every_day", "hour": 8}
    assert "head@example.org" in page.text
    assert ("писем не отправляет" in page.text, "Впишите почту" in page.text) == (False, False)


def test_a_choice_is_kept_and_told_in_the_history(head: Person) -> None:
    browser = signed_in(head)
    answer = browser.post(PAGE, {"rhythm": "never", "hour": "19"}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Выбор сохранён." in answer.text
    kept = Preference.objects.get()
    assert (kept.person, kept.rhythm, kept.hour) == (head, "never", 19)
    browser.post(PAGE, {"rhythm": "every_day", "hour": "6"})
    browser.post(PAGE, {"rhythm": "every_day", "hour": "6"})
    told = Event.objects.order_by("pk").values_list("by_id", "verb", "note")
    verb = "выбрал(а), присылать ли письма"
    assert list(told) == [(head.pk, verb, "Не присылать"), (head.pk, verb, "В 6:00")]


@pytest.mark.parametrize("chosen", [{"rhythm": "every_day", "hour": "5"}, {"rhythm": "hourly", "hour": "8"}])
def test_another_choice_is_refused(head: Person, chosen: dict[str, str]) -> None:
    assert signed_in(head).post(PAGE, chosen).status_code == 422
    assert Preference.objects.count() == 0


def test_nobody_chooses_for_another(head: Person, now: datetime) -> None:
    for somebody_else in (cast().administrator, ANONYMOUS):
        with pytest.raises(Refused):
            choose(person=head, rhythm=Rhythm.NEVER, hour=8, by=somebody_else, at=now)
    assert Preference.objects.count() == 0


def test_an_installation_without_a_mail_server_says_so(head: Person) -> None:
    assert "Эта установка писем не отправляет." in signed_in(head).get(PAGE).text


def test_without_an_address_it_says_where_to_write_it(server: MailServer, head: Person) -> None:
    Person.objects.filter(pk=head.pk).update(email="")
    page = signed_in(head).get(PAGE).text
    assert '<a href="/me/contacts/">Впишите почту</a>' in page


def test_the_last_mail_is_dated(head: Person) -> None:
    for day in (13, 14):
        Digest.objects.create(
            person=head, day=at(8, day=day).date(), state=DigestState.SENT, sent_at=at(8, 5, day=day)
        )
    assert "Последнее письмо ушло 14\xa0сентября\xa02026, 08:05." in signed_in(head).get(PAGE).text


def test_the_page_asks_little(head: Person, django_assert_num_queries: Queries) -> None:
    browser = signed_in(head)
    browser.get(PAGE)
    with django_assert_num_queries(6):
        browser.get(PAGE)
