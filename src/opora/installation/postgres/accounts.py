"""The account that the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from opora.installation.problems import InstallationProblem

NAME = "opora"
LAST_RESORT = "nobody"
# The first that exists makes the account: shadow-utils, then busybox.
MAKERS = (
    ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
     "--shell", "/usr/sbin/nologin", NAME),
    ("adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", NAME),
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """Who runs the server. `demoted`: we are root and have to become this account first."""

    name: str
    uid: int
    gid: int
    demoted: bool

    @property
    def user(self) -> int | None:
        """What subprocess takes as `user`: None leaves us as we are."""
        return self.uid if self.demoted else None

    @property
    def group(self) -> int | None:
        return self.gid if self.demoted else None

    @property
    def extra_groups(self) -> list[int] | None:
        """Root's own groups must not go along."""
        return [] if self.demoted else None

    def can_reach(self, path: Path) -> bool:
        """Whether this account may walk down to `path` and into it, judged by the mode bits."""
        if not self.demoted:
            return True
        return all(self._may_enter(step) for step in (path, *path.parents))

    def _may_enter(self, folder: Path) -> bool:
        try:
            about = folder.stat()
        except FileNotFoundError:
            return True  # ours to make, with the bits it needs
        if about.st_uid == self.uid:
            return bool(about.st_mode & stat.S_IXUSR)
        if about.st_gid == self.gid:
            return bool(about.st_mode & stat.S_IXGRP)
        return bool(about.st_mode & stat.S_IXOTH)


def server_account() -> Account:
    """Ourselves, or the service account when we are root (made if missing)."""
    if os.geteuid() != 0:
        return _ourselves()
    found = _find(NAME) or _make() or _find(LAST_RESORT)
    if found is None:
        raise InstallationProblem(
            "PostgreSQL не работает от имени root, а создать для него пользователя не удалось:"
            f" создайте системного пользователя «{NAME}» и повторите."
        )
    return found


def owner_of(path: Path) -> Account:
    """The account that already owns a cluster: it stays with it, whoever starts the server."""
    uid = path.stat().st_uid
    if os.geteuid() != 0:
        return _ourselves()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise InstallationProblem(
            f"Папка базы {path} принадлежит пользователю с номером {uid}, которого на этой машине нет:"
            f" отдайте её пользователю «{NAME}» (chown -R {NAME} {path}) и повторите."
        ) from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, demoted=True)


def _ourselves() -> Account:
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise InstallationProblem(
            f"У пользователя с номером {os.geteuid()} нет имени на этой машине, а PostgreSQL его требует:"
            " запустите Опору от имени обычного пользователя или укажите сервер в переменной DATABASE_URL."
        ) from error
    return Account(name, os.geteuid(), os.getegid(), demoted=False)


def _find(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, demoted=True)


def _make() -> Account | None:
    for command in MAKERS:
        if shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True, timeout=30)
            # Another start may have made it at the same moment: what counts is that it exists.
            return _find(NAME)
    return None
