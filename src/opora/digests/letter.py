"""What a digest says: counts by reason and two addresses, nothing about any person, school or document.

It is written when something waits that no mail has told of, and once a week while the rest still waits.
A thing is news again when its title, its date or its being late changes. Pure functions.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from opora.digests.queries import Desk
from opora.inbox import Reason, Waiting
from opora.ui.text import ru_plural

REMIND_DAYS = 7


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


def keys_of(things: Iterable[Waiting], today: date) -> frozenset[str]:
    """A digest of each thing by which it is known again; tells nothing of it to who reads the database.

    The reason is no part of it: a group that gets another heading makes nobody's mail repeat.
    """
    return frozenset(_key(thing, today) for thing in things)


def _key(thing: Waiting, today: date) -> str:
    late = "late" if thing.is_late(today) else ""
    parts = (thing.title, thing.action, thing.url, str(thing.since), late)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def is_needed(keys: Collection[str], *, told: Collection[str], last_sent: date | None, today: date) -> bool:
    """Something waits, and either it was not told of yet or the last mail is a week old."""
    if not keys:
        return False
    if last_sent is None or (today - last_sent).days >= REMIND_DAYS:
        return True
    return not set(keys) <= set(told)


def written(desk: Desk, *, today: date, desk_url: str, choice_url: str) -> Letter:
    """The mail about what waits; roles are named where the person has several."""
    things = desk.things
    count = (
        f"{ru_plural(len(things), 'ждёт,ждут,ждут')} {len(things)} {ru_plural(len(things), 'дело,дела,дел')}"
    )
    lines = [f"В Опоре вас {count}.", ""]
    for share in desk.shares:
        lines += [f"{share.role.title}:"] if desk.roles > 1 else []
        lines += [f"{reason} — {number}" for reason, number in _by_reason(share.things)]
        lines += [""] if desk.roles > 1 else []
    late = sum(thing.is_late(today) for thing in things)
    lines += [f"Срок прошёл — {late}"] if late else []
    lines += [
        "",
        f"Мой стол: {desk_url}",
        "Что именно ждёт, видно после входа: имён и названий в письмах нет.",
        *(["Другую роль выбирают вверху страницы."] if desk.roles > 1 else []),
        "",
        "Письмо приходит не чаще раза в день, когда появилось новое, и раз в неделю, пока дела ждут.",
        f"Выбрать другой час или отказаться: {choice_url}",
    ]
    return Letter(f"Опора: вас {count}", "\n".join(_without_gaps(lines)) + "\n")


def _by_reason(things: Iterable[Waiting]) -> list[tuple[str, int]]:
    """In the order in which the desk shows the groups; what is late is counted under its reason."""
    counted = Counter(thing.reason for thing in things)
    return [(reason.value, counted[reason]) for reason in Reason if reason in counted]


def _without_gaps(lines: list[str]) -> list[str]:
    """One empty line where several meet."""
    return [line for number, line in enumerate(lines) if line or lines[number - 1]]
