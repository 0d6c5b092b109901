"""A report as JSON: every figure with its origin, what is missing with who supplies it, the words of people. Pure."""

from collections.abc import Mapping
from typing import Any

from opora.reports.content import Content


def as_json(
    content: Content, texts: Mapping[str, str], *, territory: str, cycle: str, stage: str, file: str
) -> dict[str, Any]:
    return {
        "territory": territory,
        "cycle": cycle,
        "stage": stage,
        "as_on": content.as_on.isoformat(),
        "figures": [
            {
                "section": section.code,
                "words": figure.words,
                "value": figure.value,
                "unit": figure.unit,
                "origin": figure.origin,
                "url": figure.url,
                "as_on": figure.as_on.isoformat(),
            }
            for section, figure in content.figures
        ],
        "missing": [
            {"section": section.code, "what": each.what, "who": each.asked, "where": each.url}
            for section, each in content.missing
        ],
        "texts": dict(texts),
        "file": file,
    }
