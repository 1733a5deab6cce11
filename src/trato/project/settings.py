"""Django's settings. Everything a deployment may change comes from the environment (see `trato doctor --settings`).

TRATO_HOME, TRATO_URL, TRATO_PORT, TRATO_HOSTS, TRATO_DEBUG, DATABASE_URL, TRATO_FILES (a bucket for
attached files). Secrets are generated in TRATO_HOME.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from trato.project import filestore, postgres
from trato.project.database import django_database
from trato.project.home import folder, home, http_port, public_url, secret

SOURCE = Path(__file__).resolve().parent.parent

TRATO_HOME = home()
TRATO_PORT = http_port()
TRATO_URL = public_url()
"""Where people reach Trato. Every link is built from it, never from the Host header."""
TRATO_LIVE_PORT = TRATO_PORT + 1
TRATO_LIVE_URL = os.environ.get("TRATO_LIVE_URL") or f"http://localhost:{TRATO_LIVE_PORT}"
"""Where the browser reaches the live signals: the next port, or a path behind one origin in production."""

TRATO_BEHIND_PROXY = os.environ.get("TRATO_BEHIND_PROXY") == "1"
"""Whether X-Forwarded-For is to be believed: only when a proxy of ours is the one way in."""

DEBUG = os.environ.get("TRATO_DEBUG") == "1"
SECRET_KEY = secret(TRATO_HOME, "django")

_host = urlsplit(TRATO_URL).hostname or "localhost"
_secure = TRATO_URL.startswith("https://")
ALLOWED_HOSTS = [_host, f".{_host}", "localhost", ".localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS += [name for name in os.environ.get("TRATO_HOSTS", "").split(",") if name]
CSRF_TRUSTED_ORIGINS = [TRATO_URL]
CSRF_COOKIE_NAME = "trato_csrf"
CSRF_COOKIE_SECURE = _secure
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

# contenttypes is here only because the django-tenants backend imports its model; nothing of ours uses it.
SHARED_APPS = [
    "django_tenants",
    "trato.kernel.tenancy",
    "procrastinate.contrib.django",
    "django.contrib.contenttypes",
]
TENANT_APPS = [
    "trato.kernel",
    "trato.wings.directory",
    "trato.wings.collaboration",
    "trato.wings.marketing",
    "trato.wings.commerce",
    "trato.wings.sales",
]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, "django_htmx"]

TENANT_MODEL = "tenancy.Organization"
TENANT_DOMAIN_MODEL = "tenancy.Domain"
TENANT_LIMIT_SET_CALLS = True
DATABASES: dict[str, dict[str, Any]] = {
    "default": django_database(os.environ.get("DATABASE_URL") or postgres.database_url(TRATO_HOME)),
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Short and hand-picked: each entry is paid for by every request.
MIDDLEWARE = [
    "trato.project.health.HealthMiddleware",
    "trato.kernel.ui.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trato.kernel.ui.middleware.SmallPagesMiddleware",
    "trato.kernel.tenancy.middleware.OrganizationMiddleware",
    "trato.kernel.access.middleware.SignInMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "trato.project.urls"
WSGI_APPLICATION = "trato.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SOURCE / "kernel" / "ui" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["trato.kernel.ui.templatetags.ui"],
        },
    },
]
CSRF_FAILURE_VIEW = "trato.kernel.ui.errors.expired"

STATIC_URL = "/static/"
STATIC_ROOT = SOURCE / "kernel" / "ui" / "static"
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/.+[.-][0-9A-Za-z_-]{8,}\.\w+$"
WHITENOISE_AUTOREFRESH = DEBUG

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [SOURCE / "locale"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
MEDIA_ROOT = TRATO_HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "files": filestore.storage(os.environ.get("TRATO_FILES", ""), TRATO_HOME),
}
FILE_UPLOAD_HANDLERS = ["trato.kernel.exchange.upload.BoundedUpload"]
FILE_UPLOAD_TEMP_DIR = folder(TRATO_HOME, "files", "incoming")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "psycopg.pool": {"level": "ERROR"},  # each try to connect again; whoever waits says so in a line of their own
        "django.request": {"level": "ERROR"},  # what callers get wrong is told to them
    },
}
