from django.apps import AppConfig


class ObjectionsConfig(AppConfig):
    name = "opora.objections"
    label = "objections"
    verbose_name = "Возражения"
