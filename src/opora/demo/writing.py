"""What schools wrote in the demonstration: documents in every state that needs no round of expertise."""

import json
from datetime import datetime
from pathlib import Path

from opora.access import Actor
from opora.appointments.session import actor_for
from opora.catalogues.models import Version
from opora.catalogues.states import VersionState
from opora.cycles.models import Cycle
from opora.demo.world import HOME
from opora.documents.actions.beginning import begin
from opora.documents.actions.deadlines import set_deadline
from opora.documents.actions.heading import say_incomplete
from opora.documents.actions.remarks import mend, remark
from opora.documents.actions.steps import (
    Mark,
    archive,
    confirm,
    open_version,
    return_to_school,
    send,
)
from opora.documents.actions.writing import save_row
from opora.documents.exchange import parse
from opora.documents.kinds import DOCUMENTS
from opora.documents.models import Document, Remark
from opora.documents.programme import Programme
from opora.documents.queries.content import direction_code
from opora.documents.queries.definitions import expert_sheet, outline_of
from opora.documents.queries.prefill import known, rebound
from opora.organisations.models import Organisation, Territory
from opora.people.models import Person
from opora.risks.models import Direction
from opora.risks.states import DirectionState

OWN = "ZAR-01"
#: schools whose documents the demonstration's expert may score, and what they wrote
SCORED = {"HOL-01": "lugovoe", "ZAR-03": "stepnoy"}
_WORD = "Есть, и понятно почему."


def write(*, cycle: Cycle, samples: Path, by: Actor, at: datetime) -> None:
    """Two schools and the municipality; `by` acts for those who have no sign-in of their own."""
    _Writing(cycle, samples, by, at).all()


class _Writing:
    def __init__(self, cycle: Cycle, samples: Path, by: Actor, at: datetime) -> None:
        self.cycle, self.samples, self.by, self.at = cycle, samples, by, at
        logins = ("school", "curator", "municipal", "regional")
        people = {each.login: each for each in Person.objects.filter(login__in=logins)}
        self.school, self.curator, self.coordinator, self.regional = (
            actor_for(people[login], on=at.date()) for login in logins
        )

    def all(self) -> None:
        schools = {
            each.key: each
            for each in Organisation.objects.select_related("territory").filter(key__in=[OWN, *SCORED])
        }
        own = schools[OWN]
        home = Territory.objects.get(code=HOME[0])
        self._draft(own)
        self._reviewed(self._from_sample("zarechny", own, self.school))
        self._returned(self._from_sample("kluchi", own, self.school))
        self._confirmed(self._from_sample("mayak", own, self.school), self.school, self.curator)
        for key, name in SCORED.items():
            self._confirmed(self._from_sample(name, schools[key], self.by), self.by, self.regional)
        self._archived(own)
        self._of_territory(home)
        outline = outline_of(_kind("medium-term"))
        set_deadline(
            cycle=self.cycle, territory=home, outline=outline, due=self.cycle.ends, grace_days=7,
            by=self.coordinator, at=self.at,
        )  # fmt: skip

    def _from_sample(self, name: str, school: Organisation, by: Actor) -> Document:
        """A programme of an invented school, its risks found again among those that this school took."""
        programme = parse(json.loads((self.samples / f"{name}.json").read_text(encoding="utf-8")))
        directions = list(Direction.objects.filter(school=school, cycle=self.cycle).order_by("pk"))
        return begin(
            version=_kind(programme.kind),
            cycle=self.cycle,
            school=school,
            filled=rebound(programme, _in_order(programme, directions)),
            by=by,
            at=self.at,
        )

    def _draft(self, school: Organisation) -> None:
        """An unfinished programme against the active risk, as it looks on the second evening."""
        version = _kind("anti-risk")
        direction = Direction.objects.filter(
            school=school, cycle=self.cycle, state=DirectionState.ACTIVE
        ).first()
        if direction is None:
            return
        outline = outline_of(version)
        document = begin(
            version=version, cycle=self.cycle, school=school, direction=direction,
            filled=known(outline, school, self.cycle, direction), by=self.school, at=self.at,
        )  # fmt: skip
        of = direction_code(direction.pk)
        goal = self._row(document, "goals", text="Повысить качество подготовки к урокам", direction=of)
        task = self._row(document, "tasks", text="Провести мероприятия", goal=goal)
        self._row(
            document, "measures", title="Консультации для отстающих", task=task, when="по плану",
            executors=["deputy"], participants=["pupils_at_risk"],
        )  # fmt: skip

    def _row(self, document: Document, table: str, **values: object) -> str:
        return save_row(document=document, table=table, values=values, by=self.school, at=self.at).code

    def _reviewed(self, document: Document) -> None:
        version = send(document=document, by=self.school, at=self.at)
        open_version(version=version, by=self.curator, at=self.at)

    def _returned(self, document: Document) -> None:
        version = send(document=document, by=self.school, at=self.at)
        open_version(version=version, by=self.curator, at=self.at)
        goal = document.rows.filter(table="goals").first()
        section = document.rows.filter(table="passages").order_by("position").first()
        assert section is not None
        place = f"passages.{section.code}"
        first = self._remark(document, place, "Откуда эти цифры? Назовите работу и класс.")
        if goal is not None:
            self._remark(document, goal.code, "К какому дню? Без дня цель не проверить.")
        return_to_school(document=document, words="Осталось немного.", by=self.curator, at=self.at)
        mend(remark=first, text="Добавили название работы.", by=self.school, at=self.at)

    def _remark(self, document: Document, row: str, text: str) -> Remark:
        return remark(document=document, row=row, text=text, by=self.curator, at=self.at)

    def _confirmed(self, document: Document, by: Actor, reader: Actor) -> None:
        version = send(document=document, by=by, at=self.at)
        open_version(version=version, by=reader, at=self.at)
        sheet = expert_sheet(document.territory_path)
        marks = [
            Mark(each.code, each.points - (not number % 3), _WORD)
            for number, each in enumerate(sheet.criteria)
        ]
        confirm(document=document, marks=marks, by=reader, at=self.at)

    def _archived(self, school: Organisation) -> None:
        document = begin(
            version=_kind("management-project"), cycle=self.cycle, school=school, by=self.school, at=self.at
        )
        self._row(document, "goals", text="Единое расписание консультаций")
        archive(document=document, words="Вошло в среднесрочную программу.", by=self.school, at=self.at)

    def _of_territory(self, home: Territory) -> None:
        document = begin(
            version=_kind("municipal-programme"),
            cycle=self.cycle,
            territory=home,
            by=self.coordinator,
            at=self.at,
        )
        values = {"text": "К маю 2026 года в списке останется не больше двух школ из пяти."}
        save_row(document=document, table="goals", values=values, by=self.coordinator, at=self.at)
        say_incomplete(document=document, note="Приложение с результатами школ ещё не получено.",
                       by=self.coordinator, at=self.at)  # fmt: skip


def _in_order(programme: Programme, directions: list[Direction]) -> dict[str, Direction]:
    """By the factor where the school took it, else the next one that is left."""
    by_factor = {each.factor_code: each for each in directions}
    found = {each.id: by_factor.pop(each.factor) for each in programme.directions if each.factor in by_factor}
    rest = [each for each in directions if each in by_factor.values()]
    missing = [each.id for each in programme.directions if each.id not in found]
    return found | dict(zip(missing, rest, strict=False))


def _kind(code: str) -> Version:
    return Version.objects.select_related("definition").get(
        definition__kind=DOCUMENTS, definition__code=code, definition__territory_path="",
        state=VersionState.PUBLISHED,
    )  # fmt: skip
