from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "opora.desk"
    label = "desk"
    verbose_name = "Рабочий стол"
