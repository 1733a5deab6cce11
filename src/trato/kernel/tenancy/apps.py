from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "trato.kernel.tenancy"
    label = "tenancy"
