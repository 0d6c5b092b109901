"""Where a school stands on a map: both degrees or neither, on the card and in the file."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from factories.organisations import municipality, school
from factories.people import actor, signed_in
from opora.access import Role
from opora.access.actor import operator
from opora.history.models import Event
from opora.imports.contract import register
from opora.organisations import actions
from opora.organisations.importers import OrganisationsImporter
from opora.organisations.models import Organisation
from opora.organisations.register_file.exporting import export_organisations

from .test_register_file import book, codes, facts, load

pytestmark = pytest.mark.django_db
LAT, LON = Decimal("56.838900"), Decimal("60.605700")


@pytest.fixture
def luga() -> Organisation:
    return school("Луговская СОШ", municipality("Заречный округ"), "S-1")


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(LAT, None), (None, LON), (Decimal(91), LON), (LAT, Decimal(-181))]
)
def test_the_database_keeps_no_half_a_place_and_nothing_beyond_the_globe(
    luga: Organisation, latitude: Decimal | None, longitude: Decimal | None
) -> None:
    luga.latitude, luga.longitude = latitude, longitude
    with pytest.raises(IntegrityError), transaction.atomic():
        luga.save()


def test_the_card_takes_a_comma_and_shows_the_place(luga: Organisation) -> None:
    client = signed_in(actor(Role.SCHOOL_HEAD, luga))
    url = f"/schools/{luga.pk}/edit/"
    page = client.get(url)
    seen = page.context["form"]["seen"].value()
    fields = {"seen": seen, "is_legal_entity": "on", "school_kind": "secondary"}
    half = client.post(url, fields | {"latitude": "56,8389"})
    assert half.status_code == 422
    assert "Нужны и широта, и долгота" in half.text
    far = client.post(url, fields | {"latitude": "160,6", "longitude": "56,8"})
    assert (far.status_code, "не поменялись ли числа" in far.text) == (422, True)
    assert client.post(url, fields | {"latitude": "56,8389", "longitude": "60,6057"}).status_code == 302
    luga.refresh_from_db()
    assert (luga.latitude, luga.longitude) == (LAT, LON)
    assert Event.objects.get().note == "широта: пусто → 56.8389; долгота: пусто → 60.6057"
    shown = client.get(f"/schools/{luga.pk}/").text
    assert 'href="geo:56.838900,60.605700"' in shown
    assert "56,8389, 60,6057" in shown
    again = client.get(url).text
    assert 'value="56,8389"' in again


def test_a_second_edit_over_the_same_place_is_a_conflict_only_where_it_changed(
    luga: Organisation, now: datetime
) -> None:
    by = actor(Role.MUNICIPAL_COORDINATOR, luga.territory)
    actions.update_card(luga, values={"latitude": LAT, "longitude": LON}, by=by, at=now)
    fresh = Organisation.objects.select_related("territory").get(pk=luga.pk)
    actions.update_card(
        fresh, values={"latitude": Decimal("56.8389"), "longitude": Decimal("60.6057")}, by=by, at=now
    )
    assert Event.objects.count() == 1


def test_the_file_brings_places_and_takes_them_back(luga: Organisation, now: datetime) -> None:
    register([OrganisationsImporter()])
    head = ("Код", "Название", "Широта", "Долгота")
    wrong = load(book({"Организации": [head, ("S-1", "Луговская СОШ", "56,8389", None)]}), now)
    assert codes(wrong) == [("register-half-a-place", "D2")]
    far = load(book({"Организации": [head, ("S-1", "Луговская СОШ", 160.6, 56.8)]}), now)
    assert codes(far)[0] == ("register-bad-value", "C2")
    row = ("S-1", "Луговская СОШ", "56,8389", 60.6057)
    assert facts(load(book({"Организации": [head, row]}), now)) == ("applied", 0, 1, 0)
    luga.refresh_from_db()
    assert (luga.latitude, luga.longitude) == (LAT, LON)
    data = export_organisations(operator())
    cells = list(load_workbook(BytesIO(data))["Организации"].iter_rows(values_only=True))
    place = cells[0].index("Широта")
    assert cells[1][place : place + 2] == (56.8389, 60.6057)
    assert facts(load(data, now))[:3] == ("applied", 0, 0)
