"""`opora`: every command of an installation."""

import click

import opora
from opora.cli import data, serving, upkeep
from opora.cli.speech import RussianGroup, fail
from opora.installation.problems import InstallationProblem


@click.group(
    cls=RussianGroup,
    help="Опора: программы адресной поддержки школ. Папку установки называет переменная OPORA_HOME.",
    epilog="Коды ответа: 0 — сделано, 1 — не получилось, 2 — введённое отклонено.",
)
@click.version_option(opora.__version__, message="Опора %(version)s", help="Показать версию.")
def root() -> None:
    """The group itself does nothing."""


for command in (
    serving.up,
    serving.down,
    serving.status,
    serving.demo,
    upkeep.check,
    upkeep.backup,
    upkeep.restore,
    upkeep.manage,
    data.invite,
    data.cycle,
    data.import_,
    data.export,
    data.template,
    data.identify,
):
    root.add_command(command)


def main() -> None:
    """The entry point: an installation's trouble is one sentence, not a traceback."""
    try:
        root(prog_name="opora")
    except InstallationProblem as problem:
        fail(str(problem))
