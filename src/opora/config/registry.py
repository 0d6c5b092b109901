"""The one place where features are joined: importers, exports, templates, kinds, the desk.

A feature knows nothing of those above it; it offers functions, and here they meet. `join` is called once,
when Django is ready, so models may be imported inside.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from opora.access import Actor
from opora.config.gathering import gather

TEMPLATES: dict[str, Callable[[], bytes]] = {}


class Export(Protocol):
    """Writes what `by` may see as a file that can be imported again."""

    def __call__(self, *, by: Actor, cycle: str | None, territory: str | None) -> bytes: ...


EXPORTS: dict[str, Export] = {}


def join() -> None:
    """Introduce the features to the seams below them."""
    _importers()
    _kinds()
    _places()
    _people()
    _exports()
    gather()
    _workbooks()


def _importers() -> None:
    from opora.answering.importers import KeyedAnswersImporter
    from opora.appointments.importers import PeopleImporter
    from opora.identification.importers import ListsImporter
    from opora.imports.contract import register, register_actor_source, register_places
    from opora.orders.importing import OrdersImporter
    from opora.organisations.importers import OrganisationsImporter
    from opora.plans.importing import PlanImporter
    from opora.results.blanks import BLANKS
    from opora.results.importers import ResultsImporter
    from opora.risks.importers import GivenLevelsImporter
    from opora.roadmaps.importers import RoadmapImporter

    importers = (
        OrganisationsImporter(),
        PeopleImporter(),
        ResultsImporter(),
        ListsImporter(),
        KeyedAnswersImporter(),
        GivenLevelsImporter(),
        RoadmapImporter(),
        PlanImporter(),
        OrdersImporter(),
    )
    register(importers)
    TEMPLATES.update({importer.kind: importer.template for importer in importers})
    TEMPLATES.update(BLANKS)
    register_actor_source(_actor)
    register_places(_where_schools_lie)


def _where_schools_lie(school_ids: Collection[int]) -> list[str]:
    from opora.organisations.models import Organisation

    schools = Organisation.objects.filter(pk__in=school_ids).order_by("territory__path")
    return [path or "" for path in schools.values_list("territory__path", flat=True).distinct()]


def _actor(person_id: int, appointment_id: int | None) -> Actor:
    """The person as they may act now: a job asks again, for rights may have ended meanwhile."""
    from django.utils import timezone

    from opora.access import ANONYMOUS
    from opora.appointments.session import actor_for
    from opora.people.models import Person

    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return ANONYMOUS
    return actor_for(person, on=timezone.localdate(), chosen=appointment_id)


def _kinds() -> None:
    from opora.burden.minutes import burden_minutes
    from opora.catalogues import local_time, role_texts, social_passport
    from opora.catalogues.kinds import register
    from opora.curators.kinds import curatorship
    from opora.documents import kinds as documents
    from opora.events.kinds import work_forms
    from opora.identification.kinds import identification_rules
    from opora.indicators.kinds import risk_factors
    from opora.orders.kinds import expected_orders
    from opora.overview.thresholds import overview_signs
    from opora.plans.kinds import plan_works
    from opora.questionnaires.kinds import questionnaires
    from opora.results import kinds as procedures
    from opora.roadmaps.ladder import escalation
    from opora.roadmaps.stages import roadmap_stages
    from opora.search.kinds import search_words
    from opora.visits.kinds import visit_kinds, visit_rhythms

    register(
        [role_texts.KIND, local_time.KIND, social_passport.KIND, procedures.KIND, identification_rules()]
    )
    register([questionnaires(), risk_factors()])
    register([documents.documents(), documents.programme_rules(), documents.expert_sheets()])
    register([escalation(), roadmap_stages(), visit_kinds(), visit_rhythms()])
    register([expected_orders(), work_forms(), plan_works(), curatorship()])
    register([burden_minutes(), search_words(), overview_signs()])


def _places() -> None:
    """Catalogues ask where territories and schools lie."""
    from collections.abc import Sequence

    from opora.catalogues.places import Atlas, Place, use
    from opora.organisations.models import Organisation, Territory

    def territories(paths: Sequence[str]) -> list[Place]:
        found = Territory.objects.filter(path__in=paths).order_by("sort_name", "id")
        return [Place(each.pk, each.path or "", each.name) for each in found]

    def of_schools(ids: Sequence[int]) -> list[str]:
        found = Organisation.objects.filter(pk__in=ids).order_by("territory__path")
        return [path or "" for path in found.values_list("territory__path", flat=True).distinct()]

    use(Atlas(territories, of_schools))


def _people() -> None:
    """Whom the members of a group may be chosen among."""
    from opora.appointments.queries import visible_to
    from opora.groups import known_people

    known_people.use(visible_to)


def _exports() -> None:
    def organisations(*, by: Actor, cycle: str | None, territory: str | None) -> bytes:
        from opora.organisations.register_file.exporting import export_organisations

        return export_organisations(by, _path(territory))

    def people(*, by: Actor, cycle: str | None, territory: str | None) -> bytes:
        from django.utils import timezone

        from opora.appointments.exports import people_workbook
        from opora.appointments.queries import Choice

        return people_workbook(by, Choice(), on=timezone.localdate())

    def results(*, by: Actor, cycle: str | None, territory: str | None) -> bytes:
        from opora.results.exports import export_results

        return export_results(by, territory_path=_path(territory))

    def lists(*, by: Actor, cycle: str | None, territory: str | None) -> bytes:
        from opora.identification.exports import export_lists

        return export_lists(by, cycle_code=cycle, territory_path=_path(territory))

    EXPORTS.update({"organisations": organisations, "people": people, "results": results, "lists": lists})


def _path(territory: str | None) -> str:
    from opora.access import Refused
    from opora.organisations.models import Territory

    if territory is None:
        return ""
    found = Territory.objects.filter(code=territory).first()
    if found is None:
        raise Refused(f"Территории с кодом «{territory}» нет. Коды стоят в выгрузке organisations.")
    return found.path or ""


def _workbooks() -> None:
    """The files of a demonstration say so wherever they go."""
    from django.conf import settings

    from opora.printing import say_in_workbooks

    say_in_workbooks("Синтетические данные: школы, люди и цифры выдуманы." if settings.IS_DEMO else "")
