"""Filling an empty installation with the fictional municipality, by the same ways a person would go."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.hashers import ScryptPasswordHasher

from opora.access.actor import Actor, operator
from opora.cycles.actions import add_cycle, add_programme, set_participation, set_stage
from opora.cycles.models import Cycle
from opora.cycles.states import Level, Mode
from opora.demo.world import HOME, PARTS
from opora.imports.contract import Request
from opora.imports.performing import perform
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person

CYCLES = (("2025", date(2025, 1, 1), date(2025, 12, 31)), ("2026", date(2026, 1, 1), date(2026, 12, 31)))
STAGES = (
    ("Результаты и отбор школ", "июнь–август"),
    ("Анкетирование", "сентябрь"),
    ("Рисковый профиль и визиты кураторов", "с 01.10 по 31.10"),
    ("Программы и дорожные карты", "до 01.12"),
    ("Встречи координатора со школами", "еженедельно"),
    ("Консультации", "по запросу"),
)
FILES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("organisations", "organisations.xlsx", {}),
    ("people", "people.xlsx", {}),
    ("results", "results-2024.xlsx", {"cycle": "2025"}),
    ("results", "results-2025.xlsx", {"cycle": "2025"}),
    ("results", "results-2026.xlsx", {"cycle": "2026"}),
    ("results", "vpr-marks-2026.xlsx", {"cycle": "2026", "territory": "OZR"}),
    ("results", "vpr-scores-2026.xlsx", {"cycle": "2026", "territory": "OZR"}),
    ("results", "vpr-tasks-2026.xlsx", {"cycle": "2026", "territory": "OZR"}),
    ("results", "vpr-journal-2026.xlsx", {"cycle": "2026", "territory": "OZR"}),
)


class SampleRefused(RuntimeError):
    """A sample file does not load: a programmer's mistake, told with its first problem."""


@dataclass(frozen=True, slots=True)
class Account:
    """One sign-in of the demonstration; the password is made for this run."""

    login: str
    password: str
    role: str
    scope: str


def load(*, samples: Path, at: datetime) -> list[Account]:
    """Years, territories, schools, people, results; returns the sign-ins."""
    by = operator("Демонстрация")
    for code, starts, ends in CYCLES:
        cycle = add_cycle(code=code, title=f"{code} год", starts=starts, ends=ends, by=by, at=at)
        for title, term in STAGES:
            set_stage(cycle=cycle, title=title, term=term, by=by, at=at)
    for kind, name, options in FILES:
        _import(kind, samples / name, options, by=by, at=at)
    _take_part(by, at)
    return [_account(part.login, part.role.value, part.scope) for part in PARTS]


def _import(kind: str, file: Path, options: dict[str, str], *, by: Actor, at: datetime) -> None:
    done = perform(
        kind=kind,
        data=file.read_bytes(),
        name=file.name,
        request=Request(by=by, options=options),
        dry_run=False,
        at=at,
    )
    if done.status != "applied":
        raise SampleRefused(f"{file.name}: {done.in_words()}")


def _take_part(by: Actor, at: datetime) -> None:
    """Two programmes hold the same school; it counts once."""
    home = Territory.objects.get(code=HOME[0])
    cycle = Cycle.objects.get(code="2026")
    federal = add_programme(name="500+", level=Level.FEDERAL, territory=home, by=by, at=at)
    own = add_programme(name="Шаг вперёд", level=Level.MUNICIPAL, territory=home, by=by, at=at)
    taking = ((federal, "ZAR-01", Mode.ACTIVE), (federal, "ZAR-02", Mode.ACTIVE), (own, "ZAR-01", Mode.ACTIVE),
              (own, "ZAR-08", Mode.AFTERCARE))  # fmt: skip
    for programme, key, mode in taking:
        school = Organisation.objects.select_related("territory").get(key=key)
        set_participation(programme=programme, cycle=cycle, school=school, mode=mode, by=by, at=at)


# A dozen random letters for one run need no slow hash, and seventeen slow ones are half of the loading time.
QUICK = 2**8
_LETTERS = "abcdefghkmnprstuvwxyz23456789"


def _account(login: str, role: str, scope: str) -> Account:
    """Open one person's way in with a password that nobody has had before."""
    password = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    person = Person.objects.get(email=f"{login}@example.org")
    person.login = login
    person.password = ScryptPasswordHasher().encode(password, salt=secrets.token_hex(11), n=QUICK)
    person.save(update_fields=["login", "password"])
    return Account(login=login, password=password, role=role, scope=scope)
