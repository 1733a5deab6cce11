"""The process that runs jobs. Killed at any moment it loses none: a job it held is taken up again."""

import asyncio
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trato.project.settings")
django.setup()

from procrastinate.contrib.django import app  # noqa: E402  # the app exists only after setup
from procrastinate.contrib.django.django_connector import DjangoConnector  # noqa: E402

CONCURRENCY = 4


async def work() -> None:
    """Until SIGTERM or SIGINT; jobs at hand are finished first."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101  # what the Django integration always sets
    worker_app = app.with_connector(connector.get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(concurrency=CONCURRENCY, shutdown_graceful_timeout=10)


if __name__ == "__main__":
    asyncio.run(work())
