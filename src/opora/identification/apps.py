from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "opora.identification"
    label = "identification"
    verbose_name = "Отбор"

    def ready(self) -> None:
        from opora.identification.objecting import find_listing
        from opora.identification.panels import PANEL
        from opora.objections import subjects
        from opora.objections.states import SubjectKind
        from opora.organisations import cards

        cards.register(PANEL)
        subjects.register(SubjectKind.LISTING, find_listing)
