"""What the checks say of a programme, as JSON and in words."""

from collections.abc import Sequence
from typing import Any

from opora.documents.checks.mirror import Mirror
from opora.documents.checks.rulebook import Finding
from opora.documents.programme import Programme
from opora.ui.text import count_ru


def as_json(programme: Programme, found: Sequence[Finding], mirror: Mirror) -> dict[str, Any]:
    """{programme, findings: [{rule, severity, place, message, remedy, criterion, points}], mirror}."""
    return {
        "programme": programme.title or programme.kind,
        "findings": [
            {
                "rule": each.rule.code,
                "severity": each.rule.severity.value,
                "place": each.place,
                "message": each.hit.message,
                "remedy": each.rule.remedy,
                "criterion": each.rule.criterion or None,
                "points": each.rule.points or None,
            }
            for each in found
        ],
        "mirror": {
            "total": mirror.total,
            "zone": mirror.zone.code,
            "criteria": [
                {
                    "code": mark.criterion.code,
                    "points": mark.points,
                    "of": mark.criterion.points,
                    "lost": [rule.code for rule in mark.lost],
                }
                for mark in mirror.marks
            ],
        },
    }


def in_words(programme: Programme, found: Sequence[Finding], mirror: Mirror) -> str:
    """For a person at the terminal: each finding with its place and remedy, then the sheet."""
    lines = [programme.title or programme.kind, ""]
    for each in found:
        lines += [f"{each.hit.message} [{each.place}]", f"    {each.rule.remedy}"]
    lines += [count_ru(len(found), "замечание,замечания,замечаний") if found else "Замечаний нет.", ""]
    for mark in mirror.marks:
        why = f" — {'; '.join(rule.title.lower() for rule in mark.lost)}" if mark.lost else ""
        lines.append(f"{mark.points} из {mark.criterion.points}  {mark.criterion.title}{why}")
    lines.append(
        f"Не больше {mirror.total} из {sum(m.criterion.points for m in mirror.marks)}: {mirror.zone.title}."
    )
    return "\n".join(lines)
