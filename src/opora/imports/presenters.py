"""What the pages of imports show, made from runs and their reports."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString

from opora.access import Actor
from opora.imports.contract import Importer, importer_of
from opora.imports.models import ImportRun
from opora.imports.problems import Problem
from opora.imports.queries import RunRow
from opora.imports.reports import Counts, Preview, Report
from opora.imports.rules import DECIDE
from opora.imports.states import OPEN, WORKING, RunState
from opora.ui.components import Fact, Progress, Stat, Step, import_steps
from opora.ui.markup import badge, link, move_chip
from opora.ui.tables import Column, Table
from opora.ui.text import count_ru, date_ru, number

#: more are better read in the file with marks
SHOWN_PROBLEMS = 200
MOST_ALLOWED = 10

_STEP_OF: dict[RunState, int] = {
    RunState.QUEUED: 2,
    RunState.MAPPING: 1,
    RunState.REFUSED: 2,
    RunState.CHECKED: 2,
    RunState.APPLYING: 3,
    RunState.APPLIED: 4,
    RunState.FAILED: 2,
    RunState.DISCARDED: 0,
}
_HEADINGS: dict[RunState, str] = {
    RunState.QUEUED: "Проверяем файл",
    RunState.MAPPING: "Что в каких столбцах?",
    RunState.REFUSED: "Что исправить в файле",
    RunState.CHECKED: "Загрузить проверенный файл?",
    RunState.APPLYING: "Записываем",
    RunState.APPLIED: "Файл загружен",
    RunState.FAILED: "Загрузка прервалась",
    RunState.DISCARDED: "Загрузка отменена",
}
_LEADS: dict[RunState, str] = {
    RunState.REFUSED: "Ничего не записано. Решите спорные ячейки здесь или загрузите исправленный файл.",
    RunState.CHECKED: "Файл проверен, пока ничего не записано. Посмотрите, что получится, и подтвердите.",
    RunState.APPLIED: "Всё записано. Если загрузить этот файл ещё раз, данные обновятся, а не удвоятся.",
    RunState.FAILED: "Ничего не записано, файл сохранён.",
    RunState.DISCARDED: "Ничего не записано. Файл можно загрузить заново.",
}
_NO_COUNTS = Counts()


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem in the order of reading: where and what stands there, what is wrong, what would do."""

    place: str
    value: str
    message: str
    offers: str
    sign: SafeString


@dataclass(frozen=True, slots=True)
class RunPage:
    """Everything `imports/run.html` draws; the state decides which parts are there."""

    run: ImportRun
    heading: str
    steps: tuple[Step, ...]
    state: RunState
    chip: SafeString
    lead: str
    report: Report | None
    progress: Progress | None
    stats: Sequence[Stat] = ()
    preview: Table | None = None
    problems: Sequence[ProblemLine] = ()
    hidden_problems: int = 0
    doubtful: list[Problem] = field(default_factory=list)
    facts: Sequence[Fact] = ()
    links: Sequence[tuple[str, str]] = ()
    apply_words: str = ""
    may_decide: bool = False
    refusal: str = ""
    why_not_kept: str = ""

    @property
    def may_download_marked(self) -> bool:
        return (
            self._has_places and self.is_there and (not self.run.is_large or self.run.annotated is not None)
        )

    @property
    def is_marking(self) -> bool:
        """A job makes the marked file of a large one."""
        return (
            self._has_places
            and self.is_there
            and self.state is RunState.REFUSED
            and not self.may_download_marked
        )

    @property
    def is_there(self) -> bool:
        """The file can be read."""
        return self.run.file.removed_at is None

    @property
    def _has_places(self) -> bool:
        return self.report is not None and self.report.has_places

    @property
    def may_recheck(self) -> bool:
        return self.may_decide and self.is_there and self.state in OPEN and self.state is not RunState.MAPPING

    @property
    def may_map_again(self) -> bool:
        return self.may_recheck and self.run.columns is not None

    @property
    def may_discard(self) -> bool:
        return self.may_decide and self.state in OPEN


def run_page(run: ImportRun, actor: Actor) -> RunPage:
    state = RunState(run.state)
    report = None if state in WORKING else run.last_report()
    counts = report.counts if report else _NO_COUNTS
    refusal = DECIDE.refusal(actor, run)
    importer = importer_of(run.kind)
    doubtful = doubtful_of(importer, report)
    told_below = _told_below(report, doubtful, may_decide=refusal is None)
    return RunPage(
        run=run,
        heading=_HEADINGS[state],
        steps=() if state is RunState.DISCARDED else import_steps(_STEP_OF[state]),
        state=state,
        chip=_chip(run, actor),
        lead=_lead(state, report, doubtful),
        report=report,
        progress=progress_of(run) if state in WORKING else None,
        stats=_stats(state, report),
        preview=_preview(report.preview) if report and report.preview and state is RunState.CHECKED else None,
        problems=[_line(problem) for problem in told_below[:SHOWN_PROBLEMS]],
        hidden_problems=_hidden(report),
        doubtful=doubtful,
        facts=_facts(run, importer, actor),
        links=_links(importer) if state is RunState.APPLIED else (),
        apply_words=_apply_words(state, report, counts),
        may_decide=refusal is None,
        refusal=refusal or "",
        why_not_kept=importer.why_not_kept,
    )


def _told_below(report: Report | None, doubtful: list[Problem], *, may_decide: bool) -> list[Problem]:
    """The problems of the table: cells that are decided above it are not told twice."""
    if report is None:
        return []
    return [problem for problem in report.problems if not (may_decide and problem in doubtful)]


