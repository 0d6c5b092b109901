from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "opora.desk"
    label = "desk"
    verbose_name = "Рабочий стол"

    def ready(self) -> None:
        from opora.desk.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
