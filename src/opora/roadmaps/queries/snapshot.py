"""A school's roadmap as it stands, in plain data that lasts: what a closed stage keeps."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from opora.access import Actor
from opora.roadmaps.models import Checkpoint, Evidence, Work
from opora.roadmaps.queries.lines import Line, lines_of
from opora.roadmaps.queries.visibility import evidence_visible_to
from opora.roadmaps.states import EvidenceKind


def snapshot(checkpoint: Checkpoint, *, today: date) -> dict[str, Any]:
    """{"works": [words, state and days of each measure, late or not, what shows it], "changes": [indicators
    before and after]}. Four queries, whatever the size."""
    of_year = (checkpoint.school_id, checkpoint.cycle_id)
    shown, is_over = evidence_of(*of_year), not checkpoint.school.is_open
    return {
        "works": [_work(line, shown.get(line.id, []), today) for line in lines_of(*of_year, is_over=is_over)],
        "changes": [
            {
                "indicator": each.indicator, "title": each.title, "unit": each.unit, "before": each.before,
                "target": each.target, "after": each.after, "on": each.on.isoformat() if each.on else None,
                "source": each.source, "evidence": str(each.evidence) if each.evidence else None,
            }
            for each in checkpoint.changes.select_related("evidence")
        ],
    }  # fmt: skip


def _work(line: Line, shown: list[Evidence], today: date) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "result": line.result,
        "direction": line.direction,
        "state": line.state.value,
        "since": line.since.isoformat(),
        "due": line.due.isoformat() if line.due else None,
        "first_due": line.first_due.isoformat() if line.first_due else None,
        "done_on": line.done_on.isoformat() if line.done_on else None,
        "is_late": line.is_late(today),
        "report": line.report,
        "people": [name for _, name in line.people] or list(line.named),
        "evidence": [
            {"id": each.pk, "kind": each.kind, "title": each.title, "words": words_of(each)} for each in shown
        ],
    }


def files_open_to(actor: Actor, works: Iterable[Mapping[str, Any]]) -> set[int]:
    """Of the things that a snapshot's measures name: files the actor may open today. One query."""
    ids = {shown["id"] for work in works for shown in work["evidence"]}
    found = evidence_visible_to(actor).filter(pk__in=ids, kind=EvidenceKind.FILE, withdrawn_at=None)
    return set(found.order_by().values_list("pk", flat=True))


def words_of(evidence: Evidence) -> str:
    """What it shows, in words: the figure with its day, the address of the page, the name of the file."""
    match evidence.kind:
        case EvidenceKind.FIGURE:
            value = f"{evidence.value:f}".rstrip("0").rstrip(".") if evidence.value is not None else ""
            on = f" на {evidence.on:%d.%m.%Y}" if evidence.on else ""
            return f"{value.replace('.', ',')} {evidence.unit}".strip() + on
        case EvidenceKind.LINK:
            return evidence.link
    return evidence.file.name if evidence.file else ""


def evidence_of(school_id: int, cycle_id: int) -> dict[int, list[Evidence]]:
    """{work: what shows it}; what was taken back is left out. Two queries."""
    found: dict[int, list[Evidence]] = {}
    # by the measures: what a school took over from another brings its evidence
    works = Work.objects.filter(school=school_id, cycle=cycle_id).order_by().values("pk")
    shown = Evidence.works.through.objects.filter(work__in=works, evidence__withdrawn_at__isnull=True)
    there = Evidence.objects.filter(pk__in=shown.values("evidence"))
    for each in there.select_related("file").prefetch_related("works").order_by("made_at", "pk"):
        for work in each.works.all():
            found.setdefault(work.pk, []).append(each)
    return found
