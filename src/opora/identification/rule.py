"""The rule of selection, as plain data parsed from the content of its definition."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from opora.identification.states import Mode

#: what a school shows about itself in a bigint mask: one bit for each procedure of the rule
MOST_PROCEDURES = 60
# thresholds are compared as whole numbers over 10 ** PLACES
PLACES = 6
ONE_POINT = Decimal("0.01")


class BadRule(ValueError):
    """The content of a rule cannot be used; the words say what to correct."""


@dataclass(frozen=True, slots=True)
class SignSettings:
    """Which signs of doubtful results are looked for, and from what size on. Shares are 0–1.

    None of the numbers comes from a regulation: they are ours, and a region may decide otherwise.
    `boundaries` are the primary scores from which marks 3, 4 and 5 are given, by procedure.
    """

    minimum_participants: int = 10
    above_region: bool = True
    above_region_points: Decimal = Decimal("0.20")
    easy_hard: bool = True
    easy_hard_points: Decimal = Decimal("0.05")
    cliffs: bool = True
    cliffs_points: Decimal = Decimal("0.10")
    class_drop: bool = True
    class_drop_points: Decimal = Decimal("0.25")
    journal: bool = True
    journal_share: Decimal = Decimal("0.40")
    boundaries: tuple[tuple[str, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Which schools are selected.

    `threshold` is a share of «2», compared with «не менее». `last_year` None: the latest year with any
    figure of the rule's procedures, not later than the year the cycle ends in. `years` is how many years
    the protocol shows; the grounds look at the last and the one before.
    `version` names the published definition; `base` tells it apart from one changed for a try.
    """

    procedures: tuple[str, ...]
    threshold: Decimal = Decimal("0.30")
    mode: Mode = Mode.OR
    count: int = 2
    minimum_participants: int = 0
    years: int = 3
    last_year: int | None = None
    quartile: bool = False
    quartile_count: int = 2
    ege: bool = False
    ege_share: Decimal = Decimal("0.10")
    ege_procedures: tuple[str, ...] = ()
    window_days: int = 10
    municipality_approves: bool = True
    signs: SignSettings = SignSettings()
    version: str = ""

    def __post_init__(self) -> None:
        if not self.procedures:
            raise BadRule("Назовите в правиле хотя бы одну процедуру.")
        if len(self.all_procedures) > MOST_PROCEDURES:
            raise BadRule(f"В правиле может быть не больше {MOST_PROCEDURES} процедур: уберите лишние.")
        if not 0 < self.threshold <= 1:
            raise BadRule("Порог — доля больше 0 и не больше 1, например 0,30.")
        if _places(self.threshold) > PLACES:
            raise BadRule(f"Запишите порог не точнее {PLACES} знаков после запятой.")
        if self.count < 1 or self.years < 2:
            raise BadRule("Процедур нужно не меньше одной, лет — не меньше двух.")

    @property
    def all_procedures(self) -> tuple[str, ...]:
        """The main procedures, then those that only the ground «ЕГЭ» looks at."""
        extra = (code for code in self.ege_procedures if code not in self.procedures)
        return (*self.procedures, *(extra if self.ege else ()))

    def tried(self, *, mode: str | None = None, threshold: str | Decimal | None = None) -> "Rule":
        """The same rule with another mode or threshold; raises BadRule."""
        try:
            chosen = self.mode if mode is None else Mode(mode)
        except ValueError:
            raise BadRule("Связь оснований — «or» (достаточно одного) или «and» (нужны оба).") from None
        return replace(
            self, mode=chosen, threshold=self.threshold if threshold is None else _share(threshold, "порог")
        )

    def years_up_to(self, last_year: int) -> tuple[int, ...]:
        return tuple(range(last_year - self.years + 1, last_year + 1))


def parse_rule(content: Mapping[str, Any], *, version: str = "") -> Rule:
    """Read the content of a definition of the kind «identification-rules»; raises BadRule."""
    plain: dict[str, Any] = {name: content[name] for name in _PLAIN if content.get(name) is not None}
    shares: dict[str, Any] = {
        name: _share(content[name], name) for name in _SHARES if content.get(name) is not None
    }
    try:
        mode = Mode(content.get("mode", Mode.OR))
    except ValueError:
        raise BadRule("Связь оснований — «or» или «and».") from None
    return Rule(
        procedures=_codes(content, "procedures"),
        ege_procedures=_codes(content, "ege_procedures"),
        mode=mode,
        signs=_signs(content),
        version=version,
        **plain,
        **shares,
    )


def version_of(code: str, number: int, content: Mapping[str, Any]) -> str:
    """«shnor № 1 · 0a1b2c3d»: the definition, its number, and what it says, beyond mistaking."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{code} № {number} · {hashlib.sha256(text.encode()).hexdigest()[:8]}"


_PLAIN = (
    *("count", "minimum_participants", "years", "last_year", "quartile", "quartile_count", "ege"),
    *("window_days", "municipality_approves"),
)
_SHARES = ("threshold", "ege_share")
_SIGN_FLAGS = ("above_region", "easy_hard", "cliffs", "class_drop", "journal")
_SIGN_SHARES = (
    *("above_region_points", "easy_hard_points", "cliffs_points", "class_drop_points", "journal_share"),
)


def _signs(content: Mapping[str, Any]) -> SignSettings:
    flags: dict[str, Any] = {
        name: content[f"sign_{name}"] for name in _SIGN_FLAGS if content.get(f"sign_{name}") is not None
    }
    shares: dict[str, Any] = {
        name: _share(content[f"sign_{name}"], name)
        for name in _SIGN_SHARES
        if content.get(f"sign_{name}") is not None
    }
    rows = content.get("boundaries") or ()
    boundaries = tuple(
        (row["procedure"], int(row["three"]), int(row["four"]), int(row["five"])) for row in rows
    )
    least = content.get("sign_minimum_participants")
    return SignSettings(
        minimum_participants=SignSettings().minimum_participants if least is None else int(least),
        boundaries=boundaries,
        **flags,
        **shares,
    )


def _codes(content: Mapping[str, Any], name: str) -> tuple[str, ...]:
    rows = content.get(name) or ()
    codes = tuple(row["code"] if isinstance(row, Mapping) else str(row) for row in rows)
    if len(set(codes)) != len(codes):
        raise BadRule("Одна процедура названа в правиле дважды: оставьте её один раз.")
    return codes


def _share(value: Any, what: str) -> Decimal:
    try:
        share = Decimal(str(value).replace(",", "."))
    except InvalidOperation:
        raise BadRule(
            f"Не удалось прочитать долю «{value}» ({what}): напишите её числом, например 0,30."
        ) from None
    if not share.is_finite() or not 0 <= share <= 1:
        raise BadRule(f"Доля «{value}» ({what}) должна быть от 0 до 1.")
    return share


def _places(share: Decimal) -> int:
    exponent = share.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
