"""Import of people and appointments; what it reads, `exports` writes."""

from datetime import datetime

from django.utils import timezone

from opora.access import Actor
from opora.appointments import actions
from opora.appointments.columns import workbook_of
from opora.appointments.import_planning import Kind, Newcomer, Plan, Step, plan
from opora.appointments.import_reading import Reading, read_people
from opora.appointments.rules import grantable
from opora.files.models import StoredFile
from opora.history.actions import record
from opora.imports.contract import Counts, Importer, Preview, Progress, Report, Request
from opora.imports.sheets.workbook import Workbook
from opora.people import actions as people
from opora.people.models import Person

_PREVIEW_ROWS = 30


class PeopleImporter(Importer):
    """All or nothing; never above the importer's own rights; a second run changes nothing."""

    kind = "people"
    title = "Люди и назначения"
    background_from_rows = 300

    def may_import(self, by: Actor) -> str | None:
        if grantable(by):
            return None
        return "Назначать людей в вашей роли нельзя. Попросите директора школы или координатора."

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        reading = read_people(workbook, request)
        progress(reading.rows, reading.rows)
        return _report(reading, plan(reading.lines, by=request.by, on=timezone.localdate()))

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        reading = read_people(workbook, request)
        decided = plan(reading.lines, by=request.by, on=timezone.localdate(at))
        report = _report(reading, decided)
        if report.is_refused:
            return report
        _write([step for step in decided.steps if step.kind is not Kind.SAME], by=request.by, at=at)
        progress(len(decided.steps), len(decided.steps))
        counts = report.counts
        record(
            by=request.by,
            at=at,
            verb="загрузил(а) людей из файла",
            subject_kind="import",
            subject_id=file.pk,
            subject_title=file.name,
            note=f"новых {counts.new}, изменено {counts.changed}, без изменений {counts.same}",
        )
        return report

    def template(self) -> bytes:
        example = (
            "Иванова", "Мария", "Петровна", "ivanova@example.org", "+7 900 000-00-00",
            "заместитель директора", "Школьный координатор", "код школы", "", "12-од", "01.09.2026", "", "",
        )  # fmt: skip
        return workbook_of([example], title="Люди и назначения: шаблон")


def _report(reading: Reading, decided: Plan) -> Report:
    kinds = [step.kind for step in decided.steps]
    newcomers = {id(s.who): s.who for s in decided.steps if isinstance(s.who, Newcomer)}
    return Report(
        layout="Люди и назначения",
        counts=Counts(
            new=kinds.count(Kind.NEW), changed=kinds.count(Kind.CHANGED), same=kinds.count(Kind.SAME)
        ),
        rows=reading.rows,
        problems=(*reading.problems, *decided.problems),
        preview=Preview(
            columns=("Кто", "Роль", "Охват", "Что сделаем"),
            rows=tuple(
                (s.line.full_name, s.line.role.title, s.places.title, s.kind.value)
                for s in decided.steps[:_PREVIEW_ROWS]
            ),
        ),
        created=tuple(" ".join(_name(who)) for who in newcomers.values()),
    )


def _name(newcomer: Newcomer) -> list[str]:
    c = newcomer.contacts
    return [part for part in (c["surname"], c["given_name"], c["patronymic"]) if part]


def _write(steps: list[Step], *, by: Actor, at: datetime) -> None:
    """Whatever the number of lines, the same number of statements for each thousand."""
    newcomers = {id(s.who): s.who for s in steps if isinstance(s.who, Newcomer)}
    made = people.add_people([who.contacts for who in newcomers.values()], by=by, at=at)
    person_of = dict(zip(newcomers, made, strict=True))
    contacts = [(s.who, s.contacts) for s in steps if isinstance(s.who, Person) and s.contacts]
    people.change_contacts_of_many(contacts, by=by, at=at)
    proposed = [
        actions.Proposed(
            s.who if isinstance(s.who, Person) else person_of[id(s.who)], s.line.role, s.places, s.terms
        )
        for s in steps
        if s.appointment is None
    ]
    actions.appoint_all(proposed, by=by, at=at)
    changed = [(s.appointment, s.terms) for s in steps if s.appointment is not None]
    actions.change_terms_of_all(changed, by=by, at=at)
