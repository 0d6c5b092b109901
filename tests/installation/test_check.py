import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from opora.installation.check import Finding, Severity, findings
from opora.installation.home import Home
from opora.installation.postgres import Server

NOW = datetime.now(UTC)


@pytest.fixture
def healthy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr("opora.installation.check.LOW_BYTES", 0)
    monkeypatch.setattr("opora.installation.postgres.binaries.SHARED", tmp_path / "shared")
    home = Home(tmp_path / "opora").prepare()
    (home.backups / "opora-1.zip").touch(mode=0o600)
    return home


def test_a_healthy_installation_has_no_findings(healthy: Home) -> None:
    assert findings(healthy, None, now=NOW) == []


def test_a_server_made_for_tests_is_told_from_one_for_work(
    healthy: Home, shared: tuple[Home, Server]
) -> None:
    assert [finding.message for finding in findings(healthy, shared[1].dsn)] == [
        f"На сервере базы выключено {name}: после сбоя питания данные пропадут."
        for name in ("fsync", "full_page_writes")
    ]


def test_each_thing_that_is_wrong_is_told_with_its_remedy(healthy: Home) -> None:
    healthy.files.chmod(0o755)
    healthy.secret.chmod(0o644)
    healthy.logs.rmdir()

    assert findings(healthy, None, now=NOW) == [
        Finding(Severity.ERROR, f"Нет папки {healthy.logs}.", "Запустите «opora up»: она появится."),
        Finding(
            Severity.ERROR,
            f"Ключ {healthy.secret} могут прочитать посторонние.",
            f"Выполните: chmod 600 {healthy.secret}",
        ),
        Finding(
            Severity.WARNING,
            f"Папку {healthy.files} могут открыть посторонние.",
            f"Выполните: chmod 700 {healthy.files}",
        ),
    ]


def test_backups_grow_old(healthy: Home) -> None:
    week_ago = (NOW - timedelta(days=8)).timestamp()
    os.utime(healthy.backups / "opora-1.zip", (week_ago, week_ago))
    assert [each.message for each in findings(healthy, None, now=NOW)] == [
        "Последней резервной копии больше недели (дней: 8)."
    ]

    (healthy.backups / "opora-1.zip").unlink()
    assert [each.message for each in findings(healthy, None, now=NOW)] == ["Резервных копий нет."]


def test_a_disk_that_fills_up_is_told(healthy: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opora.installation.check.LOW_BYTES", 2**62)
    assert [each.severity for each in findings(healthy, None, now=NOW)] == [Severity.WARNING]
    monkeypatch.setattr("opora.installation.check.SPENT_BYTES", 2**62)
    assert [each.severity for each in findings(healthy, None, now=NOW)] == [Severity.ERROR]


def test_clocks_that_disagree_are_told(healthy: Home, shared: tuple[Home, Server]) -> None:
    told = findings(healthy, shared[1].dsn, now=datetime.now(UTC) + timedelta(hours=1))
    assert [each.remedy for each in told if each.severity is Severity.WARNING] == [
        "Включите синхронизацию времени на обеих машинах: по часам считаются сроки."
    ]


def test_a_database_that_is_away_is_one_finding(healthy: Home) -> None:
    assert [each.message for each in findings(healthy, "postgres://opora@127.0.0.1:1/opora", now=NOW)] == [
        "База данных не отвечает."
    ]


def test_what_a_deleted_installation_left_is_told(healthy: Home, tmp_path: Path) -> None:
    left = tmp_path / "shared" / "clusters" / "old-1"
    left.mkdir(parents=True)
    (left / "home").write_text(f"{tmp_path}/gone\n")
    assert [each.remedy for each in findings(healthy, None, now=NOW)] == [
        f"Если она не нужна, удалите папку {left}."
    ]


def test_questions_of_the_caller_are_asked_too(healthy: Home) -> None:
    waits = Finding(Severity.ERROR, "Схема базы старая.", "Запустите «opora up».")
    assert findings(healthy, None, now=NOW, probes=[lambda: [waits]]) == [waits]
