"""The life of a version: draft → published → superseded. Nothing goes back."""

from django.db.models import TextChoices


class VersionState(TextChoices):
    DRAFT = "draft", "черновик"
    PUBLISHED = "published", "действует"
    SUPERSEDED = "superseded", "заменена"


class Origin(TextChoices):
    """Official is what a named document says; everything else says that it is not."""

    OFFICIAL = "official", "официально"
    OURS = "ours", "наше, не официально"
    REGION = "region", "решение территории"


TRANSITIONS: dict[VersionState, frozenset[VersionState]] = {
    VersionState.DRAFT: frozenset({VersionState.PUBLISHED}),
    VersionState.PUBLISHED: frozenset({VersionState.SUPERSEDED}),
    VersionState.SUPERSEDED: frozenset(),
}

MOVES: dict[VersionState, str | None] = {
    VersionState.DRAFT: "ход того, кто ведёт каталог",
    VersionState.PUBLISHED: None,
    VersionState.SUPERSEDED: None,
}
