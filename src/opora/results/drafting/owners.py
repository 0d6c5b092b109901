"""Whose figures they are: schools and comparison groups found by what a file calls them. Never guessed."""

import re
from dataclasses import dataclass, field

from opora.access import Actor
from opora.imports.names import fold_mixed_alphabet, school_key
from opora.imports.problems import Place, Problem, shown
from opora.organisations.models import Territory
from opora.organisations.queries import Match, SchoolIndex, school_index, territories_visible_to
from opora.organisations.queries.names import Named
from opora.organisations.rules import CREATE
from opora.organisations.states import TerritoryKind
from opora.results import codes
from opora.results.drafting.options import CREATE_THEM, NEW_SCHOOLS
from opora.results.layouts.federal import WHOLE_SAMPLE
from opora.results.layouts.shape import Owner
from opora.results.layouts.words import plain

_GENERIC = re.compile(
    r"\b(область|обл|край|республика|респ|район|р-н|муниципальн\w*|округ|городской|город|гор|автономн\w*|ао|мр|мо|го|г)\b\.?"
)
_WHOLE = frozenset({WHOLE_SAMPLE, "российская федерация", "рф", "россия", "вся россия"})


@dataclass(frozen=True, slots=True)
class NewSchool:
    """A school to be created; `id` is negative until it is."""

    id: int
    name: str
    key: str
    territory: Territory


