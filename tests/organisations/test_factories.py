"""The factories other tests stand on."""

import pytest

from factories.organisations import federation, figures, municipality, school

pytestmark = pytest.mark.django_db


def test_places_are_made_once_and_know_their_path() -> None:
    first, again = school("Луговская школа"), school("Боровская школа")
    assert first.territory == again.territory == municipality()
    place = municipality()
    assert place.path == f"{federation().pk}/{place.parent_id}/{place.pk}/"
    assert figures(first).pupils == 200
