"""After the evening: is everything there that was acknowledged, and nothing else?"""

from evening_crowd import Expert, School
from evening_seed import Written


def lost(schools: list[School], experts: list[Expert], begun: list[Written]) -> list[str]:
    """What was acknowledged and is not there, or is there and was not acknowledged."""
    from opora.documents.models import Document, Row
    from opora.expertise.models import Assignment
    from opora.expertise.states import AssignmentState
    from opora.measures.models import Measure

    wrong, saves, rows_made = [], 0, 0
    for school, before in zip(schools, begun, strict=True):
        rows = {
            (r.table, r.code): r
            for r in Row.objects.filter(document=school.document).select_related("measure")
        }
        old = {(place.table, place.code): place.revision for place in before.places}
        for key, (many, words) in school.kept.items():
            row = rows.get(key)
            said = "" if row is None else row.measure.result if row.measure else row.content.get("text", "")
            if row is None or row.revision != old.get(key, 0) + many or said != words:
                wrong.append(f"document {school.document}, {key}: {many} saves, «{words}», there: {said!r}")
        acknowledged = sum(many for many, _ in school.kept.values())
        document = Document.objects.get(pk=school.document)
        if document.revision != 1 + acknowledged:
            wrong.append(f"document {school.document}: revision {document.revision}, saves {acknowledged}")
        new = {code for table, code in rows if table == "measures" and (table, code) not in old}
        if new != school.made:
            wrong.append(f"document {school.document}: new rows {new ^ school.made}")
        if school.sent and document.versions.count() != 1:
            wrong.append(f"document {school.document}: sent, and no version")
        saves, rows_made = saves + acknowledged, rows_made + len(school.made)
    changes = _history()
    if changes != saves - rows_made:
        wrong.append(f"history has {changes} changes of rows, acknowledged were {saves - rows_made}")
    sheets = {
        f"/expertise/sheets/{a.key}/": a
        for a in Assignment.objects.select_related("sheet").filter(sheet__isnull=False)
    }
    kept = {url: said for expert in experts for url, said in expert.kept.items()}
    sent = {url for expert in experts for url in expert.sent}
    for url, (many, total) in kept.items():
        found = sheets.get(url)
        if found is None or found.sheet.revision != many:
            wrong.append(f"{url}: kept {many} times, there: {found and found.sheet.revision}")
        elif (found.state == AssignmentState.SENT) != (url in sent) or found.sheet.total != (
            total if url in sent else None
        ):
            wrong.append(f"{url}: sent {url in sent} with {total}, there: {found.state}, {found.sheet.total}")
    if set(sheets) != set(kept):
        wrong.append(f"{len(sheets)} sheets, acknowledged {len(kept)}")
    measures = Measure.objects.count()
    print(
        f"acknowledged: {saves} saves, {rows_made} of them new rows, {len(kept)} sheets, {len(sent)} of them sent; "
        f"in history {changes} changes of rows; {measures} measures"
    )
    return wrong


def _history() -> int:
    """How many earlier states of rows history holds: one for each change of a row that was there."""
    from django.apps import apps

    return int(apps.get_model("documents", "RowEvent").objects.filter(pgh_label="changed").count())
