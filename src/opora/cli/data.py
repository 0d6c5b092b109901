"""Commands that read and write what the installation knows."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from opora.cli.runtime import actor_by, installation
from opora.cli.serving import now_serving
from opora.cli.speech import BY, DONE, JSON, REFUSED, Russian, RussianGroup, answer, fail, refuse


@click.command(cls=Russian, help="Пригласить человека: печатает ссылку для входа и срок её действия.")
@click.option("--role", required=True, help="Роль, например municipal_coordinator.")
@click.option("--scope", required=True, help="Для кого: federation, код территории или код школы.")
@BY
@JSON
def invite(role: str, scope: str, login: str | None, as_json: bool) -> None:
    with installation() as home:
        from django.conf import settings
        from django.utils import timezone

        from opora.access import Refused
        from opora.appointments.commands import CommandRefused, invite_by_command

        try:
            serving = now_serving(home)
            url, expires = invite_by_command(
                role=role,
                scope_code=scope,
                by=actor_by(login),
                at=timezone.now(),
                address=serving.address if serving else settings.ADDRESS,
            )
        except CommandRefused as refusal:
            refuse(f"{refusal.reason} Можно: {', '.join(refusal.allowed)}.")
        except Refused as refusal:
            refuse(refusal.reason)
        until = timezone.localtime(expires)
        answer(
            {"url": url, "expires": until.isoformat()},
            as_json=as_json,
            words=f"{url}\nСсылка действует до {until:%d.%m.%Y %H:%M} и пускает один раз.",
        )


@click.group(cls=RussianGroup, help="Программные годы.")
def cycle() -> None:
    """Groups the commands of programme years."""


@cycle.command("add", cls=Russian, help="Завести программный год.")
@click.argument("code", metavar="КОД")
@click.option("--from", "starts", required=True, metavar="ГГГГ-ММ-ДД", help="Первый день.")
@click.option("--to", "ends", required=True, metavar="ГГГГ-ММ-ДД", help="Последний день.")
@click.option("--title", default="", help="Название; без ключа — «КОД год».")
@BY
@JSON
def add(code: str, starts: str, ends: str, title: str, login: str | None, as_json: bool) -> None:
    with installation():
        from django.utils import timezone

        from opora.access import Refused, WrongState
        from opora.cycles.actions import add_cycle

        try:
            made = add_cycle(
                code=code,
                title=title or f"{code} год",
                starts=_day(starts),
                ends=_day(ends),
                by=actor_by(login),
                at=timezone.now(),
            )
        except (Refused, WrongState) as refusal:
            refuse(refusal.reason)
        answer(
            {"code": made.code, "from": made.starts.isoformat(), "to": made.ends.isoformat()},
            as_json=as_json,
            words=f"Программный год {made.code} заведён: с {made.starts:%d.%m.%Y} по {made.ends:%d.%m.%Y}.",
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(f"«{text}» — не дата. Напишите день как 2026-09-01.")


@click.command(
    "import", cls=Russian, help="Загрузить файл: ВИД — results, organisations, people, lists и другие."
)
@click.argument("kind", metavar="ВИД")
@click.argument("file", metavar="ФАЙЛ", type=click.Path(path_type=Path))
@click.option("--cycle", "cycle_code", help="Код программного года.")
@click.option("--territory", help="Код территории: для новых школ или чей это план.")
@click.option(
    "--new-schools", type=click.Choice(["refuse", "create"]), help="Что делать с неизвестными школами."
)
@click.option("--list", "list_kind", help="Какой список: hard (ШНСУ) или biased (признаки необъективности).")
@click.option("--resolve", type=click.Path(path_type=Path), help="Файл с решёнными спорными ячейками (JSON).")
@click.option("--mapping", type=click.Path(path_type=Path), help="Файл с назначением столбцов (JSON).")
@click.option("--dry-run", is_flag=True, help="Только проверить, ничего не записывать.")
@click.option(
    "--annotated", type=click.Path(path_type=Path), help="Куда записать тот же файл с отмеченными ячейками."
)
@BY
@JSON
def import_(
    kind: str,
    file: Path,
    cycle_code: str | None,
    territory: str | None,
    new_schools: str | None,
    list_kind: str | None,
    resolve: Path | None,
    mapping: Path | None,
    dry_run: bool,
    annotated: Path | None,
    login: str | None,
    as_json: bool,
) -> None:
    given = {"cycle": cycle_code, "territory": territory, "new_schools": new_schools, "list": list_kind}
    with installation():
        from django.utils import timezone

        from opora.access import Refused
        from opora.imports.contract import Request, Resolution, importers
        from opora.imports.performing import perform
        from opora.plans.spoken import findings_of, in_words

        kinds = [each.kind for each in importers()]
        if kind not in kinds:
            refuse(f"Вид «{kind}» не загружается. Можно: {', '.join(kinds)}.")
        resolutions = tuple(Resolution(**cell) for cell in _json(resolve, default=[]))
        request = Request(
            by=actor_by(login),
            options={name: value for name, value in given.items() if value is not None},
            mapping=_json(mapping, default=None),
            resolutions=resolutions,
        )
        try:
            done = perform(
                kind=kind,
                data=_bytes(file),
                name=file.name,
                request=request,
                dry_run=dry_run,
                at=timezone.now(),
                annotated=annotated,
            )
        except Refused as refusal:
            refuse(refusal.reason)
        told, words = done.as_json(), done.in_words()
        doubts = findings_of(kind, done.report)
        if doubts is not None:
            told["findings"] = doubts
            words = "\n".join(filter(None, (words, in_words(doubts))))
        answer(told, as_json=as_json, words=words)
        raise SystemExit(REFUSED if done.status == "refused" else DONE)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as trouble:
        refuse(f"Файл «{file}» не читается: {trouble.strerror}. Проверьте путь и права.")


def _json(file: Path | None, *, default: Any) -> Any:
    if file is None:
        return default
    try:
        return json.loads(_bytes(file))
    except ValueError:
        refuse(f"Файл «{file}» — не JSON. Возьмите за образец samples/results-published.resolve.json.")


#: the one kind that is about a single document
PROGRAMME = "programme"


@click.command(
    cls=Russian,
    help="Выгрузить то, что потом можно загрузить обратно: таблицы — в XLSX, ВИД programme — документ в JSON.",
)
@click.argument("kind", metavar="ВИД")
@click.argument("file", metavar="ФАЙЛ", type=click.Path(path_type=Path))
@click.option("--cycle", "cycle_code", help="Код программного года.")
@click.option("--territory", help="Код территории.")
@click.option("--document", type=int, help="Номер документа, для вида programme.")
@BY
@JSON
def export(
    kind: str,
    file: Path,
    cycle_code: str | None,
    territory: str | None,
    document: int | None,
    login: str | None,
    as_json: bool,
) -> None:
    with installation():
        from opora.access import Refused
        from opora.config.registry import EXPORTS
        from opora.documents.commands import exported

        if kind not in {*EXPORTS, PROGRAMME}:
            refuse(f"Вид «{kind}» не выгружается. Можно: {', '.join(sorted({*EXPORTS, PROGRAMME}))}.")
        try:
            by = actor_by(login)
            body = (
                exported(document, by=by)
                if kind == PROGRAMME
                else EXPORTS[kind](by=by, cycle=cycle_code, territory=territory)
            )
        except Refused as refusal:
            refuse(refusal.reason)
        _write(file, body)
        answer({"file": str(file), "bytes": len(body)}, as_json=as_json, words=f"Записано: {file}")


@click.command(
    cls=Russian, help="Записать пустой шаблон для загрузки: ВИД — results, organisations, people и другие."
)
@click.argument("kind", metavar="ВИД")
@click.argument("file", metavar="[ФАЙЛ]", type=click.Path(path_type=Path), required=False)
@JSON
def template(kind: str, file: Path | None, as_json: bool) -> None:
    with installation():
        from opora.config.registry import TEMPLATES

        if kind not in TEMPLATES:
            refuse(f"Шаблона «{kind}» нет. Есть: {', '.join(sorted(TEMPLATES))}.")
        target = file or Path(f"{kind}.xlsx")
        body = TEMPLATES[kind]()
        _write(target, body)
        answer({"file": str(target), "bytes": len(body)}, as_json=as_json, words=f"Шаблон записан: {target}")


def _write(file: Path, body: bytes) -> None:
    try:
        file.write_bytes(body)
    except OSError as trouble:
        fail(f"Не получилось записать «{file}»: {trouble.strerror}. Выберите другую папку.")


@click.command(cls=Russian, help="Отобрать школы по правилу и объяснить каждую.")
@click.option("--cycle", "cycle_code", required=True, help="Код программного года.")
@click.option(
    "--mode", type=click.Choice(["and", "or"]), help="Как соединены основания; без ключа — по правилу."
)
@click.option("--threshold", help="Порог доли «2», например 0.30; без ключа — по правилу.")
@click.option("--out", type=click.Path(path_type=Path), help="Папка для протокола и письма.")
@click.option("--approve", is_flag=True, help="Утвердить список года.")
@BY
@JSON
def identify(
    cycle_code: str,
    mode: str | None,
    threshold: str | None,
    out: Path | None,
    approve: bool,
    login: str | None,
    as_json: bool,
) -> None:
    with installation():
        from django.utils import timezone

        from opora.access import Refused, WrongState
        from opora.identification.commands import InputRefused
        from opora.identification.commands import identify as run
        from opora.identification.spoken import in_words

        try:
            found = run(
                cycle_code=cycle_code,
                mode=mode,
                threshold=threshold,
                out_dir=out,
                approve=approve,
                by=actor_by(login),
                at=timezone.now(),
            )
        except InputRefused as refusal:
            refuse(str(refusal))
        except (Refused, WrongState) as refusal:
            refuse(refusal.reason)
        answer(found, as_json=as_json, words=in_words(found))
