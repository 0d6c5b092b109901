from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    name = "opora.answering"
    label = "answering"
    verbose_name = "Ответы"
