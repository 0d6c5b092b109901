"""What an installation decides through its environment, read once at start."""

import os
import urllib.parse
from pathlib import Path
from typing import Any

import opora


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    """1, yes, true, on are true; an unset variable is the default."""
    value = text(name).lower()
    return value in {"1", "yes", "true", "on"} if value else default


def home() -> Path:
    """The installation's folder; it is made by `opora.installation`, not here."""
    return Path(text("OPORA_HOME") or Path.home() / ".local/share/opora").absolute()


def secret_key() -> str:
    """The key kept in the installation's folder; a process outside an installation gets one of its own."""
    kept = home() / "secret"
    try:
        return kept.read_text().strip()
    except OSError:
        return text("OPORA_SECRET") or os.urandom(32).hex()


def is_loopback(address: str) -> bool:
    return urllib.parse.urlsplit(address).hostname in {"127.0.0.1", "localhost", "::1"}


def allowed_hosts(address: str) -> list[str]:
    host = urllib.parse.urlsplit(address).hostname or "127.0.0.1"
    return sorted({host, "127.0.0.1", "localhost", "[::1]", *text("OPORA_HOSTS").split()})


def database() -> dict[str, Any]:
    """Django's settings of DATABASE_URL (postgres://user:password@host:port/name, or ?host=/socket)."""
    url = urllib.parse.urlsplit(text("DATABASE_URL") or "postgres:///opora")
    query = dict(urllib.parse.parse_qsl(url.query))
    options: dict[str, Any] = {key: value for key, value in query.items() if key not in {"host", "port"}}
    # a statement asked again and again is planned once for a connection: a fifth of a page's time
    options["server_side_binding"] = True
    options["prepare_threshold"] = 3 if flag("OPORA_PREPARED", default=True) else None
    if flag("OPORA_POOL"):
        options["pool"] = {"min_size": 1, "max_size": int(text("OPORA_POOL_SIZE", "4")), "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": urllib.parse.unquote(url.path.lstrip("/")) or "opora",
        "USER": urllib.parse.unquote(url.username or ""),
        "PASSWORD": urllib.parse.unquote(url.password or ""),
        "HOST": query.get("host") or url.hostname or "",
        "PORT": query.get("port") or (str(url.port) if url.port else ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
        # every engine sorts by code points: the same order on an embedded and on a real server
        "TEST": {"TEMPLATE": "template0"},
    }


def beside_sources(name: str) -> Path:
    """A folder of the repository: beside the sources in a clone, inside the package when installed."""
    package = Path(opora.__file__).parent
    in_clone = package.parent.parent / name
    return in_clone if in_clone.is_dir() else package / f"_{name}"


def static_storage() -> str:
    if flag("OPORA_SERVING"):
        return "whitenoise.storage.CompressedManifestStaticFilesStorage"
    return "django.contrib.staticfiles.storage.StaticFilesStorage"
