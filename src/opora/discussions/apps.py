from django.apps import AppConfig


class DiscussionsConfig(AppConfig):
    name = "opora.discussions"
    label = "discussions"
    verbose_name = "Обсуждения"
