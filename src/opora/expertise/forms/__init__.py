"""What coordinators, experts and schools write."""

from opora.expertise.forms.rounds import (
    AgreeForm,
    AssignForm,
    DeclineForm,
    FollowForm,
    LoadForm,
    PlaceForm,
    RoundForm,
    WordsForm,
)
from opora.expertise.forms.sheet import SheetForm

__all__ = [
    "AgreeForm",
    "AssignForm",
    "DeclineForm",
    "FollowForm",
    "LoadForm",
    "PlaceForm",
    "RoundForm",
    "SheetForm",
    "WordsForm",
]
