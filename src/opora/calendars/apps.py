from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "opora.calendars"
    label = "calendars"
    verbose_name = "Календарь"

    def ready(self) -> None:
        from opora.appointments.own_pages import OwnPage, register

        register(OwnPage("Календарь на телефоне", "my_calendar"))
