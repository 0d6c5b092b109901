from django.apps import AppConfig


class IdentificationConfig(AppConfig):
    name = "opora.identification"
    label = "identification"
    verbose_name = "Отбор"

    def ready(self) -> None:
        from opora.identification.panels import PANEL
        from opora.organisations.cards import register

        register(PANEL)
