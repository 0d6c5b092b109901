"""OPORA_SMTP_URL and OPORA_MAIL_FROM as settings."""

import pytest

from opora.config.mail import mailers, sender
from opora.installation.problems import InstallationProblem


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "starttls", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", None, "", "", False, False),
        ("smtp+starttls://u:p@mail.example.org:587", "mail.example.org", 587, "u", "p", True, False),
        ("smtps://a%40b.org:p%3A%2F%40@[::1]:465", "::1", 465, "a@b.org", "p:/@", False, True),
    ],
)
def test_an_address_of_a_server(
    url: str, host: str, port: int | None, user: str, password: str, starttls: bool, tls: bool
) -> None:
    options = mailers(url)["default"]["OPTIONS"]
    assert options == {
        "host": host,
        "port": port,
        "username": user,
        "password": password,
        "timeout": 10,
        "use_tls": starttls,
        "use_ssl": tls,
    }


def test_without_a_server_nothing_is_sent() -> None:
    assert mailers("") == {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}


@pytest.mark.parametrize(
    "url",
    ["mail.example.org:587", "http://u:secret@host", "smtp://", "smtp://h:70000", "smtp://u:пароль@host"],
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(url: str) -> None:
    with pytest.raises(InstallationProblem, match="OPORA_SMTP_URL не читается") as told:
        mailers(url)
    assert ("secret" in told.value.message, "пароль@host" in told.value.message) == (False, False)


@pytest.mark.parametrize(
    ("given", "smtp", "found"),
    [
        ("Опора <mail@example.org>", "smtp://u@host", "Опора <mail@example.org>"),
        ("", "smtp://box%40example.org:p@host", "box@example.org"),
        ("", "smtp://u:p@host", "opora@opora.example.org"),
        ("", "", "opora@opora.example.org"),
    ],
)
def test_whom_mail_comes_from(given: str, smtp: str, found: str) -> None:
    assert sender(given, smtp=smtp, address="https://opora.example.org") == found


@pytest.mark.parametrize("given", ["opora", "@example.org", "a@b.org\nBcc: c@d.org"])
def test_a_sender_that_cannot_be_read_is_told(given: str) -> None:
    with pytest.raises(InstallationProblem, match="OPORA_MAIL_FROM не читается"):
        sender(given, smtp="", address="http://127.0.0.1:8000")
