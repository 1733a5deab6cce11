"""The only business tables of the `public` schema: organizations and the host names that lead to them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


class Organization(TenantMixin):  # type: ignore[misc]  # django-tenants ships no types
    """A company that uses Trato. Everything it owns lives in the schema `schema_name`."""

    auto_create_schema = False

    class Language(models.TextChoices):
        SPANISH = "es", "Español"
        ENGLISH = "en", "English"

    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=5, choices=Language.choices, default=Language.ENGLISH)
    zone = models.CharField(_("Time zone"), max_length=64, default="UTC")
    currency = models.CharField(_("Base currency"), max_length=3, default="EUR")
    currency_is_chosen = models.BooleanField(default=False)
    """False until somebody chose the base currency, or the first amount did."""
    region = models.CharField(_("Country"), max_length=2, default="ES")
    fiscal_year_start = models.PositiveSmallIntegerField(
        _("First month of the fiscal year"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    is_default = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "organization"
        constraints = [
            models.UniqueConstraint(fields=["is_default"], condition=models.Q(is_default=True), name="one_default")
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):  # type: ignore[misc]  # as above
    """A host name that belongs to an organization."""

    class Meta:
        db_table = "domain"
