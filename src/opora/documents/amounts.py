"""Two values of an indicator with their unit. Pure Python."""


def change_of(baseline: str, target: str, unit: str) -> str:
    """«12,5 → 60 %»: the unit once, also where a value was written with it; empty where nothing is known."""
    unit = unit.strip()
    values = [_bare(each.strip(), unit) for each in (baseline, target) if each.strip()]
    return f"{' → '.join(values)} {unit}".strip() if values else ""


def _bare(value: str, unit: str) -> str:
    if not unit or not value.casefold().endswith(unit.casefold()):
        return value
    bare = value[: -len(unit)].rstrip()
    # «5 классов» in «класс»: only a whole unit behind a number is taken off
    return bare if bare and bare[-1].isdecimal() else value
