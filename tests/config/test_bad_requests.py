"""What Django itself refuses is refused in words of the house."""

import pytest
from django.conf import settings
from django.test import Client


@pytest.mark.django_db
def test_a_form_of_too_many_fields_is_refused_in_words(client: Client) -> None:
    many = {f"f{number}": "1" for number in range((settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0) + 5)}
    client.raise_request_exception = False
    answer = client.post("/account/login/", many)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'lang="ru"' in page and "Bad Request" not in page
