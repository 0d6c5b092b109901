"""As many documents as schools, one of each school in review, and one with as many rows and remarks."""

from datetime import datetime

from factories.writing import kind_of_document
from opora.cycles.models import Cycle
from opora.documents.models import Document, DocumentVersion, Remark, Row
from opora.documents.states import DocumentState, Kept
from opora.measures.models import Measure
from opora.organisations.models import Organisation


def written_everywhere(cycle: Cycle, schools: list[Organisation], now: datetime) -> Document:
    """The first of them holds a row of each kind and a remark for every school."""
    version = kind_of_document("medium-term")
    made = Document.objects.bulk_create(
        Document(
            cycle=cycle,
            version=version,
            kind="medium-term",
            school=each,
            title="Среднесрочная программа развития",
            state=DocumentState.REVIEW,
            state_since=now.date(),
            made_at=now,
            made_by_name="Школьная",
            changed_at=now,
            changed_by_name="Школьная",
        )
        for each in schools
    )
    first = made[0]
    many = min(len(schools), 60)
    measures = Measure.objects.bulk_create(
        Measure(
            cycle=cycle, school=schools[0], title=f"Мера {n}", executors=["teacher"], result=f"{n} уроков"
        )
        for n in range(many)
    )
    rows = [("goals", f"g{n}", {"text": f"Цель {n}"}, None) for n in range(many)]
    rows += [("tasks", f"t{n}", {"text": f"Задача {n}", "goal": f"g{n}"}, None) for n in range(many)]
    rows += [("measures", f"m{n}", {"task": f"t{n}"}, each) for n, each in enumerate(measures)]
    rows += [("indicators", f"i{n}", {"of": f"g{n}", "title": f"Доля {n}"}, None) for n in range(many)]
    Row.objects.bulk_create(
        Row(
            document=first, table=table, code=code, position=n, content=content, measure=measure, revision=1,
            changed_at=now, changed_by_name="Школьная",
        )
        for n, (table, code, content, measure) in enumerate(rows)
    )  # fmt: skip
    kept = DocumentVersion.objects.create(
        document=first,
        number=1,
        kept_for=Kept.SENT,
        content={"format": "opora-programme/1", "kind": "medium-term"},
        made_at=now,
        made_by_name="Школьная",
    )
    Remark.objects.bulk_create(
        Remark(
            document=first, version=kept, row=f"m{n}", text=f"Замечание {n}", made_at=now, made_by_name="Кураторова"
        )
        for n in range(many)
    )  # fmt: skip
    return first
