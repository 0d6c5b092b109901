"""The mail server of an installation: OPORA_SMTP_URL and OPORA_MAIL_FROM, read into Django's settings."""

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from opora.installation.problems import InstallationProblem

SCHEMES = ("smtp", "smtp+starttls", "smtps")
SECONDS = 10


def mailers(given: str) -> dict[str, Any]:
    """MAILERS of `smtp+starttls://user:password@host:587`; of nothing: one that sends nothing."""
    if not given:
        return {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    url = _parsed(given)
    options = {
        "host": url.hostname,
        "port": url.port,
        "username": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "timeout": SECONDS,
        "use_tls": url.scheme == "smtp+starttls",
        "use_ssl": url.scheme == "smtps",
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def _parsed(given: str) -> SplitResult:
    """Raises InstallationProblem without repeating the URL: it carries a password."""
    try:
        url = urlsplit(given)
        is_readable = bool(url.hostname) and url.port != 0
    except ValueError:
        is_readable = False
    # signing in to SMTP knows no other letters
    if not is_readable or url.scheme not in SCHEMES or not unquote(given).isascii():
        raise InstallationProblem(
            "Адрес почтового сервера в переменной OPORA_SMTP_URL не читается: запишите его как"
            " smtp+starttls://имя:пароль@сервер:587 латинскими буквами (бывает ещё smtps:// и smtp://),"
            " а знаки @ : / внутри имени и пароля — как %40 %3A %2F."
        )
    return url


def sender(given: str, *, smtp: str, address: str) -> str:
    """Whom mail comes from: OPORA_MAIL_FROM, else who signs in, if that is an address, else opora@ our host."""
    user = unquote(urlsplit(smtp).username or "")
    host = urlsplit(address).hostname or "localhost"
    found = given or (user if "@" in user else f"opora@{host}")
    name, _, domain = parseaddr(found)[1].rpartition("@")
    if not name or not domain or not found.isprintable():
        raise InstallationProblem(
            "Адрес отправителя в переменной OPORA_MAIL_FROM не читается: запишите его как opora@example.org."
        )
    return found
