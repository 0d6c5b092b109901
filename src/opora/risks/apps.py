from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "opora.risks"
    label = "risks"
    verbose_name = "Риски"

    def ready(self) -> None:
        from opora.organisations import cards
        from opora.risks.onward import profiles_of
        from opora.risks.panels import PANEL
        from opora.surveys import after, onward

        cards.register(PANEL)
        after.register("risks.after_campaign")
        onward.register(profiles_of)
