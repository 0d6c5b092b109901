from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "opora.jobs"
    label = "jobs"
    verbose_name = "Задания"
