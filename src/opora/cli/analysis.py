"""Commands that reckon: profiles of schools, and a made-up region to try the method on."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from opora.cli.runtime import installation
from opora.cli.speech import JSON, Russian, answer, fail, refuse


@click.command(cls=Russian, help="Рассчитать рисковые профили школ: за год или по папке opora simulate.")
@click.option("--cycle", "cycle_code", metavar="КОД", help="Код программного года.")
@click.option("--territory", metavar="КОД", help="Код территории; без ключа — все школы года.")
@click.option("--from", "folder", metavar="ПАПКА", help="Папка, которую записала opora simulate.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", help="На чём считать.")
@click.option(
    "--master",
    metavar="АДРЕС",
    help="Кластер Spark, например spark://host:7077; без ключа — свой, на этой машине.",
)
@JSON
def profile(
    cycle_code: str | None,
    territory: str | None,
    folder: str | None,
    engine: str,
    master: str | None,
    as_json: bool,
) -> None:
    if (cycle_code is None) == (folder is None):
        refuse("Назовите что-то одно: --cycle КОД или --from ПАПКА.")
    if master is not None and engine != "spark":
        refuse("Ключ --master нужен только с --engine spark.")
    if folder is not None:
        found = _told(lambda: _of_folder(folder, engine, master))
    else:
        with installation():
            from opora.risks.commands import InputRefused, profile_of_cycle

            assert cycle_code is not None
            try:
                found = _told(
                    lambda: profile_of_cycle(
                        cycle_code=cycle_code, territory_code=territory, engine=engine, master=master
                    )
                )
            except InputRefused as refusal:
                refuse(str(refusal))
    answer(found, as_json=as_json, words=_in_words(found))


@click.command(cls=Russian, help="Придумать регион: школы, результаты, ответы и скрытую правду к ним.")
@click.option("--schools", type=click.IntRange(1, 100_000), default=100, help="Сколько школ.")
@click.option("--seed", type=int, default=1, help="Зерно: одинаковое даёт одинаковые файлы.")
@click.option("--out", required=True, metavar="ПАПКА", type=click.Path(path_type=Path), help="Куда записать.")
@JSON
def simulate(schools: int, seed: int, out: Path, as_json: bool) -> None:
    from opora.config import released
    from opora.indicators.simulate import simulate as make_up

    try:
        answers = make_up(schools, seed, out, released.factors(), released.instruments())
    except OSError as trouble:
        fail(f"Не получилось записать в «{out}»: {trouble.strerror}. Выберите другую папку.")
    answer(
        {"out": str(out), "schools": schools, "seed": seed, "answers": answers, "synthetic": True},
        as_json=as_json,
        words=f"Записано в {out}: школ {schools}, ответов {answers}. Данные синтетические.",
    )


def _of_folder(folder: str, engine: str, master: str | None) -> dict[str, Any]:
    from opora.analytics.choosing import engine_on
    from opora.catalogues.kinds import content_hash
    from opora.config import released
    from opora.indicators.catalogue import RiskFactors
    from opora.indicators.report import as_json, cycle_of, from_simulation

    content = released.content_of(released.FACTORS)
    with engine_on(engine, folder, master) as opened:
        found = from_simulation(folder, opened, RiskFactors.parse(content))
        return as_json(cycle_of(folder), opened.name, f"released {content_hash(content)[:12]}", found)


def _in_words(found: dict[str, Any]) -> str:
    """A line for each school: its high risks, and of how many factors nothing can be said."""
    lines = [f"Каталог факторов: {found['catalogue_version']}, расчёт: {found['engine']}."]
    for school in found["schools"]:
        high = [f"{f['code']} {f['value']:.1f}" for f in school["factors"] if f["level"] == "high"]
        hidden = sum(f["hidden"] is not None for f in school["factors"])
        told = ", ".join(high) or "нет"
        lines.append(f"{school['school']}: высокие риски — {told}" + (f"; скрыто {hidden}" if hidden else ""))
    return "\n".join(lines)


def _told(reckon: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What an engine or a file may refuse, as one sentence."""
    from opora.analytics.cluster import ClusterFailed
    from opora.analytics.sources import BadSource
    from opora.analytics.spark import SparkMissing

    try:
        return reckon()
    except BadSource as refusal:
        refuse(str(refusal))
    except (ClusterFailed, SparkMissing) as trouble:
        fail(str(trouble))
