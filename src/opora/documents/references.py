"""How other features name a document."""

from collections.abc import Collection, Mapping

from django.db.models.functions import Coalesce
from django.urls import reverse

from opora.access import Actor
from opora.documents.queries.visibility import documents_visible_to
from opora.references import Reference


class Documents:
    """Documents of schools and territories."""

    kind = "document"
    word = "документ"

    def many(self, actor: Actor, ids: Collection[int]) -> Mapping[int, Reference]:
        path = Coalesce("school__territory__path", "territory__path")
        rows = documents_visible_to(actor).filter(pk__in=ids).annotate(path=path)
        return {
            pk: Reference(self.kind, pk, title, reverse("document", args=[pk]), school, path or "")
            for pk, title, school, path in rows.values_list("pk", "title", "school_id", "path")
        }


SOURCES = (Documents(),)
