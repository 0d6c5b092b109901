"""What the plan says of one organisation of the file."""

from dataclasses import dataclass, field

from opora.organisations.models import Organisation, YearFigures
from opora.organisations.register_file.places import Fate, Place
from opora.organisations.timeline import Change


@dataclass(slots=True)
class Step:
    """One organisation of the file as it will be. `place` may not exist yet."""

    organisation: Organisation
    place: Place
    fate: Fate
    changes: list[Change] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    figures: list[YearFigures] = field(default_factory=list)
