"""The folder of one installation: database, uploads, backups, logs and the secret key."""

import os
import pwd
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opora.installation.problems import InstallationProblem, told

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
# Root's server runs as another account, which must be able to walk through, and only that.
PASSAGE = 0o711

SECRET_BYTES = 48


@dataclass(frozen=True)
class Home:
    """Where one installation keeps everything. Paths only, until `prepare()` makes them."""

    path: Path

    @classmethod
    def resolve(cls, environ: Mapping[str, str] = os.environ) -> "Home":
        """The folder named by OPORA_HOME, else the usual place for a person's data."""
        named = environ.get("OPORA_HOME", "").strip()
        if named:
            return cls(Path(named).expanduser().absolute())
        return cls(_home_of_user() / ".local" / "share" / "opora")

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def backups(self) -> Path:
        return self.path / "backups"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def locks(self) -> Path:
        return self.path / "locks"

    @property
    def keys(self) -> Path:
        """Keys that open the answers of campaigns: never in the database, never in a backup."""
        return self.path / "keys"

    @property
    def secret(self) -> Path:
        return self.path / "secret"

    def folders(self) -> dict[Path, int]:
        """Every folder of the installation and the mode it is created with."""
        passage = PASSAGE if os.geteuid() == 0 else PRIVATE_FOLDER
        return {
            self.path: passage,
            self.data: passage,
            self.files: PRIVATE_FOLDER,
            self.backups: PRIVATE_FOLDER,
            self.logs: PRIVATE_FOLDER,
            self.locks: PRIVATE_FOLDER,
            self.keys: PRIVATE_FOLDER,
        }

    def prepare(self) -> "Home":
        """Make what is missing; leave what exists as it is.

        Raises InstallationProblem: the folder cannot be written, or belongs to somebody else.
        """
        self._refuse_foreign_owner()
        for folder, mode in self.folders().items():
            _make_folder(folder, mode)
        self.secret_key()
        return self

    def secret_key(self) -> str:
        """The key that signs sessions and invitations: random, made once, readable by its owner."""
        try:
            if not self.secret.exists():
                _write_once(self.secret, secrets.token_urlsafe(SECRET_BYTES))
            key = self.secret.read_text(encoding="ascii").strip()
        except OSError as error:
            raise told(error, self.secret) from error
        if len(key) < SECRET_BYTES:
            raise InstallationProblem(
                f"Ключ в файле {self.secret} повреждён: восстановите файл из копии"
                " или удалите его, и при следующем запуске появится новый (всем придётся войти заново)."
            )
        return key

    def _refuse_foreign_owner(self) -> None:
        # Root writing into a person's installation would leave files that the person cannot open.
        try:
            owner = self.secret.stat().st_uid
        except OSError:
            return
        if owner != os.geteuid():
            raise InstallationProblem(
                f"Папка {self.path} принадлежит пользователю {_name_of(owner)}:"
                " запустите команду от его имени или укажите другую папку в переменной OPORA_HOME."
            )


def _home_of_user() -> Path:
    try:
        return Path.home()
    except RuntimeError as error:
        raise InstallationProblem(
            "Не удалось определить домашнюю папку: укажите папку для данных в переменной OPORA_HOME."
        ) from error


def _make_folder(folder: Path, mode: int) -> None:
    try:
        if folder.is_dir():
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(13, "not writable", str(folder))
            return
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=mode)
        folder.chmod(mode)
    except FileExistsError as error:
        if not folder.is_dir():
            raise told(error, folder) from error
    except OSError as error:
        raise told(error, folder) from error


def _write_once(path: Path, text: str) -> None:
    """Two first starts at once must agree on one key: whoever links first, wins."""
    draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
