"""Import of a plan from a table: XLSX, ODS, CSV, DOCX, or pasted. What it reads, `printouts.workbook` writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opora.access import Actor
from opora.cycles.importing import year_and_territory
from opora.cycles.models import Cycle
from opora.files.models import StoredFile
from opora.imports.contract import Counts, Importer, Option, Preview, Progress, Report, Request
from opora.imports.problems import Place, Problem, any_stops, register, shown
from opora.imports.sheets import Workbook
from opora.ordering import folded
from opora.organisations.models import Territory
from opora.organisations.queries.names import SchoolIndex, school_index
from opora.organisations.states import TerritoryKind
from opora.plans import reading
from opora.plans.actions.loading import Steps, load_plan, planned
from opora.plans.content import Content
from opora.plans.guard import Finding, Line, findings
from opora.plans.models import Plan, PlanRow
from opora.plans.naming import Numbered, people
from opora.plans.printouts.workbook import template
from opora.plans.queries.named import numbered_schools
from opora.plans.queries.visibility import own_territories
from opora.plans.queries.works import works_for
from opora.plans.reading import Found, Reading
from opora.plans.rules import MAKE, WRITE, writes_plans
from opora.plans.states import Part
from opora.plans.terms import read as read_term
from opora.plans.works import plain

BAD_OPTION = register("plan-bad-option", "Не выбраны год или территория, либо их нет.")
CLOSED = register("plan-closed", "План закрыт и не меняется.")
UNKNOWN_SCHOOL = register(
    "plan-unknown-school", "Школы из столбца «Школы» нет; предложены ближайшие по написанию."
)
ROW_LEFT = register("plan-row-left", "Строки плана нет в файле; она осталась в плане.", stops=False)
SCHOOL_NOT_TOLD = register(
    "plan-school-number",
    "Школы с таким номером на территории нет или их несколько; выберите её в строке.",
    stops=False,
)

DEFAULT_TITLE = "План мероприятий"
_PREVIEWED = 100
#: at least so many of the file's rows stand in a plan for the file to be that plan
_SAME_PLAN = 0.5


@dataclass(frozen=True, slots=True)
class PlanReport(Report):
    """A report with what the guard of chronology found."""

    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """Where the plan goes: `plan` is the one that stands, None for a new one."""

    cycle: Cycle
    territory: Territory
    plan: Plan | None
    title: str


class PlanImporter(Importer):
    """All or nothing. A plan loaded again is changed, never doubled; rows that the file lacks stay."""

    kind = "plan"
    title = "Муниципальный или региональный план"
    background_from_rows = 1000
    asks_for_columns = True
    recognises = (
        "Столбцы «№ п.п», «Описание действий» («Содержание деятельности», «Мероприятие»), «Сроки», «Ответственные», "
        "«Отметка о выполнении» в любом порядке; номера и отметки может не быть.",
        "Таблица из DOCX, разорванная по страницам: строка без номера и срока продолжает предыдущую.",
        "Файл, который вы скачали на странице плана.",
    )
    shown_at = (("Планы", "plans"),)

    def may_import(self, by: Actor) -> str | None:
        return None if writes_plans.holds(by, None) else writes_plans.refusal

    def options(self, by: Actor) -> Sequence[Option]:
        year, territory = year_and_territory(own_territories(by))
        name = Option(
            "title",
            "Название плана",
            help="Пусто — возьмём из файла; если такой план уже загружен, обновим его.",
            required=False,
        )
        return (year, territory, name)

    def check(self, workbook: Workbook, request: Request, progress: Progress) -> Report:
        found = reading.read(workbook, request.mapping)
        progress(len(found.rows), len(found.rows))
        report, _, _ = _look(found, request)
        return report

    def apply(
        self, workbook: Workbook, request: Request, *, file: StoredFile, at: datetime, progress: Progress
    ) -> Report:
        found = reading.read(workbook, request.mapping)
        report, target, contents = _look(found, request)
        if report.is_refused or target is None:
            return report
        load_plan(
            plan=target.plan,
            territory=target.territory,
            cycle=target.cycle,
            title=target.title,
            contents=contents,
            file=file,
            by=request.by,
            at=at,
        )
        progress(len(contents), len(contents))
        return report

    def template(self) -> bytes:
        return template()


def _look(found: Reading, request: Request) -> tuple[PlanReport, _Target | None, list[Content]]:
    """What loading would do, and the guard's findings, which stand also where the file is refused."""
    cycle = Cycle.objects.filter(code=request.options.get("cycle", "")).first()
    territory, problem = _territory(request)
    problems = list(found.problems)
    if cycle is None:
        codes = tuple(Cycle.objects.values_list("code", flat=True))
        message = "Назовите программный год: без него не прочитать сроков."
        problems.append(Problem(Place(), request.options.get("cycle"), BAD_OPTION, message, codes))
    if problem is not None:
        problems.append(problem)
    path = (territory.path or "") if territory else ""
    doubts = _findings(found, cycle, path) if cycle else []
    contents: list[Content] = []
    steps = Steps((), ())
    target = None
    if cycle is not None and territory is not None:
        contents, more = _contents(found, path)
        problems += more
        target, clash = _target(cycle, territory, found, contents, request)
        problems += clash
        steps = planned(target.plan, contents)
        problems += _left(steps)
    return _report(found, steps, problems, doubts, target, cycle), target, contents


