from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "opora.digests"
    label = "digests"
    verbose_name = "Письма"

    def ready(self) -> None:
        from opora.appointments.own_pages import OwnPage, register

        register(OwnPage("Письма", "my_digests"))
