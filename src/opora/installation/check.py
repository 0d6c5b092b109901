"""What is wrong with this installation, in plain words: each finding with its remedy."""

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import psycopg

from opora.installation.home import Home
from opora.installation.postgres import binaries, cluster
from opora.installation.problems import InstallationProblem

POSTGRESQL = 18
LOW_BYTES = 2 * 2**30
SPENT_BYTES = 256 * 2**20
BACKUP_AGE = timedelta(days=7)
CLOCK_DRIFT = timedelta(seconds=30)
FEW_CONNECTIONS = 30


class Severity(StrEnum):
    """`ERROR`: Опора does not work or loses data. `WARNING`: it will, unless somebody acts."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, and what to do about it."""

    severity: Severity
    message: str
    remedy: str


type Probe = Callable[[], Iterable[Finding]]


def findings(
    home: Home, url: str | None, *, now: datetime | None = None, probes: Sequence[Probe] = ()
) -> list[Finding]:
    """Everything found, errors first. Empty: nothing is wrong.

    `url` None: no database could be reached, which the caller has told already. `probes` are the
    caller's own questions (migrations that wait, say), asked after ours.
    """
    now = now or datetime.now(UTC)
    found = [*_folders(home), *_secret(home), *_room(home), *_backups(home, now), *_leftovers(home)]
    if url is not None:
        found += _database(url, now)
    for probe in probes:
        found += probe()
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def _folders(home: Home) -> Iterator[Finding]:
    for folder, mode in home.folders().items():
        if not folder.is_dir():
            yield _error(f"Нет папки {folder}.", "Запустите «opora up»: она появится.")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield _error(f"Нет права записи в {folder}.", f"Выполните: chmod u+rwx {folder}")
        elif folder != home.path and stat.S_IMODE(folder.stat().st_mode) & ~mode:
            yield _warning(
                f"Папку {folder} могут открыть посторонние.", f"Выполните: chmod {mode:o} {folder}"
            )


def _secret(home: Home) -> Iterator[Finding]:
    if not home.secret.exists():
        return
    try:
        home.secret_key()
    except InstallationProblem as problem:
        yield _error(problem.message, "Восстановите файл из копии или удалите его.")
    if stat.S_IMODE(home.secret.stat().st_mode) & 0o077:
        yield _error(
            f"Ключ {home.secret} могут прочитать посторонние.", f"Выполните: chmod 600 {home.secret}"
        )


def _room(home: Home) -> Iterator[Finding]:
    known = cluster.find(home)
    places = {home.path} | ({known.folder} if known else set())
    seen: set[int] = set()
    for place in sorted(path for path in places if path.is_dir()):
        device = place.stat().st_dev
        if device in seen:
            continue
        seen.add(device)
        free = shutil.disk_usage(place).free
        if free < LOW_BYTES:
            told = f"На диске с папкой {place} осталось {free // 2**20} МБ."
            remedy = "Освободите место: без него база остановится."
            yield _error(told, remedy) if free < SPENT_BYTES else _warning(told, remedy)


def _backups(home: Home, now: datetime) -> Iterator[Finding]:
    copies = sorted(path for path in home.backups.glob("[!.]*") if path.is_file())
    remedy = "Сделайте копию командой «opora backup» и храните её на другой машине."
    if not copies:
        yield _warning("Резервных копий нет.", remedy)
        return
    age = now - datetime.fromtimestamp(max(path.stat().st_mtime for path in copies), UTC)
    if age > BACKUP_AGE:
        yield _warning(f"Последней резервной копии больше недели (дней: {age.days}).", remedy)
    for path in copies:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield _warning(f"Копию {path} могут прочитать посторонние.", f"Выполните: chmod 600 {path}")


def _leftovers(home: Home) -> Iterator[Finding]:
    """What nobody else would ever mention: a restore cut short, clusters whose installation is gone."""
    for former in sorted(home.path.glob(".former-files-*")):
        yield _error(
            f"Восстановление из копии прервалось, прежние файлы остались в {former}.",
            "Повторите «opora restore» с той же копией.",
        )
    for note in sorted((binaries.SHARED / "clusters").glob("*/home")):
        try:
            owner = Path(note.read_text(encoding="utf-8").strip())
            known = cluster.find(Home(owner))
        except (OSError, InstallationProblem):
            continue
        if owner != home.path and (known is None or known.folder != note.parent):
            yield _warning(
                f"База в {note.parent} осталась от установки {owner}, которой больше нет.",
                f"Если она не нужна, удалите папку {note.parent}.",
            )


def _database(url: str, now: datetime) -> list[Finding]:
    try:
        with closing(psycopg.connect(url, autocommit=True, connect_timeout=10)) as connection:
            return [
                *_version(connection),
                *_encoding(connection),
                *_clock(connection, now),
                *_limits(connection),
            ]
    except psycopg.OperationalError:
        return [_error("База данных не отвечает.", "Проверьте DATABASE_URL и что сервер запущен.")]


def _version(connection: psycopg.Connection) -> Iterator[Finding]:
    major = connection.info.server_version // 10000
    if major < POSTGRESQL:
        yield _error(
            f"Версия PostgreSQL — {major}, а нужна {POSTGRESQL} или новее.",
            "Обновите сервер базы или уберите DATABASE_URL: тогда Опора запустит свою базу.",
        )


def _encoding(connection: psycopg.Connection) -> Iterator[Finding]:
    encoding = _setting(connection, "server_encoding")
    if encoding != "UTF8":
        yield _error(
            f"База хранит текст в кодировке {encoding}, а нужна UTF-8.",
            "Создайте базу заново: create database … encoding 'UTF8' template template0.",
        )
    row = connection.execute("select lower('Ё') = 'ё'").fetchone()
    if encoding == "UTF8" and row != (True,):
        yield _error(
            "База не различает русские прописные и строчные буквы: поиск будет терять имена.",
            "Создайте базу заново: create database … locale_provider builtin"
            " builtin_locale 'C.UTF-8' template template0.",
        )


def _clock(connection: psycopg.Connection, now: datetime) -> Iterator[Finding]:
    row = connection.execute("select clock_timestamp()").fetchone()
    assert row is not None
    drift = abs(row[0] - now)
    if drift > CLOCK_DRIFT:
        yield _warning(
            f"Часы этой машины и сервера базы расходятся (секунд: {drift.total_seconds():.0f}).",
            "Включите синхронизацию времени на обеих машинах: по часам считаются сроки.",
        )


def _limits(connection: psycopg.Connection) -> Iterator[Finding]:
    limit = int(_setting(connection, "max_connections"))
    if limit < FEW_CONNECTIONS:
        yield _warning(
            f"Сервер базы принимает не больше {limit} соединений.",
            f"Поднимите max_connections хотя бы до {FEW_CONNECTIONS}.",
        )
    for name in ("fsync", "full_page_writes"):
        if _setting(connection, name) != "on":
            yield _error(
                f"На сервере базы выключено {name}: после сбоя питания данные пропадут.",
                f"Включите {name} в настройках сервера и перезапустите его.",
            )


def _setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("select current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def _error(message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, message, remedy)


def _warning(message: str, remedy: str) -> Finding:
    return Finding(Severity.WARNING, message, remedy)
