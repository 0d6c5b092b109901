from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "opora.assignments"
    label = "assignments"
    verbose_name = "Поручения"
