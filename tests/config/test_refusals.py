"""What no page answers: a form's address opened by hand, a query that names nothing."""

import pytest

from factories.people import cast, signed_in

pytestmark = pytest.mark.django_db


def test_an_address_that_takes_a_form_says_so() -> None:
    answer = signed_in(cast().municipal_coordinator).get("/imports/1/check/")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "На мой стол" in answer.content.decode()


@pytest.mark.parametrize("path", ["/risks/directions/?cycle=", "/schools/?q=", "/campaigns/?page="])
def test_a_query_with_a_zero_byte_is_refused(path: str) -> None:
    assert signed_in(cast().municipal_coordinator).get(f"{path}%00").status_code == 400