def _territory(request: Request) -> tuple[Territory | None, Problem | None]:
    """The one named, else the only one there is to choose; nothing is guessed."""
    own = own_territories(request.by)
    code = request.options.get("territory", "")
    if code:
        named = next((each for each in own if each.code == code), None)
        if named is None:
            other = Territory.objects.filter(code=code).first()
            refused = MAKE.refusal(request.by, other) if other else None
            return None, _no_territory(own, code, refused or "Территории с таким кодом нет.")
        return named, None
    towns = [each for each in own if each.kind == TerritoryKind.MUNICIPALITY]
    for among in (own, towns):
        if len(among) == 1:
            return among[0], None
    return None, _no_territory(own, None, "Назовите территорию, чей это план.")


def _no_territory(own: Sequence[Territory], value: str | None, words: str) -> Problem:
    codes = tuple(f"{each.code} ({each.name})" for each in own[:50])
    message = f"{words} В командной строке — ключ --territory КОД."
    return Problem(Place(), value, BAD_OPTION, message, codes)


def _findings(found: Reading, cycle: Cycle, path: str) -> list[Finding]:
    lines = [
        Line(at, row.number, row.what, row.term, has_responsible=bool(row.does or row.helps or row.answers))
        for at, row in enumerate(found.rows, start=1)
    ]
    return findings(lines, (cycle.starts, cycle.ends), works_for(path))


def _contents(found: Reading, path: str) -> tuple[list[Content], list[Problem]]:
    """Rows as they will be written; schools by the numbers in the text, or by name where there is a column."""
    numbered = numbered_schools(path)
    index = school_index(path) if "schools" in found.targets else None
    problems = [] if index is not None else _not_told(found.rows, numbered)
    contents = []
    for row in found.rows:
        schools, more = _schools(row, numbered, index)
        problems += more
        contents.append(
            Content(
                what=row.what,
                number=row.number,
                section=row.section,
                term=row.term,
                mark=row.mark,
                people=_people(row),
                school_ids=schools,
                keeps=frozenset(_silent(found)),
            )
        )
    return contents, problems


def _silent(found: Reading) -> list[str]:
    """What the file has no column for: it changes nothing there."""
    silent = [name for name in ("mark", "number") if name not in found.targets]
    if not any(row.section for row in found.rows):
        silent.append("section")
    return silent if found.has_people else [*silent, "people"]


def _people(row: Found) -> list[tuple[Part, str]]:
    said = ((Part.DOES, row.does), (Part.HELPS, row.helps), (Part.ANSWERS, row.answers))
    return [(part, name) for part, text in said for name in people(text)]


def _schools(
    row: Found, numbered: Numbered, index: SchoolIndex | None
) -> tuple[tuple[int, ...], list[Problem]]:
    if index is not None and row.schools:
        return _named_schools(row, index)
    return numbered.named_in(row.what), []


def _not_told(rows: Sequence[Found], numbered: Numbered) -> list[Problem]:
    """One warning for the whole plan; none where no school here has a number."""
    unknown = {row.place: numbers for row in rows if (numbers := numbered.unknown_in(row.what))}
    if not unknown or not numbered.by_number:
        return []
    said = ", ".join(str(each) for each in sorted({each for numbers in unknown.values() for each in numbers}))
    message = (
        f"Школы с номерами {said} не нашли однозначно: их нет на территории или таких несколько. Строк с ними — "
        f"{len(unknown)}; они загрузятся, школы выберите на страницах строк."
    )
    return [Problem(next(iter(unknown)), said, SCHOOL_NOT_TOLD, message, stops=False)]


def _named_schools(row: Found, index: SchoolIndex) -> tuple[tuple[int, ...], list[Problem]]:
    ids: list[int] = []
    problems = []
    for name in filter(None, (part.strip() for part in row.schools.replace(";", "\n").split("\n"))):
        match = index.find(name)
        if match.school is not None:
            ids.append(match.school.id)
            continue
        message = f"Школы «{shown(name)}» на этой территории нет. Исправьте название или впишите её код."
        problems.append(Problem(row.place, shown(name), UNKNOWN_SCHOOL, message, match.nearest or None))
    return tuple(ids), problems


