"""What the command line says of a loaded plan beside the report of every import."""

from typing import Any

from opora.imports.contract import Report
from opora.plans.importing import PlanImporter, PlanReport

_SHOWN = 50


def findings_of(kind: str, report: Report) -> list[dict[str, Any]] | None:
    """[{rule, rows, message}] of what the guard of chronology found in a plan; None for another kind of import."""
    if kind != PlanImporter.kind:
        return None
    return [each.as_json() for each in report.findings] if isinstance(report, PlanReport) else []


def in_words(findings: list[dict[str, Any]]) -> str:
    """A line each; nothing where nothing was found."""
    lines = [f"? {each['message']}" for each in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        lines.append(f"… и ещё {len(findings) - _SHOWN}. Все: ключ --json.")
    return "\n".join(["Что проверить в плане:", *lines]) if lines else ""
