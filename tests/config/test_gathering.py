"""What features offer is gathered: a diary or a kind of things that `config` leaves out is seen by nobody."""

from importlib import import_module
from pathlib import Path

import opora
from opora import diary, references
from opora.discussions import kinds

ROOT = Path(opora.__file__).parent


def offered(*names: str) -> set[str]:
    """Modules of features that lie under one of these names."""
    found = (path for name in names for path in ROOT.glob(f"*/{name}"))
    return {".".join(("opora", *path.relative_to(ROOT).with_suffix("").parts)) for path in found}


def test_every_diary_stands_in_the_calendar() -> None:
    gathered = {source.__module__ for source in diary._sources}
    assert offered("diary.py", "queries/diary.py") == gathered


def test_every_kind_of_things_can_be_pointed_at_and_talked_about() -> None:
    own = {source.kind for module in offered("references.py") for source in import_module(module).SOURCES}
    assert {"inquiry", "report"} < own
    assert own <= set(references.kinds())
    assert own <= set(kinds.all_kinds())
