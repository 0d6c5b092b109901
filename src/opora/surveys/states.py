"""The life of a campaign: prepared, answered, closed, reported."""

from django.db.models import TextChoices


class CampaignState(TextChoices):
    DRAFT = "draft", "готовится"
    OPEN = "open", "идёт"
    CLOSED = "closed", "закрыт"
    REPORTED = "reported", "итоги показаны"


TRANSITIONS: dict[CampaignState, frozenset[CampaignState]] = {
    CampaignState.DRAFT: frozenset({CampaignState.OPEN}),
    CampaignState.OPEN: frozenset({CampaignState.CLOSED}),
    CampaignState.CLOSED: frozenset({CampaignState.REPORTED}),
    CampaignState.REPORTED: frozenset(),
}

# Whose move: who is awaited while a campaign is in a state; None where nobody is.
MOVES: dict[CampaignState, str | None] = {
    CampaignState.DRAFT: "ход координатора: классы заполнены — открыть",
    CampaignState.OPEN: "ход школы: раздать коды",
    CampaignState.CLOSED: None,
    CampaignState.REPORTED: None,
}
