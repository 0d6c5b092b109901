"""`opora`: every command of an installation."""

import click

import opora
from opora.cli import analysis, data, programmes, reports, serving, upkeep
from opora.cli.speech import RussianGroup, fail, misuse, refuse
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
    analysis.profile,
    analysis.simulate,
    programmes.check_programme,
    reports.report,
):
    root.add_command(command)


def main() -> None:
    """The entry point: trouble is one sentence in Russian and an exit code, not a traceback."""
    try:
        code = root.main(prog_name="opora", standalone_mode=False)
    except InstallationProblem as problem:
        fail(str(problem))
    except click.UsageError as error:
        help_line = f" Справка: {error.ctx.command_path} --help." if error.ctx else ""
        refuse(f"{misuse(error)}{help_line}")
    except click.Abort:
        fail("Прервано.")
    raise SystemExit(code if isinstance(code, int) else 0)
