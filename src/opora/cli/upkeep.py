"""Commands that keep an installation well: check, backup, restore, manage."""

import os
import sys
from pathlib import Path

import click

from opora.cli.runtime import installation
from opora.cli.serving import now_serving
from opora.cli.speech import FAILED, Russian, answer, fail, say
from opora.installation.backup import back_up
from opora.installation.backup import restore as bring_back
from opora.installation.check import Finding, Severity
from opora.installation.home import Home
from opora.installation.postgres import running

JSON = click.option("--json", "as_json", is_flag=True, help="Ответ одной строкой JSON.")


@click.command(cls=Russian, help="Проверить установку и сказать простыми словами, что с ней не так.")
@JSON
def check(as_json: bool) -> None:
    from opora.installation.check import findings

    home = Home.resolve().prepare()
    with installation(ready=False):
        found = findings(home, os.environ["DATABASE_URL"], probes=(_schema, _settings, _mail))
    told = [{"severity": f.severity, "message": f.message, "remedy": f.remedy} for f in found]
    lines = [f"{_SIGNS.get(f.severity, '•')} {f.message}\n  {f.remedy}" for f in found]
    answer({"findings": told}, as_json=as_json, words="\n".join(lines) or "Всё хорошо: замечаний нет.")
    if any(f.severity == "error" for f in found):
        raise SystemExit(FAILED)


def _schema() -> list[Finding]:
    """Migrations that wait for the next start."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return []
    words = f"База ещё не обновлена под эту версию: шагов {len(waiting)}."
    return [Finding(Severity.WARNING, words, "Запустите «opora up» или любую команду: она обновит базу.")]


def _settings() -> list[Finding]:
    """Switches that are fine in a demonstration and not in work."""
    from django.conf import settings

    if settings.SECOND_FACTOR_OBLIGATORY or settings.IS_DEMO:
        return []
    words = "Второй фактор для координаторов выключен."
    return [Finding(Severity.WARNING, words, "Уберите OPORA_SECOND_FACTOR=0, если это не нарочно.")]


def _mail() -> list[Finding]:
    """A mail server that is named and lets nobody in; mail that leads to this machine alone."""
    from django.conf import settings

    from opora.digests.post import Post, ServerAway

    if not settings.SENDS_MAIL:
        return []
    found = []
    if settings.IS_LOOPBACK:
        words = f"Письма зовут на {settings.ADDRESS}, а это только эта машина."
        found.append(Finding(Severity.WARNING, words, "Назовите в OPORA_ADDRESS адрес, который видят люди."))
    try:
        with Post() as post:
            post.be_ready()
    except ServerAway as away:
        words = f"Почтовый сервер не отвечает или не пускает ({away}): письма ждут."
        found.append(
            Finding(Severity.WARNING, words, "Проверьте OPORA_SMTP_URL: сервер, порт, имя и пароль.")
        )
    return found


_SIGNS = {"error": "✗", "warning": "!", "advice": "•"}


@click.command(cls=Russian, help="Сохранить базу и файлы вместе в одну копию.")
@click.argument("target", metavar="[ФАЙЛ]", required=False, type=click.Path(path_type=Path))
@JSON
def backup(target: Path | None, as_json: bool) -> None:
    from datetime import UTC, datetime

    home = Home.resolve().prepare()
    at = datetime.now(UTC)
    file = target or home.backups / f"opora-{at:%Y%m%d-%H%M%S}.zip"
    with running(home) as server:
        report = back_up(home, server.url(), file, at=at)
    answer(
        {"file": str(file), "tables": report.tables, "rows": report.rows, "files": report.files},
        as_json=as_json,
        words=f"Копия записана: {file}\nТаблиц {report.tables}, строк {report.rows}, файлов {report.files}.",
    )


@click.command(cls=Russian, help="Вернуть базу и файлы из копии; с --replace — поверх имеющегося.")
@click.argument("source", metavar="ФАЙЛ", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Заменить имеющиеся данные (они сначала сохранятся в копию).")
@JSON
def restore(source: Path, replace: bool, as_json: bool) -> None:
    home = Home.resolve().prepare()
    serving = now_serving(home)
    if serving is not None:
        fail("Опора сейчас работает. Остановите её (opora down) и повторите.")
    with running(home) as server:
        report = bring_back(home, server.url(), source, replace=replace)
    if report.previous:
        say(f"Прежние данные сохранены: {report.previous}")
    answer(
        {"tables": report.tables, "rows": report.rows, "files": report.files, "made_at": report.made_at},
        as_json=as_json,
        words=f"Восстановлено: таблиц {report.tables}, строк {report.rows}, файлов {report.files}.",
    )


@click.command(
    cls=Russian,
    help="Команды Django (для разработчиков и администраторов).",
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="…")
def manage(arguments: tuple[str, ...]) -> None:
    with installation(ready=False):
        from django.core.management import execute_from_command_line

        sys.argv[0] = "opora manage"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
        execute_from_command_line(["opora manage", *arguments])
