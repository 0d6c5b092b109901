"""The one place where features are joined: importers, exports, templates, kinds, the desk.

A feature knows nothing of those above it; it offers functions, and here they meet. `join` is called once,
when Django is ready, so models may be imported inside.
"""

from collections.abc import Callable, Collection
from typing import Protocol

from opora.access import Actor

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
    _desk()
    _workbooks()


def _importers() -> None:
    from opora.answering.importers import KeyedAnswersImporter
    from opora.appointments.importers import PeopleImporter
    from opora.identification.importers import ListsImporter
    from opora.imports.contract import register, register_actor_source, register_places
    from opora.organisations.importers import OrganisationsImporter
    from opora.results.blanks import BLANKS
    from opora.results.importers import ResultsImporter
    from opora.risks.importers import GivenLevelsImporter

    importers = (
        OrganisationsImporter(),
        PeopleImporter(),
        ResultsImporter(),
        ListsImporter(),
        KeyedAnswersImporter(),
        GivenLevelsImporter(),
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
    from opora.catalogues import role_texts, social_passport
    from opora.catalogues.kinds import register
    from opora.documents import kinds as documents
    from opora.identification.kinds import identification_rules
    from opora.indicators.kinds import risk_factors
    from opora.questionnaires.kinds import questionnaires
    from opora.results import kinds as procedures

    register([role_texts.KIND, social_passport.KIND, procedures.KIND, identification_rules()])
    register([questionnaires(), risk_factors()])
    register([documents.documents(), documents.programme_rules(), documents.expert_sheets()])


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


def _desk() -> None:
    """What waits for a person, each feature's own things in the desk's words."""
    from django.utils import timezone

    from opora.answering import queries as cards
    from opora.desk.waiting import Waiting, register
    from opora.documents.queries import listing as documents
    from opora.expertise.queries import queue as expertise
    from opora.identification import queries as lists
    from opora.imports import queries as imports
    from opora.objections import queries as objections
    from opora.risks import queries as risks
    from opora.surveys import queries as surveys

    def of_lists(actor: Actor) -> list[Waiting]:
        return [
            Waiting("Списки школ", w.title, w.action, w.url, timezone.localdate(w.since), w.due)
            for w in lists.waiting_for(actor)
        ]

    def of_objections(actor: Actor) -> list[Waiting]:
        return [
            Waiting("Возражения школ", w.title, "Ответить", w.url, w.since, w.due)
            for w in objections.waiting_for(actor)
        ]

    def of_imports(actor: Actor) -> list[Waiting]:
        return [
            Waiting("Загрузка", w.title, "Открыть", w.url, timezone.localdate(w.since))
            for w in imports.waiting_for(actor)
        ]

    def of_surveys(actor: Actor) -> list[Waiting]:
        found = surveys.waiting_for(actor, today=timezone.localdate())
        return [Waiting("Опросы", w.title, w.action, w.url, w.since, w.due) for w in found]

    def of_cards(actor: Actor) -> list[Waiting]:
        found = cards.waiting_for(actor, on=timezone.localdate())
        return [Waiting("Карта школы", w.title, "Заполнить", w.url, w.since) for w in found]

    def of_documents(actor: Actor) -> list[Waiting]:
        found = documents.waiting_for(actor)
        return [Waiting("Документы", w.title, w.action, w.url, w.since, w.due) for w in found]

    def of_risks(actor: Actor) -> list[Waiting]:
        return [Waiting("Риски", w.title, w.action, w.url, w.since) for w in risks.waiting_for(actor)]

    def of_expertise(actor: Actor) -> list[Waiting]:
        found = expertise.waiting_for(actor)
        return [Waiting("Экспертиза", w.title, w.action, w.url, w.since, w.due) for w in found]

    register(
        [of_lists, of_objections, of_imports, of_surveys, of_cards, of_risks, of_documents, of_expertise]
    )


def _workbooks() -> None:
    """The files of a demonstration say so wherever they go."""
    from django.conf import settings

    from opora.printing import say_in_workbooks

    say_in_workbooks("Синтетические данные: школы, люди и цифры выдуманы." if settings.IS_DEMO else "")
