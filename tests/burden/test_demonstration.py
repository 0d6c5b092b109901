"""The requests of the demonstration, in a municipality as small as its own."""

from datetime import date

import pytest

from conftest import NOW
from factories.organisations import figures, leader, municipality, region, school
from factories.people import appointed
from opora.access import Role
from opora.burden.models import Inquiry
from opora.burden.states import InquiryState, ReplyState
from opora.cycles.models import Cycle
from opora.demo import requests

pytestmark = pytest.mark.django_db


def test_one_is_answered_one_is_urgent_one_waits_to_be_sent() -> None:
    home = municipality("Заречный округ", region("Озёрный край", "OZR"), "ZAR")
    own = school("Заречная школа № 1", home, "ZAR-01")
    other = school("Боровская основная школа", home, "ZAR-04")
    figures(own, 2025, pupils=310, teachers=24)
    leader(other)
    appointed(Role.MUNICIPAL_COORDINATOR, home, login="municipal")
    appointed(Role.SCHOOL_COORDINATOR, own, login="school")
    cycle = Cycle.objects.create(
        code="2026", title="2026 год", starts=date(2026, 1, 1), ends=date(2026, 12, 31)
    )
    first, urgent, draft = requests.ask(cycle=cycle, at=NOW)
    assert [each.state for each in (first, urgent, draft)] == ["sent", "sent", InquiryState.DRAFT]
    answered = first.replies.get(school=own)
    assert answered.state == ReplyState.ANSWERED
    assert sorted(answered.answers.values_list("value", "source")) == [("22", "school"), ("310", "system")]
    assert urgent.is_urgent
    assert urgent.spared_answers == 2
    assert Inquiry.objects.count() == 3
