"""Commands that serve people: up, down, status, demo."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import click

from opora.cli.runtime import bring_up_to_date, installation
from opora.cli.speech import Russian, answer, fail, refuse, say
from opora.installation.home import Home

GRACE_SECONDS = 20
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Serving:
    """What `opora up` leaves in its folder while it serves: who it is, and where."""

    pid: int
    started: float
    address: str


def _note(home: Home) -> Path:
    return home.path / "serving.json"


def _start_of(pid: int) -> float | None:
    """When the process began, in clock ticks since boot; None where there is none, or only its remains."""
    try:
        state, *fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return None if state == "Z" else float(fields[18])
    except (OSError, IndexError, ValueError):
        return None


def now_serving(home: Home) -> Serving | None:
    """The `opora up` of this folder, if it lives. A foreign process with its old number is not it."""
    try:
        told = Serving(**json.loads(_note(home).read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return told if _start_of(told.pid) == told.started else None


@click.command(cls=Russian, help="Запустить Опору и работать, пока не остановят (Ctrl-C или opora down).")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Порт.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Адрес, на котором слушать.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Процессы сервера.")
def up(port: int, host: str, workers: int) -> None:
    os.environ.setdefault("OPORA_ADDRESS", f"http://{host}:{port}")
    os.environ["OPORA_SERVING"] = "1"
    _refuse_busy_port(host, port)
    with installation(watch=True) as home:
        serve(
            home,
            port=port,
            host=host,
            workers=workers,
            ready=lambda address: say(f"Опора работает: {address}"),
        )


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _refuse_busy_port(host: str, port: int) -> None:
    if not _port_is_free(host, port):
        fail(f"Порт {port} на {host} занят другой программой. Выберите другой ключом --port.")


def serve(home: Home, *, port: int, host: str, workers: int, ready: Callable[[str], None]) -> None:
    """Run the web server and the job worker until a signal comes or one of them cannot be kept alive."""
    running = now_serving(home)
    if running is not None:
        fail(f"Эта установка уже работает: {running.address}. Остановить её: opora down.")
    # asked again: the database took its time to start
    _refuse_busy_port(host, port)
    from django.conf import settings
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    _note(home).write_text(
        json.dumps(asdict(Serving(os.getpid(), _start_of(os.getpid()) or 0.0, settings.ADDRESS)))
    )
    children = {
        "web": _web(host, port, workers),
        "jobs": [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"],
    }
    try:
        _keep(children, address=f"http://{host}:{port}", ready=lambda: ready(settings.ADDRESS))
    finally:
        _note(home).unlink(missing_ok=True)


def _web(host: str, port: int, workers: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--respawn-failed-workers", "--no-ws",
        "--workers-kill-timeout", str(GRACE_SECONDS // 2), "--log-level", "warning", "opora.config.wsgi:application",
    ]  # fmt: skip


def _keep(commands: dict[str, list[str]], *, address: str, ready: Callable[[], None]) -> None:
    """Start the children, tell when the pages answer, start again what falls, end all on a signal."""
    ending = False

    def end(_signal: int, _frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    environment = {**os.environ, "OPORA_POOL": "1", "DJANGO_SETTINGS_MODULE": "opora.config.settings"}
    children = {name: _child(command, environment) for name, command in commands.items()}
    falls = dict.fromkeys(children, 0)
    told = False
    deadline = time.monotonic() + START_SECONDS
    try:
        while not ending:
            if not told and _answers(address):
                told = True
                ready()
            if not told and time.monotonic() > deadline:
                fail(f"Страницы не открылись за {START_SECONDS} секунд. Проверьте установку: opora check.")
            for name, child in children.items():
                if child.poll() is None:
                    continue
                falls[name] += 1
                if falls[name] > 5 or (name == "web" and not told):
                    fail(
                        "Сервер страниц не запускается. Причина напечатана выше; проверьте установку: opora check."
                    )
                _kill_group(child)  # workers may have outlived it
                time.sleep(min(2 ** falls[name], 30))
                children[name] = _child(commands[name], environment)
            time.sleep(0.2)
    finally:
        _end(children)


def _child(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """In a group of its own: a Ctrl-C of the terminal reaches us alone, and we end the children once.

    A worker of the web server that gets that signal and, a moment later, its parent's may lock itself for good.
    """
    return subprocess.Popen(command, env=environment, process_group=0)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as response:  # noqa: S310 (loopback)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _end(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill_group(child)
            child.wait()


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


@click.command(cls=Russian, help="Остановить запущенную Опору.")
def down() -> None:
    home = Home.resolve()
    running = now_serving(home)
    if running is None:
        say("Опора не запущена.")
        return
    os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS + 10
    while _start_of(running.pid) == running.started:
        if time.monotonic() > deadline:
            fail("Опора не остановилась за полминуты. Посмотрите, что пишет opora check.")
        time.sleep(0.1)
    say("Опора остановлена.")


@click.command(cls=Russian, help="Сказать, работает ли Опора и её база.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одной строкой JSON.")
def status(as_json: bool) -> None:
    from opora.installation.postgres import status as database_status

    home = Home.resolve()
    running = now_serving(home)
    database = database_status(home)
    told: dict[str, Any] = {
        "home": str(home.path),
        "address": running.address if running else None,
        "database": database.kind,
        "version": database.version,
    }
    words = (
        f"Страницы: {running.address if running else 'не запущены'}\nБаза данных: {_DATABASE[database.kind]}"
    )
    answer(told, as_json=as_json, words=f"{words}\nПапка: {home.path}")


_DATABASE = {
    "external": "сервер из DATABASE_URL",
    "stopped": "остановлена (запустится сама вместе с командой)",
    "starting": "запускается",
    "running": "работает",
    "restarting": "перезапускается",
    "stopping": "останавливается",
    "orphaned": "осталась от прерванной работы; следующая команда подберёт её",
}


def begin_anew(home: Home) -> None:
    """An empty, seeded installation marked as a demonstration; one with real data is never touched."""
    from opora.demo.anew import empty
    from opora.demo.real import has_real_data

    mark = home.path / "demo"
    if has_real_data(is_demo=mark.exists()):
        refuse(
            f"В папке {home.path} есть настоящие данные: демонстрация стёрла бы их. "
            "Назовите другую папку в OPORA_HOME."
        )
    mark.touch()
    empty()
    bring_up_to_date()


@click.command(cls=Russian, help="Демонстрация: вымышленный муниципалитет, соседний и вход за каждую роль.")
@click.option("--once", is_flag=True, help="Сделать всю работу и закончить, не открывая страниц.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Порт.")
@click.option("--json", "as_json", is_flag=True, help="Ответ одной строкой JSON.")
def demo(once: bool, port: int, as_json: bool) -> None:
    from opora.demo.show import prepare, told_in_words

    os.environ["OPORA_DEMO"] = "1"
    os.environ["OPORA_ADDRESS"] = f"http://127.0.0.1:{port}"
    if not once:
        os.environ["OPORA_SERVING"] = "1"
        _refuse_busy_port("127.0.0.1", port)
    with installation(ready=False, watch=not once) as home:
        begin_anew(home)
        shown = prepare(home)
        if once:
            answer({**shown.as_json(), "address": None}, as_json=as_json, words=told_in_words(shown, None))
            return
        serve(
            home,
            port=port,
            host="127.0.0.1",
            workers=2,
            ready=lambda address: answer(
                {**shown.as_json(), "address": address}, as_json=as_json, words=told_in_words(shown, address)
            ),
        )
