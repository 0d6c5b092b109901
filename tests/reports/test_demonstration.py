"""What the demonstration shows of reports."""

import pytest

from conftest import NOW
from opora.access.actor import operator
from opora.demo.reports import HOME, reported
from opora.organisations.models import Territory
from opora.reports.models import Report

from .conftest import Year

pytestmark = pytest.mark.django_db


def test_one_letter_is_sent_and_one_waits_for_its_words(year: Year) -> None:
    Territory.objects.filter(pk=year.place.pk).update(code=HOME)
    reported(cycle=year.cycle, by=operator("Демонстрация"), at=NOW)
    found = Report.objects.order_by("pk").values_list("stage", "state", "number")
    assert list(found) == [("first", "issued", "986"), ("second", "draft", "")]