@dataclass(slots=True)
class Owners:
    """Finds owners; each is looked up and told about once."""

    by: Actor
    territory: Territory | None
    creates: bool
    problems: list[Problem] = field(default_factory=list)
    new: dict[tuple[str, int], NewSchool] = field(default_factory=dict)
    _indexes: list[SchoolIndex] | None = None
    _found: dict[tuple[str, str, str], int | None] = field(default_factory=dict)
    _groups: dict[str, list[Territory]] | None = None
    _found_groups: dict[str, int | None] = field(default_factory=dict)

    def school(self, owner: Owner, place: Place) -> int | None:
        """The school's id, negative for one to be created; None where it was refused (and told)."""
        key = (owner.name, owner.key, owner.territory)
        if key not in self._found:
            self._found[key] = self._find(owner, place)
        return self._found[key]

    def group(self, owner: Owner, place: Place) -> int | None:
        """The territory's id; None (told, not stopping) where no territory is called so."""
        if owner.name not in self._found_groups:
            self._found_groups[owner.name] = self._find_group(owner, place)
        return self._found_groups[owner.name]

    def _find(self, owner: Owner, place: Place) -> int | None:
        by_key = self._match(owner.key) if owner.key else None
        if by_key is not None and by_key.school is not None and by_key.how == "key":
            return self._checked(by_key.school, owner, place)
        match = self._match(owner.name or owner.key)
        found = match.school or self._in_named_territory(match, owner)
        if found is not None:
            self._warn_of_writing(found, match.how, owner, place)
            return found.id
        if match.candidates:
            words = (
                f"Школ с названием «{shown(owner.name)}» несколько. Впишите код школы "
                "или добавьте столбец «Муниципалитет»."
            )
            self._tell(place, owner, codes.AMBIGUOUS_SCHOOL, words, match.nearest)
            return None
        if self.creates:
            return self._create(owner, place, match)
        self._refuse(owner, place, match)
        return None

    def _match(self, text: str) -> Match:
        """The first territory of the actor that knows the name; offers of all of them otherwise."""
        offers: list[str] = []
        for index in self._all_indexes():
            match = index.find(text)
            if match.school is not None or match.candidates:
                return match
            offers += [name for name in match.nearest if name not in offers]
        return Match(None, nearest=tuple(offers[:3]))

    def _all_indexes(self) -> list[SchoolIndex]:
        if self._indexes is None:
            paths: tuple[str, ...]
            if self.territory is not None:
                paths = (self.territory.path or "",)
            elif self.by.is_operator:
                paths = ("",)
            else:
                paths = self.by.scope.territory_paths if self.by.scope else ()
            self._indexes = [school_index(path) for path in paths]
        return self._indexes

    @staticmethod
    def _in_named_territory(match: Match, owner: Owner) -> Named | None:
        """Of schools with one name, the one in the territory that the row names."""
        wanted = _stem(owner.territory)
        inside = [school for school in match.candidates if wanted and _stem(school.territory) == wanted]
        return inside[0] if len(inside) == 1 else None

    def _checked(self, found: Named, owner: Owner, place: Place) -> int | None:
        """A school found by its key must not be called by another school's name."""
        other = self._match(owner.name).school if owner.name else None
        if other is not None and other.id != found.id:
            words = (
                f"Код «{owner.key}» — это «{found.name}», а в строке «{shown(owner.name)}». "
                "Исправьте код или название."
            )
            self._tell(place, owner, codes.KEY_AND_NAME_DIFFER, words, (found.name, other.name))
            return None
        return found.id

    def _warn_of_writing(self, found: Named, how: str, owner: Owner, place: Place) -> None:
        if how == "former":
            words = f"Школа теперь называется «{found.name}». Мы записали цифры ей."
            self._tell(place, owner, codes.SCHOOL_RENAMED, words, stops=False)
        elif fold_mixed_alphabet(owner.name)[1]:
            words = (
                f"В названии «{shown(owner.name)}» смешаны русские и латинские буквы. Мы поняли его как "
                f"«{found.name}». Исправьте название в файле."
            )
            self._tell(place, owner, codes.SCHOOL_MIXED, words, (found.name,), stops=False)

    def _refuse(self, owner: Owner, place: Place, match: Match) -> None:
        # which names are near is told beside the words, as what is allowed
        remedy = "Исправьте название на одно из похожих" if match.nearest else "Исправьте название"
        words = (
            f"Школы «{shown(owner.name or owner.key)}» мы не знаем. {remedy}, либо добавьте школу, "
            f"либо выберите при загрузке «{NEW_SCHOOLS} — {CREATE_THEM}»."
        )
        self._tell(place, owner, codes.UNKNOWN_SCHOOL, words, match.nearest)

    def _create(self, owner: Owner, place: Place, match: Match) -> int | None:
        home = self._home(owner)
        if home is None:
            known = tuple(territory.code for territory in self._municipalities())
            remedy = (
                "Укажите территорию при загрузке или добавьте столбец «Муниципалитет»."
                if known
                else "Сначала заведите муниципалитет: на странице территорий или загрузкой организаций."
            )
            words = f"Чтобы создать школу «{shown(owner.name)}», нужно знать её муниципалитет. {remedy}"
            self._tell(place, owner, codes.TERRITORY_NEEDED, words, known)
            return None
        if refusal := CREATE.refusal(self.by, home):
            self._tell(place, owner, codes.TERRITORY_NEEDED, refusal)
            return None
        name = fold_mixed_alphabet(owner.name or owner.key)[0]
        made = self.new.get((school_key(name), home.pk))
        if made is None:
            made = NewSchool(-len(self.new) - 1, name, owner.key, home)
            self.new[school_key(name), home.pk] = made
            alike = f" Похожие уже есть: {'; '.join(match.nearest)}." if match.nearest else ""
            words = f"Школы «{name}» ещё не было, мы создадим её: {home.name}.{alike}"
            self._tell(place, owner, codes.NEW_SCHOOL, words, stops=False)
        return made.id

    def _home(self, owner: Owner) -> Territory | None:
        """The municipality of a new school: named in the row, chosen, or the only one there is."""
        here = self._municipalities()
        if wanted := _stem(owner.territory):
            named = [t for t in here if _stem(t.name) == wanted or t.code == owner.territory]
            return named[0] if len(named) == 1 else None
        if self.territory is not None and self.territory.kind == TerritoryKind.MUNICIPALITY:
            return self.territory
        return here[0] if len(here) == 1 else None

    def _municipalities(self) -> list[Territory]:
        inside = territories_visible_to(self.by).filter(kind=TerritoryKind.MUNICIPALITY)
        if self.territory is not None:
            inside = inside.filter(path__startswith=self.territory.path or "")
        return list(inside)

    def _find_group(self, owner: Owner, place: Place) -> int | None:
        if self._groups is None:
            self._groups = {}
            for territory in Territory.objects.all():
                self._groups.setdefault(_stem(territory.name), []).append(territory)
                if territory.kind == TerritoryKind.FEDERATION:
                    self._groups.setdefault("#", []).append(territory)
        whole = plain(owner.name) in _WHOLE
        alike = self._groups.get("#" if whole else _stem(owner.name), [])
        exact = [t for t in alike if plain(t.name) == plain(owner.name)] or alike
        if len(exact) == 1:
            return exact[0].pk
        words = (
            f"Группы «{shown(owner.name)}» нет среди территорий, сравнения с ней не будет. "
            "Остальные строки мы прочитали."
        )
        self._tell(place, owner, codes.GROUP_UNKNOWN, words, stops=False)
        return None

    def _tell(
        self,
        place: Place,
        owner: Owner,
        code: str,
        words: str,
        allowed: tuple[str, ...] | None = None,
        *,
        stops: bool = True,
    ) -> None:
        value = shown(owner.name or owner.key)
        self.problems.append(Problem(place, value, code, words, allowed or None, stops))


def _stem(name: str) -> str:
    """A territory's own word without «область», «муниципальный округ», «г.»."""
    text = _GENERIC.sub(" ", plain(name))
    return re.sub(r"[^а-яa-z0-9-]+", " ", text).strip()
