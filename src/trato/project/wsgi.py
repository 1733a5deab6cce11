"""The pages and the API, for Granian's WSGI threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
application = get_wsgi_application()