def _target(
    cycle: Cycle, territory: Territory, found: Reading, contents: Sequence[Content], request: Request
) -> tuple[_Target, list[Problem]]:
    """The plan of this title; without one the plan whose rows these are; else a new one."""
    title = " ".join(request.options.get("title", "").split())[:300]
    standing = list(
        Plan.objects.filter(territory=territory, cycle=cycle).select_related("territory", "cycle")
    )
    plan = _titled(standing, title or found.title)
    if plan is None and not title:
        plan = _with_these_rows(standing, contents)
    made = title or found.title or _free_title(standing)
    problems = []
    if plan is not None:
        refusal = WRITE.refusal(request.by, plan)
        if refusal:
            problems.append(Problem(Place(), plan.title, CLOSED, refusal))
    return _Target(cycle, territory, plan, plan.title if plan else made), problems


def _titled(plans: Sequence[Plan], title: str) -> Plan | None:
    return next((each for each in plans if title and each.sort_title == folded(title)), None)


def _with_these_rows(plans: Sequence[Plan], contents: Sequence[Content]) -> Plan | None:
    """One query however many plans there are."""
    wanted = {plain(content.what) for content in contents}
    if not plans or not wanted:
        return None
    shared: dict[int, set[str]] = {}
    for pk, what in PlanRow.objects.filter(plan__in=plans).values_list("plan_id", "what"):
        words = plain(what)
        if words in wanted:
            shared.setdefault(pk, set()).add(words)
    best = max(plans, key=lambda plan: (len(shared.get(plan.pk, ())), -plan.pk))
    return best if len(shared.get(best.pk, ())) >= _SAME_PLAN * len(wanted) else None


def _free_title(plans: Sequence[Plan]) -> str:
    taken = {each.sort_title for each in plans}
    title, number = DEFAULT_TITLE, 1
    while folded(title) in taken:
        number += 1
        title = f"{DEFAULT_TITLE} ({number})"
    return title


def _left(steps: Steps) -> list[Problem]:
    return [
        Problem(
            Place(),
            shown(row.what),
            ROW_LEFT,
            f"Строки {row.number.rstrip('. ') or row.position} плана в файле нет: она осталась. Если она не нужна, "
            "удалите её на странице плана.",
            stops=False,
        )
        for row in steps.left
    ]


def _report(
    found: Reading,
    steps: Steps,
    problems: Sequence[Problem],
    doubts: Sequence[Finding],
    target: _Target | None,
    cycle: Cycle | None,
) -> PlanReport:
    same = sum(step.is_same for step in steps.steps)
    new = sum(step.is_new for step in steps.steps)
    is_made = target is not None and target.plan is None and not any_stops(problems)
    return PlanReport(
        layout="План мероприятий" if found.mapping is None else "",
        counts=Counts(new=new, changed=len(steps.steps) - new - same, same=same),
        rows=len(found.rows),
        problems=tuple(problems),
        preview=_preview(found, steps, doubts, cycle),
        mapping=found.mapping,
        created=(f"{target.title}: {target.territory.name}",) if is_made and target else (),
        findings=tuple(doubts),
    )


def _preview(found: Reading, steps: Steps, doubts: Sequence[Finding], cycle: Cycle | None) -> Preview | None:
    """Each row with how its term was read and what the guard says of it."""
    if cycle is None or not found.rows:
        return None
    about: dict[int, list[str]] = {}
    for doubt in doubts:
        if len(doubt.positions) <= 10:
            for position in doubt.positions[:1]:
                about.setdefault(position, []).append(doubt.message)
    within = (cycle.starts, cycle.ends)
    rows = []
    for at, row in enumerate(found.rows[:_PREVIEWED], start=1):
        step = steps.steps[at - 1] if steps.steps else None
        does = (
            ""
            if step is None
            else "новая"
            if step.is_new
            else "без изменений"
            if step.is_same
            else "изменится"
        )
        rows.append(
            (
                row.number,
                shown(row.what) or "",
                row.term,
                _as_read(row.term, within),
                does,
                " ".join(about.get(at, [])),
            )
        )
    return Preview(("№", "Что делается", "Срок", "Как прочитан", "Что сделаем", "Что проверить"), tuple(rows))


def _as_read(text: str, within: tuple[date, date]) -> str:
    term = read_term(text, within)
    if not term.text:
        return "нет срока"
    if not term.is_understood:
        return "остался словами"
    if not term.is_stated:
        return "повторяется весь год" if term.repeats else "весь год"
    return "–".join(f"{day:%d.%m.%Y}" for day in dict.fromkeys((term.starts, term.ends)) if day)
