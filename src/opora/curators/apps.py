from django.apps import AppConfig


class CuratorsConfig(AppConfig):
    name = "opora.curators"
    label = "curators"
    verbose_name = "Кураторы"

    def ready(self) -> None:
        from opora.curators.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
