"""click in Russian: headings, help and the way a command answers."""

import json
import sys
from typing import Any, NoReturn

import click

DONE, FAILED, REFUSED = 0, 1, 2

BY = click.option("--by", "login", metavar="ЛОГИН", help="От чьего имени; без ключа — оператор установки.")
JSON = click.option("--json", "as_json", is_flag=True, help="Ответ одной строкой JSON.")


class Russian(click.Command):
    """A command whose help speaks Russian."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("add_help_option", True)
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Показать эту справку."
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = [piece.replace("[OPTIONS]", "[КЛЮЧИ]") for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Как вызвать: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx)) is not None]
        if records:
            with formatter.section("Ключи"):
                formatter.write_dl(
                    [(name, text.replace("[required]", "[обязателен]")) for name, text in records]
                )


class RussianGroup(Russian, click.Group):
    """A group of commands whose help speaks Russian."""

    command_class = Russian

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return ["[КЛЮЧИ]", "КОМАНДА", "…"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        Russian.format_options(self, ctx, formatter)
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                rows.append((name, command.get_short_help_str(90)))
        with formatter.section("Команды"):
            formatter.write_dl(rows)


RussianGroup.group_class = RussianGroup


def say(words: str) -> None:
    """For the person, beside a machine-readable answer: standard error."""
    click.echo(words, err=True)


def answer(value: Any, *, as_json: bool, words: str) -> None:
    """One JSON line on standard output where a program reads, plain words otherwise."""
    if as_json:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
        sys.stdout.flush()
    else:
        click.echo(words)


def refuse(words: str) -> NoReturn:
    """The input was refused: exit code 2."""
    say(words)
    raise SystemExit(REFUSED)


def fail(words: str) -> NoReturn:
    """It could not be done: exit code 1."""
    say(words)
    raise SystemExit(FAILED)


def misuse(error: click.UsageError) -> str:
    """What is wrong with the words of a call."""
    match error:
        case click.NoSuchOption():
            near = f" Похожий: {', '.join(error.possibilities)}." if error.possibilities else ""
            return f"Ключа {error.option_name} нет.{near}"
        case click.NoSuchCommand():
            return f"Команды «{error.command_name}» нет."
        case click.MissingParameter(param=click.Option() as param):
            return f"Не хватает ключа {'/'.join(param.opts)}."
        case click.MissingParameter(param=param):
            return f"Не хватает: {param.human_readable_name if param else 'значение'}."
        case click.BadParameter(param=click.Parameter() as param):
            allowed = getattr(param.type, "choices", None)
            words = f" Можно: {', '.join(allowed)}." if allowed else ""
            return f"Значение для {'/'.join(param.opts)} не подходит.{words}"
        case _:
            return f"Команда вызвана неверно: {error.format_message()}"
