from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "opora.organisations"
    label = "organisations"
    verbose_name = "Организации"
