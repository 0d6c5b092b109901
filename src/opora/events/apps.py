from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "opora.events"
    label = "events"
    verbose_name = "Мероприятия"

    def ready(self) -> None:
        from opora.events.panels import PANEL
        from opora.organisations import cards

        cards.register(PANEL)
