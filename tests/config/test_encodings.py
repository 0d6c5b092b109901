"""A request says in what encoding it is; what is no encoding of text is refused, whoever would have read it."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

FORM = "application/x-www-form-urlencoded; charset="
PARTS = "multipart/form-data; boundary=B; charset="
BODY = b'--B\r\nContent-Disposition: form-data; name="login"\r\n\r\n\xd0\xb0\\x\xff\\ud800\r\n--B--\r\n'
#: a page of the house, and one that answers without sign-in
PAGES = ("/account/login/", "/a/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "encoding",
    [
        "windows-1251",
        "latin-1",
        "unicode_escape",
        "utf-7",
        "base64",
        "rot13",
        "hex",
        "idna",
        "punycode",
        "undefined",
        "utf-16",
        "zlib",
    ],
)
def test_what_is_no_encoding_of_text_is_refused_on_the_page_of_the_house(page: str, encoding: str) -> None:
    client = Client()
    answers = [
        client.generic(
            "POST", page, b"login=%D0%B0%5Cx&password=\xff%ff%5Cud800", content_type=FORM + encoding
        ),
        client.generic("POST", page, BODY, content_type=PARTS + encoding),
    ]
    assert [each.status_code for each in answers] == [400, 400]
    assert all("в кодировке, которую мы не читаем" in each.content.decode() for each in answers)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf_8", "ascii", "nonsense"])
def test_what_a_browser_sends_is_read(encoding: str) -> None:
    answer = Client().generic("POST", PAGES[0], b"login=\xff%ff", content_type=FORM + encoding)
    assert answer.status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        *(FORM + encoding for encoding in ("hex", "rot13", "undefined", "idna")),
        "text/plain; charset*=nothing''x",
        "text/plain; " + "x" * 20_000,
    ],
)
def test_a_header_that_makes_no_request_is_answered_in_words(
    header: str, settings: Any, tmp_path: Path
) -> None:
    # the server's application looks for its files as soon as it is imported
    settings.STATIC_ROOT = tmp_path
    from opora.config.wsgi import application

    told: list[str] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SERVER_NAME": "opora", "SERVER_PORT": "80",
        "QUERY_STRING": "next=/%5Cx%ff", "CONTENT_TYPE": header, "CONTENT_LENGTH": "0",
        "wsgi.input": BytesIO(), "wsgi.url_scheme": "http",
    }  # fmt: skip

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
        told.append(status)

    answer = b"".join(application(environ, start)).decode()
    assert (told, "Откройте страницу заново и повторите." in answer) == (["400 Bad Request"], True)
