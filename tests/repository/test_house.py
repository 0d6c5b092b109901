"""What holds for the repository as a whole."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def texts() -> dict[Path, str]:
    found = {}
    for path in tracked():
        if path.is_file() and path.suffix not in {".xlsx", ".png", ".ods", ".xls", ".docx", ".pdf"}:
            found[path] = path.read_text(encoding="utf-8", errors="replace")
    return found


def test_generated_documents_are_up_to_date() -> None:
    """In a process of its own: other tests register permissions and codes of their own in this one."""
    told = subprocess.run(
        [sys.executable, "-m", "opora.config.docs", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (0, ""), told.stderr


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_no_lock_names_a_registry() -> None:
    locks = [path for path in tracked() if path.parent.name == "requirements"]
    assert len(locks) >= 4
    assert [path.name for path in locks if "://" in path.read_text(encoding="utf-8")] == []
    assert [path.name for path in tracked() if path.name in {"uv.lock", ".python-version"}] == []


def test_no_file_names_a_path_of_this_machine() -> None:
    here = f"{ROOT.parent}/"
    assert [path for path, text in texts().items() if here in text and here != "/"] == []


def test_modules_stay_small() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): text.count("\n")
        for path, text in texts().items()
        if path.suffix == ".py" and "migrations" not in path.parts and text.count("\n") > 400
    }
    assert long == {}


def test_no_template_has_inline_script_or_style() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path, text in texts().items()
        if path.suffix == ".html" and (" style=" in text or "<style" in text or " onclick=" in text)
    ]
    assert guilty == []
