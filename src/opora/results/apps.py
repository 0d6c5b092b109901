from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "opora.results"
    label = "results"
    verbose_name = "Результаты"

    def ready(self) -> None:
        from opora.objections.states import SubjectKind
        from opora.objections.subjects import register
        from opora.organisations import cards
        from opora.results.objecting import find
        from opora.results.panels import PANEL

        register(SubjectKind.FACT, find)
        cards.register(PANEL)
