"""The definitions that came with this version, read from their files: no installation is asked."""

import tomllib
from typing import Any

from opora.config.env import beside_sources
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
