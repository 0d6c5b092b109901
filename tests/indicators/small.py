"""A small catalogue of factors that tests reckon by hand."""

from typing import Any

from opora.indicators.catalogue import RiskFactors


def indicator(code: str, source: str, item: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "factor": code.split(".", maxsplit=1)[0],
        "title": code,
        "source": source,
        "item": item,
    } | {
        "weight": 1,
        **more,
    }


def by_answers(code: str, audience: str, item: str, risk: tuple[int, int], **more: Any) -> dict[str, Any]:
    return indicator(code, "answers", item, audience=audience, risk_from=risk[0], risk_to=risk[1], **more)


def factor(code: str, group: str) -> dict[str, Any]:
    return {"code": code, "title": f"Фактор {code}", "group": group, "why": "Потому.", "origin": "sources"}


CONTENT: dict[str, Any] = {
    "bound_middle": 35,
    "bound_high": 60,
    "minimum_group": 5,
    "factors": [
        factor("A", "resources"),
        factor("B", "pupils"),
        factor("C", "pupils"),
        factor("D", "climate"),
    ],
    "indicators": [
        by_answers("A.1", "pupil", "p1", (1, 2), base_from=1, base_to=4, weight=2),
        by_answers("A.2", "teacher", "t1.2", (1, 1)),
        by_answers("A.3", "teacher", "t2", (3, 4), reverse=True, full=50),
        indicator("B.1", "results", "vpr-*", weight=3, full=50),
        indicator("B.2", "card", "h2", base_item="h1", full=30),
        indicator("B.3", "card", "h3", base_item="h2", reverse=True, weight=2),
        by_answers("C.1", "parent", "r1", (4, 5)),
        indicator("D.1", "results", "oge-ma"),
        by_answers("D.2", "pupil", "p1", (4, 4)),
    ],
    "causes": [{"factor": "A", "text": "Не хватает людей."}],
    "measures": [{"factor": "A", "text": "Позвать людей.", "result": "Вакансий нет.", "source": ""}],
}
CATALOGUE = RiskFactors.parse(CONTENT)
