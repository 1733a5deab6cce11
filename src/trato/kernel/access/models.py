"""People and what lets them in. All of it lives in the organization's own schema."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from trato.kernel.objects.model import Record, link
from trato.lib.ids import uuid7


class Team(Record):
    """People who work together. A record belongs to its owner's team."""

    name = models.TextField()
    region = models.TextField(null=True)

    class Meta:
        db_table = "team"
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="team_name_given")]

    def __str__(self) -> str:
        return self.name


class Role(Record):
    """A named set of rights: `grants` maps an object (or `*`) to {create, read, update, delete}, each a reach."""

    name = models.TextField()
    key = models.TextField(null=True, unique=True)
    is_administrator = models.BooleanField(default=False)
    grants = models.JSONField(default=dict)

    class Meta:
        db_table = "role"

    def __str__(self) -> str:
        return self.name


class User(Record):
    """A person of the organization. Without an e-mail they own records but cannot sign in."""

    name = models.TextField()
    email = models.TextField(null=True, unique=True)
    password = models.TextField(null=True)
    role = link("kernel.Role")
    manager = link("kernel.User")
    language = models.TextField(null=True)
    zone = models.TextField(null=True)
    theme = models.TextField(null=True)
    is_active = models.BooleanField(default=True, db_default=True)
    is_service = models.BooleanField(default=False, db_default=False)

    role_id: Any
    manager_id: Any

    class Meta:
        db_table = "user"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=models.functions.Lower("email")), name="user_email_lower")
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw: str) -> None:
        self.password = make_password(raw)

    def has_password(self, raw: str) -> bool:
        return self.password is not None and check_password(raw, self.password)


class Session(models.Model):
    """A signed-in browser: only the hash of its cookie is kept."""

    key_hash = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    agent = models.TextField(default="")
    by_link = models.BooleanField(default=False)

    class Meta:
        db_table = "session"


class SignInLink(models.Model):
    """A link that signs its user in once."""

    key_hash = models.BinaryField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sign_in_link"


class SignInAttempt(models.Model):
    """A failed sign-in, kept for an hour to slow guessing down."""

    id = models.BigAutoField(primary_key=True)
    subject = models.TextField(db_index=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "sign_in_attempt"


class ApiToken(models.Model):
    """A program's key to the API, shown once and stored as its hash. `rate` is requests a second, 0 = no limit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key_hash = models.BinaryField(unique=True)
    label = models.TextField(_("Label"))
    hint = models.TextField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    scopes = models.JSONField(default=list)
    rate = models.PositiveIntegerField(default=100)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_token"
