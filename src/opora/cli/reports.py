"""Commands that draw up reports."""

from pathlib import Path

import click

from opora.cli.runtime import actor_by, installation
from opora.cli.speech import BY, JSON, Russian, RussianGroup, answer, fail, refuse


@click.group(cls=RussianGroup, help="Отчёты, которые собираются из фактов.")
def report() -> None:
    """Groups the commands of reports."""


@report.command(
    "stage",
    cls=Russian,
    help="Отчёт муниципалитета по этапу года письмом DOCX или PDF: каким он был бы сегодня. Номера не даёт.",
)
@click.option("--territory", required=True, help="Код территории.")
@click.option("--cycle", "cycle_code", required=True, help="Код программного года.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Куда записать: имя оканчивается на .docx или .pdf.",
)
@click.option("--stage", help="Код этапа; без ключа — тот, что идёт.")
@BY
@JSON
def stage_report(
    territory: str, cycle_code: str, out: Path, stage: str | None, login: str | None, as_json: bool
) -> None:
    with installation():
        from django.utils import timezone

        from opora.access import Refused
        from opora.reports.commands import InputRefused, in_words
        from opora.reports.commands import stage_report as draw

        try:
            drawn = draw(
                territory=territory,
                cycle=cycle_code,
                stage=stage,
                file=str(out),
                by=actor_by(login),
                on=timezone.localdate(),
            )
        except InputRefused as refusal:
            refuse(str(refusal))
        except Refused as refusal:
            refuse(refusal.reason)
        try:
            out.write_bytes(drawn.data)
        except OSError as trouble:
            fail(f"Не получилось записать «{out}»: {trouble.strerror}. Выберите другую папку.")
        answer(drawn.told, as_json=as_json, words=in_words(drawn))
