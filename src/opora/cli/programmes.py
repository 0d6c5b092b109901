"""Commands about programmes of schools."""

import json
from pathlib import Path

import click

from opora.cli.runtime import actor_by, installation
from opora.cli.speech import BY, JSON, Russian, answer, refuse

#: a programme of two thousand rows is far smaller
LARGEST = 20 * 2**20


@click.command(
    "check-programme",
    cls=Russian,
    help="Проверить программу из файла или документ по его номеру: что не связано, не измеримо, не названо.",
)
@click.argument("what", metavar="ФАЙЛ|НОМЕР")
@BY
@JSON
def check_programme(what: str, login: str | None, as_json: bool) -> None:
    file = Path(what)
    if what.isascii() and what.isdecimal() and not file.exists():
        _of_installation(int(what), login, as_json)
    else:
        _of_file(file, as_json)


def _of_installation(pk: int, login: str | None, as_json: bool) -> None:
    with installation():
        from opora.access import Refused
        from opora.documents import report
        from opora.documents.commands import looked_at

        try:
            found = looked_at(pk, by=actor_by(login))
        except Refused as refused:
            refuse(refused.reason)
        words = report.in_words(found.programme, found.findings, found.mirror)
        answer(found.as_json(), as_json=as_json, words=words)


def _of_file(file: Path, as_json: bool) -> None:
    from opora.config import released
    from opora.documents import report
    from opora.documents.checks.mirror import mirror
    from opora.documents.checks.running import findings
    from opora.documents.exchange import Malformed, parse

    try:
        programme = parse(_read(file))
    except Malformed as wrong:
        refuse(f"«{file.name}» — не программа Опоры. {wrong}")
    outline = released.outlines().get(programme.kind)
    if outline is None:
        refuse(f"Вида документа «{programme.kind}» нет. Есть: {', '.join(released.outlines())}.")
    found = findings(programme, outline, released.rulebook())
    marked = mirror(released.expert_sheet(), found)
    answer(
        report.as_json(programme, found, marked),
        as_json=as_json,
        words=report.in_words(programme, found, marked),
    )


def _read(file: Path) -> object:
    try:
        if file.stat().st_size > LARGEST:
            refuse(
                f"«{file.name}» больше {LARGEST // 2**20} МБ. Программа столько не занимает: проверьте файл."
            )
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as trouble:
        refuse(f"«{file}» не открыть: {trouble.strerror}. Проверьте имя файла.")
    except (ValueError, RecursionError):
        refuse(f"«{file.name}» — не JSON. Формат описан в docs/programme.md.")
