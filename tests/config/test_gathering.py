"""What features offer is gathered: a diary or a kind of things that `config` leaves out is seen by nobody."""

import re
from importlib import import_module
from pathlib import Path

import opora
from opora import diary, references
from opora.discussions import kinds

ROOT = Path(opora.__file__).parent
#: packages with pages of single things that nobody talks about there, and why
WITHOUT_TALK = {
    "answering": "cards of answers: the school says its own in the objection",
    "appointments": "a person is no subject of a talk",
    "catalogues": "a definition says in its own words why it was changed",
    "cycles": "the year of everybody: a territory has its talk",
    "discussions": "the talk itself",
    "expertise": "rounds are blind",
    "imports": "a file with its mistakes, of the one who loads it",
    "objections": "an objection and its answer are the talk",
    "results": "figures: an objection is raised against them",
    "surveys": "answers are sealed",
}


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


def test_a_package_with_pages_of_things_offers_them_to_be_talked_about() -> None:
    paged = {
        path.parent.name
        for path in ROOT.glob("*/urls.py")
        if re.search(r'<(?:int|slug):pk>/["\']', path.read_text(encoding="utf-8"))
    }
    talked = {path.parent.name for path in ROOT.glob("*/references.py")}
    assert paged - talked == set(WITHOUT_TALK)


def test_every_kind_that_is_talked_about_shows_its_talk_on_some_page() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*/templates/**/*.html"))
    shown = set(re.findall(r'{% talk "([\w-]+)"', pages)) | {"event"}  # an event lays its panel out itself
    assert "discussions/panel.html" in (ROOT / "events/templates/events/event.html").read_text(
        encoding="utf-8"
    )
    assert shown == set(kinds.all_kinds())
