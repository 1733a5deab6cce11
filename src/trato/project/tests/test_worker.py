"""The worker waits out a database that is away or full, in a line each time."""

import asyncio
import logging

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from trato.project import worker


def test_trouble_with_the_database_is_waited_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    full = ConnectorException("Database error.")
    full.__cause__ = psycopg.errors.DiskFull("could not extend file: No space left on device\nHINT: Check free space.")
    troubles: list[Exception] = [full, psycopg.OperationalError("the database system is shutting down")]

    async def work() -> None:
        if troubles:
            raise troubles.pop(0)

    monkeypatch.setattr(worker, "work", work)
    monkeypatch.setattr(worker, "TROUBLE_SECONDS", 0)
    with caplog.at_level(logging.WARNING, "trato.worker"):
        asyncio.run(worker.work_on())
    assert caplog.messages == [
        "jobs wait for the database: could not extend file: No space left on device",
        "jobs wait for the database: the database system is shutting down",
    ]


def test_any_other_fault_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        raise LookupError("of ours")

    monkeypatch.setattr(worker, "work", work)
    with pytest.raises(LookupError, match="of ours"):
        asyncio.run(worker.work_on())
