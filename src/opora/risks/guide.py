"""The catalogue of factors as the pages tell it: titles, groups, where figures come from. Pure but for `guide_of`."""

from dataclasses import dataclass

from opora.catalogues.models import Version
from opora.indicators.catalogue import Indicator, RiskFactors, Source
from opora.indicators.kinds import GROUP_TITLES
from opora.questionnaires.instrument import AUDIENCE_TITLES

_OTHER_SOURCES = {Source.RESULTS: "результаты экзаменов", Source.CARD: "карта школы"}


@dataclass(frozen=True, slots=True)
class Guide:
    """One version of the catalogue; `label` names it as ours."""

    label: str
    catalogue: RiskFactors

    def title(self, code: str) -> str:
        """The title of a factor; its code where this version has no such factor."""
        found = self.catalogue.by_code.get(code)
        return found.title if found else code

    def group(self, code: str) -> str:
        found = self.catalogue.by_code.get(code)
        return GROUP_TITLES.get(found.group, found.group) if found else ""

    def why(self, code: str) -> str:
        found = self.catalogue.by_code.get(code)
        return found.why if found else ""

    def codes(self, group: str = "") -> list[str]:
        """In the order of the catalogue; of one group, or all."""
        return [each.code for each in self.catalogue.factors if group in {"", each.group}]

    def indicators(self, code: str) -> tuple[Indicator, ...]:
        return self.catalogue.of(code) if code in self.catalogue.by_code else ()

    def groups(self, code: str) -> list[str]:
        """Whose answers it is reckoned from, each once: «педагоги», «родители»."""
        return list(
            dict.fromkeys(AUDIENCE_TITLES[each.audience] for each in self.indicators(code) if each.audience)
        )

    def origin(self, code: str) -> str:
        """Each source once: «ответы: педагоги, обучающиеся; карта школы»."""
        groups = self.groups(code)
        answers = [f"ответы: {', '.join(groups)}"] if groups else []
        others = dict.fromkeys(
            _OTHER_SOURCES[each.source] for each in self.indicators(code) if not each.audience
        )
        return "; ".join([*answers, *others])


def indicator_origin(indicator: Indicator) -> str:
    """«ответы: педагоги», «результаты экзаменов», «карта школы»."""
    if indicator.audience is not None:
        return f"ответы: {AUDIENCE_TITLES[indicator.audience]}"
    return _OTHER_SOURCES[indicator.source]


_kept: dict[tuple[str, int], Guide] = {}


def guide_of(version: Version) -> Guide:
    """A published version never changes: it is read once for the process, and its content may be deferred."""
    key = version.content_hash, version.number
    if key not in _kept:
        label = f"каталог факторов, версия {version.number}: способ расчёта наш, не официальный"
        _kept[key] = Guide(label, RiskFactors.parse(version.content))
    return _kept[key]
