"""Documents with their rows and versions; the review over them."""

from opora.documents.models.document import Deadline, Document, DocumentVersion, Presence, Row
from opora.documents.models.review import Opening, Remark, Reply, Review

__all__ = [
    "Deadline",
    "Document",
    "DocumentVersion",
    "Opening",
    "Presence",
    "Remark",
    "Reply",
    "Review",
    "Row",
]
