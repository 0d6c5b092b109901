"""Forms of profiles and directions."""

from opora.risks.forms.asking import BoardForm, MapFilter, RefreshForm
from opora.risks.forms.writing import (
    CausesForm,
    ChoiceForm,
    DayForm,
    MilestoneForm,
    MoveForm,
    Offered,
    VisitForm,
)

__all__ = [
    "BoardForm",
    "CausesForm",
    "ChoiceForm",
    "DayForm",
    "MapFilter",
    "MilestoneForm",
    "MoveForm",
    "Offered",
    "RefreshForm",
    "VisitForm",
]
