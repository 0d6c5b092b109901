"""What may be wrong with the machine, each told in one Russian sentence."""

import errno
from pathlib import Path


class InstallationProblem(Exception):
    """Something about this machine stops Опора; the message says what, and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def told(error: OSError, path: Path) -> InstallationProblem:
    """The sentence for an error of the operating system met at `path`."""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return disk_is_full(path)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return cannot_write(path)
        case errno.ENOTDIR | errno.EEXIST | errno.EISDIR:
            return InstallationProblem(
                f"На пути {path} мешает файл или папка с тем же именем: уберите их"
                " или укажите другую папку в переменной OPORA_HOME."
            )
        case errno.ENOENT:
            return InstallationProblem(f"Не нашли {path}: проверьте путь и повторите.")
        case _:
            reason = error.strerror or type(error).__name__
            return InstallationProblem(f"Не получилось прочитать или записать {path}: {reason}.")


def disk_is_full(path: Path) -> InstallationProblem:
    return InstallationProblem(f"На диске с папкой {path} кончилось место: освободите его и повторите.")


def cannot_write(path: Path) -> InstallationProblem:
    return InstallationProblem(
        f"Нет права записи в {path}: дайте его своей учётной записи"
        " или укажите другую папку в переменной OPORA_HOME."
    )
