from django.apps import AppConfig


class BurdenConfig(AppConfig):
    name = "opora.burden"
    label = "burden"
    verbose_name = "Нагрузка"

    def ready(self) -> None:
        from opora.burden.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
