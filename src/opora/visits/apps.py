from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "opora.visits"
    label = "visits"
    verbose_name = "Посещения"

    def ready(self) -> None:
        from opora.organisations import cards
        from opora.visits.panels import PANEL

        cards.register(PANEL)
