"""The child process: what it may not do, what becomes of it when a file makes it try."""

import json
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import opora
from attachments.making import p, pdf, programme, word
from opora.attachments import NOT_NOW, NotAPaper, inspect, isolation
from opora.attachments.isolation import Bounds, ReaderFailed, read
from opora.attachments.refusals import WORDS

CONFINED = (
    "from opora.attachments.confining import confine\n"
    "confine(processor_seconds={seconds}, memory=1 << 30, answer=1 << 20)\n"
)


def alone(code: str, *, seconds: int = 20) -> subprocess.CompletedProcess[bytes]:
    """The code in a process that has closed its doors."""
    root = str(Path(opora.__file__).parents[1])
    start = f"import sys; sys.path.append({root!r})\nimport os, socket, subprocess\n"
    command = [sys.executable, "-I", "-B", "-c", start + CONFINED.format(seconds=seconds) + code]
    return subprocess.run(command, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd')",
        "open('/var/opora-attachments-test', 'w')",
        "os.open('/var/opora-attachments-test.py', os.O_CREAT | os.O_WRONLY)",
        "socket.socket()",
        "socket.getaddrinfo('localhost', 80)",
        "subprocess.run(['/bin/true'])",
        "os.system('true')",
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.remove('/var/opora-attachments-test')",
        "import ctypes; ctypes.CDLL(None)",
    ],
)
def test_every_door_is_closed(code: str) -> None:
    done = alone(code)
    assert (done.returncode, b"PermissionError: a reader of documents may not" in done.stderr) == (1, True)


def test_it_may_compute_answer_and_import() -> None:
    done = alone("import colorsys, encodings.cp866; print(colorsys.rgb_to_hsv(1, 1, 1)[2])")
    assert (done.returncode, done.stdout.strip()) == (0, b"1")


def test_the_kernel_ends_what_computes_too_long() -> None:
    assert alone("while True: pass", seconds=1).returncode == -signal.SIGXCPU


def test_memory_and_answers_are_bounded() -> None:
    assert b"MemoryError" in alone("bytearray(2 << 30)").stderr
    limits = alone(
        "import resource; print(resource.getrlimit(resource.RLIMIT_FSIZE), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert limits.stdout.decode().strip() == f"({1 << 20}, {1 << 20}) (0, 0)"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 1 << 20


def test_it_knows_no_django_and_leaves_no_bytecode() -> None:
    """Whatever the task, its imports are those of the reader alone."""
    code = (
        "import json; from opora.attachments import worker\n"
        "for task, kind in (('inspect', 'docx'), ('inspect', 'pdf'), ('preview', 'docx'), ('tables', 'docx')):\n"
        "    worker._performer(task, kind)\n"
        "known = {name.partition('.')[0] for name in sys.modules}\n"
        "print(json.dumps([sorted(known & {'django', 'psycopg', 'allauth', 'duckdb'}), sys.dont_write_bytecode]))"
    )
    root = str(Path(opora.__file__).parents[1])
    command = [sys.executable, "-I", "-B", "-c", f"import sys; sys.path.append({root!r})\n{code}"]
    assert json.loads(subprocess.run(command, capture_output=True, check=True).stdout) == [[], True]


def test_it_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://opora:secret@127.0.0.1/opora")
    monkeypatch.setattr(
        isolation, "_START", "import os, json; print(json.dumps({'value': sorted(os.environ)}))"
    )
    assert [name for name in read("inspect", "docx", b"") if not name.startswith(("LC_", "LANG"))] == []


def code_of(data: bytes, bounds: Bounds, task: isolation.Task = "preview") -> str:
    with pytest.raises(NotAPaper) as caught:
        read(task, "docx", data, bounds)
    return caught.value.code


def test_what_takes_too_long_is_refused_in_words() -> None:
    assert code_of(programme(), Bounds(seconds=0.01)) == "slow"
    assert WORDS["slow"].startswith("Файл не удалось прочитать за 20 секунд: ")


def test_what_takes_too_much_is_refused_in_words() -> None:
    big = word(p("слово " * 1_000) * 2_000)
    assert code_of(big, Bounds(memory=8 * 1024 * 1024), "inspect") == "memory"


@pytest.mark.parametrize(
    ("ends_by", "code"),
    [
        (signal.SIGXCPU, "slow"),
        (signal.SIGKILL, "memory"),
        (signal.SIGSEGV, "damaged-docx"),
        (signal.SIGABRT, "damaged-docx"),
    ],
)
def test_however_it_ends_a_refusal_comes_out(
    monkeypatch: pytest.MonkeyPatch, ends_by: signal.Signals, code: str
) -> None:
    monkeypatch.setattr(isolation, "_START", f"import os; os.kill(os.getpid(), {int(ends_by)})")
    assert code_of(b"", Bounds()) == code


def test_an_installation_at_fault_is_not_blamed_on_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_START", "import no_such_library")
    with pytest.raises(ReaderFailed, match="no_such_library"):
        read("inspect", "docx", programme())


def test_a_reader_that_does_not_start_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_START", "import no_such_library")
    with pytest.raises(NotAPaper) as caught:
        inspect(programme(), "программа.docx")
    assert (caught.value.code, caught.value.code in NOT_NOW) == ("failed", True)


def test_an_answer_that_was_cut_off_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_START", "print('{\"value\": [1, 2')")
    assert code_of(b"", Bounds()) == "damaged-docx"


@pytest.mark.parametrize(
    ("broken", "code"), [("OSError(27, 'File too large')", "too-much-text"), ("MemoryError()", "memory")]
)
def test_what_could_not_be_answered_is_told_by_the_way_it_ended(
    monkeypatch: pytest.MonkeyPatch, broken: str, code: str
) -> None:
    start = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from opora.attachments import worker\n"
        f"def dump(*given, **more): raise {broken}\n"
        "worker.json.dump = dump\n"
        "worker.main()"
    )
    monkeypatch.setattr(isolation, "_START", start)
    assert code_of(programme(), Bounds(), "tables") == code


def test_a_library_that_stumbles_is_logged_and_refused(caplog: pytest.LogCaptureFixture) -> None:
    depth = 200
    deep = word("<w:tbl><w:tr><w:tc>" * depth + p("Дно") + "</w:tc></w:tr></w:tbl>" * depth)
    assert code_of(deep, Bounds()) == "damaged-docx"
    assert "RecursionError" in caplog.text


def test_two_read_at_once_and_the_third_waits() -> None:
    held = [isolation._room.acquire(timeout=1) for _ in range(isolation._AT_ONCE)]
    try:
        assert (held, code_of(programme(), Bounds(seconds=0.01))) == ([True, True], "busy")
        later = threading.Timer(0.2, isolation._room.release)
        later.start()
        assert read("inspect", "pdf", pdf()) == {"pages": 1, "notes": []}
        later.join()
    finally:
        isolation._room.release()
    assert read("inspect", "docx", programme())["pages"] == 1
