"""The definitions that came with this version, read from their files: no installation is asked."""

import tomllib
from typing import Any

from opora.config.env import beside_sources
from opora.documents.checks.rulebook import Rulebook
from opora.documents.checks.sheet import Sheet
from opora.documents.outline import Outline
from opora.indicators.catalogue import RiskFactors
from opora.questionnaires.instrument import Instrument

FACTORS = "risk-factors/factors.toml"


def content_of(name: str) -> dict[str, Any]:
    """The content of `definitions/<name>`."""
    file = beside_sources("definitions") / name
    content: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))["content"]
    return content


def factors() -> RiskFactors:
    return RiskFactors.parse(content_of(FACTORS))


def instruments() -> list[Instrument]:
    """Every questionnaire, in order of codes."""
    files = sorted((beside_sources("definitions") / "questionnaires").glob("*.toml"))
    return [Instrument.parse(content_of(f"questionnaires/{file.name}")) for file in files]


def outlines() -> dict[str, Outline]:
    """Every kind of document, by its code."""
    found = {}
    for file in sorted((beside_sources("definitions") / "documents").glob("*.toml")):
        definition = tomllib.loads(file.read_text(encoding="utf-8"))
        found[file.stem] = Outline.parse(file.stem, definition["title"], definition["content"])
    return found


def rulebook() -> Rulebook:
    """How programmes are checked."""
    return Rulebook.parse(content_of("programme-rules/rules.toml"))


def expert_sheet() -> Sheet:
    """By what experts score, and the mirror."""
    return Sheet.parse("Экспертный лист", content_of("expert-sheets/sheet.toml"))
