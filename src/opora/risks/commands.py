"""`opora profile --cycle`: the profiles of a programme year, reckoned anew by the engine that was asked for."""

from typing import Any

from opora.analytics.choosing import engine_on
from opora.catalogues.queries import NotPublished
from opora.cycles.models import Cycle
from opora.indicators.report import as_json
from opora.organisations.models import Organisation, Territory
from opora.risks.computing import computed


class InputRefused(ValueError):
    """What was asked for cannot be: the words say what to correct. The command ends with code 2."""


def profile_of_cycle(
    *, cycle_code: str, territory_code: str | None, engine: str, master: str | None
) -> dict[str, Any]:
    """As `opora profile --json` prints it; a school by its code. Nothing is stored. Raises InputRefused."""
    cycle = Cycle.objects.filter(code=cycle_code).first()
    if cycle is None:
        known = ", ".join(Cycle.objects.values_list("code", flat=True)) or "ни одного"
        raise InputRefused(f"Программного года «{cycle_code}» нет. Есть: {known}.")
    path = _path(territory_code)
    try:
        found = computed(cycle, path, open_engine=lambda folder: engine_on(engine, folder, master))
    except NotPublished:
        raise InputRefused("Каталог факторов риска не опубликован. Запустите «opora up».") from None
    if not found.taking.campaigns:
        raise InputRefused(f"За {cycle.title} ещё нет закрытого опроса: рассчитывать профили не из чего.")
    answer = as_json(cycle.code, found.engine, found.version, found.profiles)
    keys = dict(Organisation.objects.filter(pk__in=found.taking.schools).values_list("pk", "key"))
    for each in answer["schools"]:
        each["school"] = keys[each["school"]]
    return answer


def _path(territory_code: str | None) -> str:
    if territory_code is None:
        return ""
    found = Territory.objects.filter(code=territory_code).first()
    if found is None:
        raise InputRefused(f"Территории с кодом «{territory_code}» нет. Коды стоят в выгрузке organisations.")
    return found.path or ""
