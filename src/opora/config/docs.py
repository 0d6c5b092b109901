"""Documents made from the code: who may do what, lives of objects. Written by `./dev docs`, compared in tests."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import opora
from opora.access import all_permissions

ROOT = Path(opora.__file__).parent.parent.parent
NOTE = "<!-- Порождено из кода командой ./dev docs; правьте код, не этот файл. -->"


def permissions() -> str:
    """docs/permissions.md: a row for each permission, its alternatives in plain words."""
    _import_everywhere("rules")
    lines = [
        "# Кто что может",
        "",
        NOTE,
        "",
        "Право есть у того, для кого верны все слова хотя бы одной строки после «или». "
        "Оператор установки (команды на самой машине) может всё, что не запрещено состоянием.",
        "",
        "| Право | Что можно | Кому и когда |",
        "|---|---|---|",
    ]
    for each in all_permissions():
        ways = " **или** ".join(
            " и ".join(rule.reads for rule in rules) or "любой вошедший" for rules in each.any_of
        )
        lines.append(f"| `{each.code}` | {each.title} | {ways} |")
    return "\n".join(lines) + "\n"


def states() -> dict[str, str]:
    """docs/states/<feature>.md: a diagram of each transition table, and who is awaited in each state."""
    made: dict[str, str] = {}
    for module in _import_everywhere("states"):
        table: Mapping[Any, Iterable[Any]] | None = getattr(module, "TRANSITIONS", None)
        if not table:
            continue
        feature = module.__name__.split(".")[1]
        moves: Mapping[Any, str | None] = getattr(module, "MOVES", {})
        lines = [
            f"# Состояния: {feature}",
            "",
            NOTE,
            "",
            *_diagram(table),
            "",
            "| Состояние | Чей ход |",
            "|---|---|",
        ]
        lines += [f"| {state.label} | {moves.get(state) or 'ничей'} |" for state in table]
        for name, other in _others(module):
            lines += ["", f"## {name}", "", *_diagram(other)]
        made[feature] = "\n".join(lines) + "\n"
    return made


def _others(module: Any) -> list[tuple[str, Mapping[Any, Iterable[Any]]]]:
    """The tables of what the main object has in it: `REMARK_TRANSITIONS` is that of a remark."""
    end = "_TRANSITIONS"
    names = [name for name in vars(module) if name.endswith(end) and not name.startswith("_")]
    return [(name.removesuffix(end).lower(), getattr(module, name)) for name in names]


def _diagram(table: Mapping[Any, Iterable[Any]]) -> list[str]:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in table]
    lines.append(f"    [*] --> {next(iter(table)).value}")
    for state, following in table.items():
        lines += [f"    {state.value} --> {each.value}" for each in sorted(following, key=lambda s: s.value)]
        if not list(following):
            lines.append(f"    {state.value} --> [*]")
    return [*lines, "```"]


def _import_everywhere(name: str) -> list[Any]:
    found = []
    for package in pkgutil.iter_modules(opora.__path__, "opora."):
        if not package.ispkg:
            continue
        try:
            found.append(importlib.import_module(f"{package.name}.{name}"))
        except ModuleNotFoundError as missing:
            if missing.name != f"{package.name}.{name}":
                raise
    return found


def documents() -> dict[Path, str]:
    """Every generated document: its path in the repository and the text it should have."""
    from opora.config import released
    from opora.config.import_guide import import_guide
    from opora.indicators import handbook

    made = {Path("docs/permissions.md"): permissions(), Path("docs/import.md"): import_guide()}
    made[Path("docs/indicators.md")] = handbook.text(released.factors(), released.instruments())
    made |= {Path(f"docs/states/{feature}.md"): text for feature, text in states().items()}
    return made


def stale() -> list[Path]:
    """Generated documents that differ from what stands in the repository."""
    return [
        path
        for path, text in documents().items()
        if not (ROOT / path).exists() or (ROOT / path).read_text() != text
    ]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora.config.settings")
    import django

    django.setup()
    if "--check" in sys.argv:
        sys.stdout.write("".join(f"{path}\n" for path in stale()))
        return
    for path, text in documents().items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text)
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
