"""PostgreSQL's own words for what is wrong with the machine, put into ours."""

from pathlib import Path

from opora.installation.problems import InstallationProblem, cannot_write, disk_is_full


def explained(words: str, folder: Path) -> InstallationProblem | None:
    """The sentence for a failure that PostgreSQL describes; None if it is none that we know."""
    if "No space left on device" in words or "Disk quota exceeded" in words:
        return disk_is_full(folder)
    if "Read-only file system" in words or "Permission denied" in words:
        return cannot_write(folder)
    if "could not look up effective user ID" in words:
        return InstallationProblem(
            "У вашей учётной записи нет имени на этой машине, а PostgreSQL его требует:"
            " запустите Опору от имени обычного пользователя или укажите сервер в переменной DATABASE_URL."
        )
    if "Cannot allocate memory" in words or "could not map anonymous shared memory" in words:
        return InstallationProblem(
            "Базе данных не хватило памяти: закройте лишние программы и повторите,"
            f" или уменьшите shared_buffers в {folder / 'cluster' / 'postgresql.conf'}."
        )
    return None


def unexplained(log: Path) -> InstallationProblem:
    return InstallationProblem(f"База данных не запустилась: причина записана в конце файла {log}.")
