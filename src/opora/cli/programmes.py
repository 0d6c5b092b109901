"""Commands about programmes of schools."""

import json
from pathlib import Path

import click

from opora.cli.speech import Russian, answer, refuse

#: a programme of two thousand rows is far smaller
LARGEST = 20 * 2**20


@click.command(
    "check-programme",
    cls=Russian,
    help="Проверить программу из файла: что не связано, не измеримо, не названо.",
)
@click.argument("file", metavar="ФАЙЛ", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Ответ одной строкой JSON.")
def check_programme(file: Path, as_json: bool) -> None:
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
        return json.loads(file.read_text(encoding="utf-8"))
    except OSError as trouble:
        refuse(f"«{file}» не открыть: {trouble.strerror}. Проверьте имя файла.")
    except (ValueError, RecursionError):
        refuse(f"«{file.name}» — не JSON. Формат описан в docs/programme.md.")
