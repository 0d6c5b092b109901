from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "opora.cycles"
    label = "cycles"
    verbose_name = "Программные годы"
