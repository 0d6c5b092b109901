"""What `./dev` hands over to: tests, checks, benchmarks, and the opora command of this clone."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(os.environ.get("OPORA_DEV_ROOT") or Path(__file__).resolve().parent.parent)
PYTHON = sys.executable
BIN = Path(sys.prefix) / "bin"

USAGE = """\
./dev demo [--once] [--json]   демонстрация: вымышленный муниципалитет на этой машине
./dev test [--all] [ФАЙЛ…]     все проверки: стиль, типы, слои, миграции, документы, тесты
./dev opora КОМАНДА            любая команда opora в папке .opora этого клона
./dev pytest …                 только тесты
./dev lint | format            стиль и типы | переписать по стилю
./dev docs                     пересобрать порождаемые документы
./dev benchmark ИМЯ            измерение из benchmarks/
./dev lock                     обновить закреплённые версии
./dev spark …                  доставить Spark и выполнить команду
"""


def run(command: Sequence[str | Path], **env: str) -> int:
    done = subprocess.run([str(part) for part in command], check=False, cwd=ROOT, env={**os.environ, **env})
    return done.returncode


def opora(arguments: Sequence[str]) -> int:
    """Becomes the command, so that its signals and its exit code are the command's own."""
    os.environ.setdefault("OPORA_HOME", str(ROOT / ".opora"))
    os.execv(PYTHON, [PYTHON, "-m", "opora", *arguments])


def find_browser() -> str | None:
    """An installed Chrome or Chromium, else Debian's by apt where that is allowed."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Ставим Chromium и шрифты для проверок в браузере…", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(  # type: ignore[call-overload]
            ["apt-get", "install", "-y", "-qq", "chromium", "fonts-liberation2"], check=False, **quiet
        )
    return shutil.which("chromium")


SOURCES = ("src", "tests", "tools", "benchmarks", "samples")
CHECKS: tuple[tuple[str, list[str | Path]], ...] = (
    ("стиль", [BIN / "ruff", "check", "-q", *SOURCES]),
    ("формат", [BIN / "ruff", "format", "-q", "--check", *SOURCES]),
    ("слои", [BIN / "lint-imports", "--no-cache"]),
    ("типы", [BIN / "mypy"]),
)


def quick_checks() -> int:
    """Style, format and layers: how many failed. Types take longer and run beside the tests."""
    failed = 0
    for name, command in CHECKS[:-1]:
        done = subprocess.run(
            [str(part) for part in command], check=False, cwd=ROOT, capture_output=True, text=True
        )
        print(f"{name}: {'хорошо' if done.returncode == 0 else 'ОШИБКИ'}", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout + done.stderr, flush=True)
    return failed


def lint() -> int:
    failed = quick_checks()
    return max(int(failed > 0), run(CHECKS[-1][1]))


def with_database(command: Sequence[str | Path]) -> int:
    """Run a command on DATABASE_URL, or on an embedded server made for it."""
    if os.environ.get("DATABASE_URL"):
        return run(command)
    sys.path.insert(0, str(ROOT / "src"))
    from opora.installation.home import Home
    from opora.installation.postgres import running

    home = Home(ROOT / ".dev" / "test-installation").prepare()
    with running(home, durable=False) as server:
        return run(command, DATABASE_URL=server.url())


def pytest(arguments: Sequence[str]) -> int:
    browser = find_browser()
    if browser:
        os.environ["OPORA_BROWSER"] = browser
    elif os.environ.get("CI"):
        print("Браузера нет и поставить его не удалось, а в CI пропусков быть не должно.")
        return 1
    return with_database([PYTHON, "-m", "pytest", *arguments])


#: a module stays in one process; the long ones, which come first, are not put behind those of many tests
AT_ONCE = ("-n", "3", "--dist", "loadscope", "--no-loadscope-reorder")


def test(arguments: list[str]) -> int:
    every = "--all" in arguments
    rest = [a for a in arguments if a != "--all"]
    failed = quick_checks()
    types = subprocess.Popen(
        [str(c) for c in CHECKS[-1][1]], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    selection = [] if every else ["-m", "not slow"]
    if every:
        os.environ["OPORA_PICTURES"] = os.environ["OPORA_THOROUGH"] = "1"
    code = pytest([*selection, *AT_ONCE, "-r", "s", "--durations", "25", *rest])
    output, _ = types.communicate()
    if types.returncode:
        print(output)
    if failed or types.returncode:
        print("Стиль, слои или типы не в порядке: причины напечатаны выше.")
    return max(code, int(failed > 0), int(types.returncode != 0))


def demo(arguments: list[str]) -> int:
    return opora(["demo", *arguments])


def reformat(_: list[str]) -> int:
    run([BIN / "ruff", "check", "-q", "--fix", *SOURCES])
    return run([BIN / "ruff", "format", "-q", *SOURCES])


def docs(_: list[str]) -> int:
    return with_database([PYTHON, "-m", "opora.config.docs"])


def benchmark(arguments: list[str]) -> int:
    return with_database([PYTHON, ROOT / "benchmarks" / f"{arguments[0]}.py", *arguments[1:]])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "opora": opora,
    "test": test,
    "pytest": pytest,
    "lint": lambda _: lint(),
    "format": reformat,
    "docs": docs,
    "benchmark": benchmark,
    "python": lambda arguments: run([PYTHON, *arguments]),
}


def main(arguments: list[str]) -> int:
    command = COMMANDS.get(arguments[0]) if arguments else None
    if command is None:
        print(USAGE)
        return 0 if not arguments or arguments[0] in {"help", "--help", "-h"} else 2
    return command(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
