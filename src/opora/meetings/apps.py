from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "opora.meetings"
    label = "meetings"
    verbose_name = "Совещания"

    def ready(self) -> None:
        from opora.groups import onward
        from opora.meetings.panels import meetings_of

        onward.register(meetings_of)