def doubtful_of(importer: Importer, report: Report | None) -> list[Problem]:
    """Problems of one cell each that may be decided right here."""
    if report is None:
        return []
    return [
        problem
        for problem in report.problems
        if problem.code in importer.resolvable_codes and problem.place.sheet and problem.place.cell
    ]


def progress_of(run: ImportRun) -> Progress:
    state = RunState(run.state)
    waits = run.progress_total is None
    return Progress(
        title=f"{_HEADINGS[state]} «{run.file.name}»",
        done=run.progress_done,
        total=run.progress_total,
        url=reverse("import-progress", args=[run.pk]),
        words="Ждём очереди и читаем файл." if waits else "",
        finished=state not in WORKING,
    )


def run_table(rows: Sequence[RunRow]) -> Table:
    return Table(
        id="runs",
        caption="Загруженные файлы",
        caption_hidden=True,
        columns=[
            Column("Файл"),
            Column("Что"),
            Column("Кто"),
            Column("Состояние"),
            Column("С какого времени"),
        ],
        rows=[
            (
                link(reverse("import-run", args=[row.pk]), row.file),
                row.kind,
                row.who,
                _state_of(row),
                date_ru(row.since, "time"),
            )
            for row in rows
        ],
    )


def _state_of(row: RunRow) -> SafeString:
    if row.waits and row.is_mine:
        return badge(f"ваш ход: {row.state.label}", "move", "→")
    return badge(
        row.state.label, "low" if row.state is RunState.APPLIED else "none", _SIGNS.get(row.state, "")
    )


_SIGNS = {RunState.APPLIED: "✓"}


def _chip(run: ImportRun, actor: Actor) -> SafeString:
    state = RunState(run.state)
    if state in WORKING or state in {RunState.APPLIED, RunState.DISCARDED}:
        return badge(state.label, "low" if state is RunState.APPLIED else "none", _SIGNS.get(state, ""))
    is_mine = run.created_by_id == actor.person_id
    return move_chip("того, кто добавил файл", run.state_since, mine=is_mine)


def _lead(state: RunState, report: Report | None, doubtful: Sequence[Problem]) -> str:
    if state is RunState.REFUSED and not doubtful:
        return "Ничего не записано. Исправьте отмеченные места в файле и загрузите его снова."
    if state is RunState.CHECKED and report is not None and not report.counts.to_write:
        return "В файле нет ничего нового: всё это уже записано. Загружать его не нужно."
    return _LEADS.get(state, "")


def _stats(state: RunState, report: Report | None) -> list[Stat]:
    if report is None or state not in {RunState.CHECKED, RunState.APPLIED}:
        return []
    done = state is RunState.APPLIED
    return [
        Stat("Записали новых" if done else "Новых", report.counts.new),
        Stat("Изменили" if done else "Изменятся", report.counts.changed),
        Stat("Без изменений", report.counts.same),
        Stat("Строк в файле", report.rows),
    ]


def _preview(preview: Preview) -> Table | None:
    if not preview.rows:
        return None
    return Table(
        id="preview",
        caption=f"Первые записи: {len(preview.rows)}",
        columns=[Column(title) for title in preview.columns],
        rows=preview.rows,
        wide=True,
    )


_STOPS = badge("мешает загрузке", "high", "●")
_WARNS = badge("к сведению", "mid", "■")


def _line(problem: Problem) -> ProblemLine:
    allowed = problem.allowed or ()
    offers = ", ".join(allowed[:MOST_ALLOWED]) + ("…" if len(allowed) > MOST_ALLOWED else "")
    return ProblemLine(
        place=str(problem.place) or "файл целиком",
        value=problem.value or "",
        message=problem.message,
        offers=offers,
        sign=_STOPS if problem.stops else _WARNS,
    )


def _hidden(report: Report | None) -> int:
    if report is None:
        return 0
    return max(0, len(report.problems) - SHOWN_PROBLEMS) + report.more_problems


def _facts(run: ImportRun, importer: Importer, actor: Actor) -> list[Fact]:
    facts = [
        _file(run),
        Fact("Что загружаем", importer.title),
        Fact("Добавил(а)", run.created_by_name, note=date_ru(run.created_at, "time")),
    ]
    if run.applied_at:
        facts.append(Fact("Загрузил(а)", run.applied_by_name, note=date_ru(run.applied_at, "time")))
    options = {option.name: option for option in importer.options(actor)} if run.options else {}
    for name, value in run.options.items():
        option = options.get(name)
        title = dict(option.choices).get(value, value) if option else value
        facts.append(Fact(option.label if option else name, title))
    return facts


def _file(run: ImportRun) -> Fact:
    if run.file.removed_at is not None:
        return Fact("Файл", run.file.name, note=f"удалён {date_ru(run.file.removed_at)}")
    size = f"{number(max(1, round(run.file.size / 1024)))} КБ"
    return Fact("Файл", run.file.name, note=size, url=reverse("import-file", args=[run.pk]))


def _links(importer: Importer) -> list[tuple[str, str]]:
    return [(title, reverse(name)) for title, name in importer.shown_at]


def _apply_words(state: RunState, report: Report | None, counts: Counts) -> str:
    if state is not RunState.CHECKED or report is None or not counts.to_write:
        return ""
    return f"Загрузить {count_ru(counts.to_write, 'запись,записи,записей')}"
