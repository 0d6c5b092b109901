from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "opora.decisions"
    label = "decisions"
    verbose_name = "Решения"
