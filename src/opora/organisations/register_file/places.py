"""The territories that a file names: those that exist, and those that its own sheet adds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from opora.access import Actor, Role
from opora.imports.problems import Problem
from opora.organisations.actions.territories import ROOT_CODE
from opora.organisations.models import Territory
from opora.organisations.register_file import codes
from opora.organisations.register_file.reading import Line
from opora.organisations.rules import ADD_TERRITORY, MANAGE_TERRITORIES
from opora.organisations.states import TerritoryKind


class Fate(Enum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(slots=True)
class Place:
    """A territory as it will be: `row` where it exists; `depth` 0 for the root, 1 region, 2 municipality."""

    code: str
    name: str
    parent: str
    depth: int
    row: Territory | None
    fate: Fate = Fate.SAME


@dataclass(slots=True)
class Places:
    by: Actor
    by_code: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    mentioned: list[Place] = field(default_factory=list)

    def covers(self, place: Place) -> bool:
        """Whether the actor's scope holds the place, one that is not there yet by what it hangs on."""
        while place.row is None and place.parent in self.by_code:
            place = self.by_code[place.parent]
        return self.by.covers_territory(place.row.path or "" if place.row else "")


def plan_places(lines: Sequence[Line], by: Actor) -> Places:
    """Read the tree once, then the file's own sheet in its order (a parent may stand below its parts)."""
    places = Places(by)
    for row in Territory.objects.select_related("parent").order_by("path"):
        depth = (row.path or "").count("/") - 1
        places.by_code[row.code] = Place(
            row.code, row.name, row.parent.code if row.parent else "", depth, row
        )
    if ROOT_CODE not in places.by_code:
        places.by_code[ROOT_CODE] = Place(ROOT_CODE, TerritoryKind.FEDERATION.label, "", 0, None)
    waiting = [line for line in lines if _is_whole(line, places)]
    seen: set[str] = set()
    while waiting:
        ready = [
            line
            for line in waiting
            if line.text("parent") in places.by_code or line.text("code") == ROOT_CODE
        ]
        if not ready:
            for line in waiting:
                message = f"Территории с кодом «{line.text('parent')}» нет. Добавьте её строкой в этот лист."
                _tell(places, line, "parent", codes.UNKNOWN_PARENT, message)
            break
        placed = set(map(id, ready))
        waiting = [line for line in waiting if id(line) not in placed]
        for line in ready:
            if line.text("code") in seen:
                message = "Эта территория уже есть выше в файле. Оставьте одну строку."
                _tell(places, line, "code", codes.TERRITORY_TWICE, message)
            elif line.text("code") != ROOT_CODE:
                seen.add(line.text("code"))
                _place(line, places)
    return places


def _tell(places: Places, line: Line, key: str, code: str, message: str) -> None:
    places.problems.append(Problem(line.place(key), line.text(key) or None, code, message))


def _is_whole(line: Line, places: Places) -> bool:
    for key, title in (("code", "Код"), ("name", "Название")):
        if not line.text(key):
            _tell(places, line, key, codes.REQUIRED, f"Заполните «{title}».")
            return False
    if not line.text("parent"):
        known = places.by_code.get(line.text("code"))
        line.values["parent"] = known.parent if known and known.parent else ROOT_CODE
    return True


def _place(line: Line, places: Places) -> None:
    code, name, parent = line.text("code"), line.text("name"), places.by_code[line.text("parent")]
    known = places.by_code.get(code)
    if parent.depth >= 2:
        message = "Внутри муниципалитета территорий не бывает. Укажите код региона."
        _tell(places, line, "parent", codes.TERRITORY_DEPTH, message)
        return
    if known is not None and known.row is not None and (known.name, known.parent) == (name, parent.code):
        places.mentioned.append(known)
        return
    if refusal := _refusal(places, known, parent):
        _tell(places, line, "code", codes.NOT_YOURS, refusal)
        return
    if known is not None and known.depth != parent.depth + 1:
        message = "Регион не становится муниципалитетом, и наоборот. Верните прежний код в «Входит в»."
        _tell(places, line, "parent", codes.TERRITORY_DEPTH, message)
        return
    row = known.row if known else None
    fate = Fate.CHANGED if row else Fate.NEW
    place = Place(code, name, parent.code, parent.depth + 1, row, fate)
    places.by_code[code] = place
    places.mentioned.append(place)


def _refusal(places: Places, known: Place | None, parent: Place) -> str | None:
    """Why the actor may not add, rename or move this territory; None where they may."""
    by = places.by
    if known is not None and known.row is not None:
        refusal = MANAGE_TERRITORIES.refusal(by, known.row)
        if refusal or parent.code == known.parent:
            return refusal
    if parent.row is not None:
        return ADD_TERRITORY.refusal(by, parent.row)
    if by.acts_as(Role.ADMINISTRATOR) and places.covers(parent):
        return None
    return "Новые регионы добавляет администратор. Попросите его."
