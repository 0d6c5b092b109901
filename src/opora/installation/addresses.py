"""Addresses of a database, as URLs, and what programs need to know of them."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from opora.installation.problems import InstallationProblem

SCHEMES = ("postgres", "postgresql")
# The libpq of the embedded programs is built without TLS.
NEEDS_TLS = ("require", "verify-ca", "verify-full")


@dataclass(frozen=True)
class Address:
    """One database on one server. `host` beginning with a slash is a folder with a socket."""

    host: str
    port: int | None
    user: str
    password: str = field(repr=False)
    database: str
    options: dict[str, str]

    @classmethod
    def parse(cls, url: str) -> "Address":
        """Read `postgres://user:password@host:port/database?option=value`.

        Raises InstallationProblem without repeating the URL: it may carry a password.
        """
        try:
            parts = urlsplit(url)
            options = dict(parse_qsl(parts.query))
            port = parts.port
            elsewhere = int(options.pop("port", 0))
        except ValueError as error:
            raise _unreadable() from error
        # `parts.hostname` would turn the letters of a socket folder small.
        host = parts.netloc.rpartition("@")[2]
        if port is not None:
            host = host.rpartition(":")[0]
        address = cls(
            host=options.pop("host", "") or unquote(host).strip("[]"),
            port=elsewhere or port,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            database=unquote(parts.path.lstrip("/")),
            options=options,
        )
        if parts.scheme not in SCHEMES or not address.database:
            raise _unreadable()
        return address

    def url(self, *, database: str | None = None, password: bool = True) -> str:
        """The same address as a URL that libpq, psycopg and Django's settings understand."""
        secret = f":{quote(self.password, safe='')}" if password and self.password else ""
        user = f"{quote(self.user, safe='')}{secret}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        if self.host.startswith("/"):
            # A folder is no name of a host: parsers of URLs would spoil it.
            place, options = "", {"host": self.host, **self.options}
            options |= {"port": str(self.port)} if self.port else {}
        else:
            place = (f"[{self.host}]" if ":" in self.host else self.host) + port
            options = self.options
        query = f"?{urlencode(options, safe='/', quote_via=quote)}" if options else ""
        name = quote(self.database if database is None else database, safe="")
        return f"postgres://{user}{place}/{name}{query}"

    @property
    def needs_tls(self) -> bool:
        return self.options.get("sslmode") in NEEDS_TLS

    def django(self) -> dict[str, object]:
        """The entry of Django's DATABASES, without what is a matter of taste."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": str(self.port or ""),
            "OPTIONS": dict(self.options),
        }


def _unreadable() -> InstallationProblem:
    return InstallationProblem(
        "Адрес базы в переменной DATABASE_URL не читается:"
        " запишите его как postgres://пользователь:пароль@сервер:5432/база."
    )
