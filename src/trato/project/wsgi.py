"""The pages and the API, for Granian's WSGI threads."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from trato.project.unsized import sized

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
application = sized(get_wsgi_application(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
