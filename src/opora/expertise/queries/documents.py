"""Which documents a round takes: those that were confirmed; which schools presented none."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from opora.catalogues.models import Version
from opora.catalogues.queries import all_current
from opora.cycles.models import Cycle, Participation
from opora.cycles.states import Mode
from opora.documents.checks.sheet import Sheet
from opora.documents.kinds import DOCUMENTS, SHEETS
from opora.documents.models import Document, DocumentVersion
from opora.documents.states import DocumentState, Kept, Outcome
from opora.expertise.models import Round
from opora.expertise.naming import WORK, WORK_TITLE
from opora.organisations.models import Organisation, Territory


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents with the version that was confirmed, and (school, kind) of what is not there."""

    present: tuple[tuple[Document, int], ...]
    absent: tuple[tuple[int, str], ...]


def kind_titles(territory_path: str = "") -> dict[str, str]:
    """Titles of the kinds of documents by code, in order of titles. One query."""
    return {each.code: each.title for each in all_current(DOCUMENTS, territory_path)}


def entry_titles(territory_path: str = "") -> dict[str, str]:
    """What the entries of rounds are called: kinds of documents, and a curator's work. One query."""
    return {**kind_titles(territory_path), WORK: WORK_TITLE}


def gathered(cycle: Cycle, territory: Territory, kinds: Collection[str]) -> Gathered:
    """Four queries however many schools.

    «Не представлено» is said of open schools that take part in the programme in that year. A document that went
    through an expertise already and was not corrected since is not taken again, and is not missing either.
    """
    path = territory.path or ""
    documents = list(
        Document.objects.filter(
            cycle=cycle, kind__in=kinds, school__territory__path__startswith=path
        ).select_related("school__territory")
    )
    confirmed = [each for each in documents if each.state == DocumentState.CONFIRMED]
    versions = _confirmed_versions([each.pk for each in confirmed])
    present = tuple((each, versions[each.pk]) for each in confirmed if each.pk in versions)
    settled = (DocumentState.CONFIRMED, DocumentState.EXPERTISE, DocumentState.ASSESSED)
    there = {(each.school_id, each.kind) for each in documents if each.state in settled}
    absent = tuple(
        (school, kind)
        for school in _taking_part(cycle, path)
        for kind in sorted(kinds)
        if (school, kind) not in there
    )
    return Gathered(present, absent)


def _confirmed_versions(documents: Sequence[int]) -> dict[int, int]:
    """{document: its last version that was confirmed, or was sent where nobody wrote a review}."""
    found: dict[int, int] = {}
    sent = DocumentVersion.objects.filter(document__in=documents).order_by("number")
    for document, pk in sent.filter(kept_for=Kept.SENT).values_list("document_id", "pk"):
        found[document] = pk
    reviewed = sent.filter(reviews__outcome=Outcome.CONFIRMED)
    found.update(reviewed.values_list("document_id", "pk"))
    return found


def _taking_part(cycle: Cycle, path: str) -> list[int]:
    schools = Organisation.objects.filter(
        pk__in=Participation.objects.filter(cycle=cycle, mode=Mode.ACTIVE).values("school_id"),
        territory__path__startswith=path,
        closed_on__isnull=True,
        merged_into__isnull=True,
    )
    return list(schools.order_by("pk").values_list("pk", flat=True))


_kept: dict[str, Sheet] = {}


def sheet_of(of: Round) -> Sheet:
    """The sheet of a round; its version and definition are to be joined. Read once for the process."""
    return _sheet(of.version)


def sheets_by_hash(hashes: Collection[str]) -> dict[str, Sheet]:
    """Sheets by the hash of what was published. A query where one was not met before, else none."""
    unknown = {each for each in hashes if each not in _kept}
    if unknown:
        found = Version.objects.filter(definition__kind=SHEETS, content_hash__in=unknown)
        for version in found.select_related("definition"):
            _sheet(version)
    return {each: _kept[each] for each in hashes}


def _sheet(version: Version) -> Sheet:
    key = version.content_hash
    if key not in _kept:
        _kept[key] = Sheet.parse(version.definition.title, version.content)
    return _kept[key]
