from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "opora.answering"
    label = "answering"
    verbose_name = "Ответы"

    def ready(self) -> None:
        from opora.answering.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
