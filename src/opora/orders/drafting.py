"""The text of an order from the people it appoints and the groups it makes. Pure: names come in, words go out.

Cases are made by rules (`printing.declension`): every word is a proposal that a person corrects.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from opora.access import Role
from opora.ordering import folded
from opora.orders.expected import Expected
from opora.printing.declension import Case, person, phrase

PREAMBLE = "В целях организации работы по адресной методической помощи школам ({год})"
CONTROL = "Контроль за исполнением приказа оставляю за собой."


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody an order appoints. `schools` are named where the duty is for certain schools (a curator)."""

    name: str
    post: str = ""
    schools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Team:
    """A group an order makes: `members` are (name, post, part) in the order of the list, `chair` one of them."""

    name: str
    kind: str
    members: tuple[tuple[str, str, str], ...] = ()
    chair: Named | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The order in force that the draft replaces, in words («приказ № 16 от …»), and whom it appointed in vain now."""

    words: str
    gone: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Composition:
    """An annex of an order: who is in a group."""

    title: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What is printed: each point without its number; `readers` sign that they have read it."""

    preamble: str
    points: tuple[str, ...]
    signer_post: str = ""
    signer_name: str = ""
    readers: tuple[str, ...] = ()
    annexes: tuple[Composition, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "preamble": self.preamble,
            "points": list(self.points),
            "signer_post": self.signer_post,
            "signer_name": self.signer_name,
            "readers": list(self.readers),
            "annexes": [{"title": e.title, "rows": [list(row) for row in e.rows]} for e in self.annexes],
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        return cls(
            preamble=kept.get("preamble", ""),
            points=tuple(kept.get("points", ())),
            signer_post=kept.get("signer_post", ""),
            signer_name=kept.get("signer_name", ""),
            readers=tuple(kept.get("readers", ())),
            annexes=tuple(
                Composition(each["title"], tuple((row[0], row[1], row[2]) for row in each["rows"]))
                for each in kept.get("annexes", ())
            ),
        )


def lowered(text: str) -> str:
    """«Директор» inside a sentence; an abbreviation stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def in_accusative(somebody: Named) -> str:
    """«Петрову Анну Ивановну, заместителя директора»."""
    name = person(somebody.name, Case.ACCUSATIVE)
    post = phrase(lowered(somebody.post), Case.ACCUSATIVE, animate=True) if somebody.post else ""
    return f"{name}, {post}," if post else name


def duty_of(expected: Expected) -> str:
    """«школьным координатором»: as the definition says it, else the name of the role."""
    if expected.duty:
        return expected.duty
    role = expected.role or Role.SCHOOL_COORDINATOR
    return phrase(lowered(role.title), Case.INSTRUMENTAL, animate=True)


def appointing(somebody: Named, duty: str) -> str:
    """«Назначить Петрову Анну Ивановну, заместителя директора, школьным координатором.»"""
    point = f"Назначить {in_accusative(somebody)} {duty}"
    if somebody.schools:
        word = "школы" if len(somebody.schools) == 1 else "школ"
        point += f" {word}: {', '.join(somebody.schools)}"
    return f"{point}."


def replacing(standing: Standing, expected: Expected) -> list[str]:
    """Who leaves, by name, and what loses its force."""
    found = []
    if expected.role is not None:
        duty = phrase(lowered(expected.role.title), Case.GENITIVE, animate=True)
        found = [
            f"Освободить {in_accusative(each).rstrip(',')} от обязанностей {duty}." for each in standing.gone
        ]
    return [*found, f"Признать утратившим силу {standing.words}."]


def creating(team: Team, annex: int | None) -> list[str]:
    """The points about one group; `annex` is the number of its list, None where there is only one."""
    where = "приложение" if annex is None else f"приложение {annex}"
    found = [f"Создать {_named_in_accusative(team)} и утвердить её состав ({where})."]
    if team.chair is not None:
        group = phrase(lowered(team.kind.split(" (", 1)[0]), Case.GENITIVE)
        found.append(f"Назначить руководителем {group} {in_accusative(team.chair).rstrip(',')}.")
    return found


def _named_in_accusative(team: Team) -> str:
    """«рабочую группу по программе», «рабочую группу «Поиск»»: the kind is not said twice."""
    kind = lowered(team.kind.split(" (", 1)[0])
    if folded(team.name).startswith(folded(kind)):
        return phrase(lowered(team.name), Case.ACCUSATIVE)
    return f"{phrase(kind, Case.ACCUSATIVE)} «{team.name}»"


def proposed(
    expected: Expected,
    year: str,
    people: Sequence[Named],
    teams: Sequence[Team],
    *,
    signer: Named | None = None,
    standing: Standing | None = None,
) -> Wording:
    """The whole text. Without people and groups one point is left to be written."""
    duty = duty_of(expected)
    points = [appointing(each, duty) for each in people]
    annexes = []
    for number, team in enumerate(teams, 1):
        points += creating(team, number if len(teams) > 1 else None)
        annexes.append(Composition(f"Состав: {lowered(team.name)}", team.members))
    if not points:
        points = [_unfilled(expected)]
    if standing is not None:
        points += replacing(standing, expected)
    return Wording(
        preamble=(expected.preamble or PREAMBLE).replace("{год}", year),
        points=(*points, CONTROL),
        signer_post=signer.post if signer else "",
        signer_name=signer.name if signer else "",
        readers=tuple(_readers([*people, *(standing.gone if standing else ())], teams)),
        annexes=tuple(annexes),
    )


def _unfilled(expected: Expected) -> str:
    if expected.role is not None:
        return f"Назначить ______________________ {duty_of(expected)}."
    if expected.group is not None:
        group = phrase(lowered(expected.group.label.split(" (", 1)[0]), Case.ACCUSATIVE)
        return f"Создать {group} и утвердить её состав (приложение)."
    about = expected.title.removeprefix("Об ").removeprefix("О ")
    return f"Утвердить ______________________ ({about})."


def _readers(people: Iterable[Named], teams: Iterable[Team]) -> Iterable[str]:
    """Everybody named, once, as «имя, должность»."""
    named = [(each.name, each.post) for each in people]
    named += [(name, post) for team in teams for name, post, _part in team.members]
    return dict.fromkeys(f"{name}, {lowered(post)}" if post else name for name, post in named)
