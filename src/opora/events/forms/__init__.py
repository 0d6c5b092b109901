"""Forms of events."""

from opora.events.forms.days import AddForm, HoldForm, MoveForm, ReasonForm
from opora.events.forms.filters import ListForm
from opora.events.forms.writing import EventForm, MaterialForm

__all__ = ["AddForm", "EventForm", "HoldForm", "ListForm", "MaterialForm", "MoveForm", "ReasonForm"]
