"""Edits through the pages, refused ones among them."""

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from factories.organisations import leader, merit, municipality, region, school
from factories.people import actor, signed_in
from opora.access import Role
from opora.access.actor import operator
from opora.catalogues import kinds, social_passport
from opora.catalogues.seeding import seed_from_files
from opora.organisations.models import Leader, Merit, Organisation, Territory, YearFigures

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper() -> Client:
    return signed_in(actor(Role.REGIONAL_COORDINATOR, region()))


def fields(client: Client, url: str) -> dict[str, object]:
    """What the form of a page would send as it stands."""
    form = client.get(url).context["form"]
    return {name: "" if form[name].value() is None else form[name].value() for name in form.fields}


def test_a_head_edits_the_card_once_others_do_not_lose_theirs() -> None:
    made = school("Луговская ООШ")
    url = reverse("school-edit", args=[made.pk])
    first = signed_in(actor(Role.SCHOOL_HEAD, made))
    mine, theirs = fields(first, url), fields(first, url)
    assert first.post(url, mine | {"phone": "1-11"}).status_code == 302
    assert first.post(url, theirs | {"phone": "2-22"}).status_code == 409
    refused = first.post(url, fields(first, url) | {"inn": "12", "email": "нет"})
    assert (refused.status_code, refused.text.count("ИНН — это 10 цифр")) == (422, 2)
    made.refresh_from_db()
    assert made.phone == "1-11"


def test_figures_know_nothing_from_zero_and_refuse_more_than_all(now: datetime) -> None:
    kinds.register([social_passport.KIND])
    seed_from_files(root=Path(settings.DEFINITIONS_ROOT), by=operator(), at=now)
    made = school("Луговская ООШ")
    client = signed_in(actor(Role.SCHOOL_COORDINATOR, made))
    url = reverse("school-figures", args=[made.pk, 2025])
    good = {"pupils": "84", "teachers": "14", "item_low_income": "0", "item_area_unemployment": "12,5"}
    assert client.post(url, good).status_code == 302
    kept = YearFigures.objects.get()
    assert (kept.pupils, kept.teachers_under_35, kept.passport) == (
        84,
        None,
        {"low_income": 0, "area_unemployment": 0.125},
    )
    assert fields(client, url)["item_area_unemployment"] == 12.5
    for wrong in ({"item_low_income": "85"}, {"teachers_under_35": "15"}, {"pupils": "-1"}):
        assert client.post(url, good | wrong).status_code == 422
    assert client.get(reverse("school-figures", args=[made.pk, 1800])).status_code == 404


def test_leaders_and_merits_are_written_and_taken_back() -> None:
    made = school("Луговская ООШ")
    client = signed_in(actor(Role.SCHOOL_HEAD, made))
    leaders, merits = reverse("school-leaders", args=[made.pk]), reverse("school-merits", args=[made.pk])
    client.post(leaders, {"post": "Директор", "name": "Новикова", "is_head": "on", "since": "2026-09-01"})
    row = Leader.objects.get()
    end = reverse("school-leader-end", args=[made.pk, row.pk])
    assert client.post(end, {"until": "2026-08-01"}).status_code == 422
    assert client.post(end, {"until": "2026-09-10"}).status_code == 302
    assert client.post(leaders, {"post": "", "name": ""}).status_code == 422
    client.post(reverse("school-leader-remove", args=[made.pk, row.pk]))
    client.post(merits, {"kind": "status", "text": "«Точка роста»", "year_from": "2021"})
    assert (
        client.post(
            merits, {"kind": "status", "text": "Т", "year_from": "2021", "year_to": "2020"}
        ).status_code
        == 422
    )
    client.post(reverse("school-merit-remove", args=[made.pk, Merit.objects.get().pk]))
    assert (Leader.objects.count(), Merit.objects.count()) == (0, 0)


def test_nobody_reaches_another_schools_rows() -> None:
    mine, other = school(), school()
    row, deed = leader(other), merit(other)
    client = signed_in(actor(Role.SCHOOL_HEAD, mine))
    for url in (
        reverse("school-leader-remove", args=[mine.pk, row.pk]),
        reverse("school-merit-remove", args=[mine.pk, deed.pk]),
        reverse("school-leader-remove", args=[other.pk, row.pk]),
    ):
        assert client.post(url).status_code == 404
    assert (Leader.objects.count(), Merit.objects.count()) == (1, 1)


def test_a_school_is_added_renamed_transferred_merged_and_closed(keeper: Client) -> None:
    home, other = municipality("Заречный округ"), municipality("Лесной округ")
    create = reverse("organisation-create", args=[home.pk])
    card = {
        "kind": "school",
        "key": "S-1",
        "name": "Луговская ООШ",
        "school_kind": "basic",
        "locality": "village",
    }
    assert keeper.post(create, card).status_code == 302
    assert "Этот код уже занят" in keeper.post(create, card).text
    again = keeper.post(create, card | {"key": "S-9"})
    assert (again.status_code, "уже есть действующая организация" in again.text) == (422, True)
    made, target = Organisation.objects.get(key="S-1"), school("Лесная СОШ", other, "S-2")
    rename = reverse("school-rename", args=[made.pk])
    assert keeper.post(rename, {"name": "Луговская ООШ"}).status_code == 422
    assert keeper.post(rename, {"name": "Луговская школа"}).status_code == 302
    assert keeper.post(reverse("school-transfer", args=[made.pk]), {"territory": other.pk}).status_code == 302
    merge = keeper.post(reverse("school-merge", args=[made.pk]), {"into": target.pk})
    made.refresh_from_db()
    assert (merge["Location"], made.closed_on) == (
        reverse("school-merge-into", args=[made.pk, target.pk]),
        None,
    )
    assert keeper.post(merge["Location"], {"merged_on": "2026-08-31"}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.territory, made.merged_into) == ("Луговская школа", other, target)
    page = keeper.get(reverse("school", args=[target.pk])).text
    assert "Луговская школа" in page
    assert (
        keeper.post(reverse("school-close", args=[target.pk]), {"closed_on": "2026-09-01"}).status_code == 302
    )
    assert keeper.get(reverse("school-edit", args=[target.pk])).status_code == 409


def test_territories_are_added_renamed_and_moved() -> None:
    old, new = region("Озёрный край"), region("Лесной край")
    client = signed_in(actor(Role.ADMINISTRATOR))
    add = reverse("territory-create", args=[old.pk])
    assert client.post(add, {"name": "Заречный округ", "code": "M-1"}).status_code == 302
    assert client.post(add, {"name": "Заречный округ", "code": "M-2"}).status_code == 422
    made = Territory.objects.get(code="M-1")
    client.post(reverse("territory-rename", args=[made.pk]), {"name": "Заречный район"})
    client.post(reverse("territory-move", args=[made.pk]), {"parent": new.pk})
    made.refresh_from_db()
    assert (made.name, made.path) == ("Заречный район", f"{new.path}{made.pk}/")
    assert client.get(reverse("territory-create", args=[made.pk])).status_code == 409
    watcher = signed_in(actor(Role.REGIONAL_COORDINATOR, old))
    assert watcher.get(reverse("territory-rename", args=[old.pk])).status_code == 403
