"""Trouble with the database ends the worker in one line, and not more often than `trato up` puts up with."""

import logging
import time

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException

from trato.project import processes, worker


def test_trouble_with_the_database_is_one_line_and_a_pause(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pauses: list[float] = []

    async def work() -> None:
        raise ConnectorException("Database error.") from psycopg.errors.DiskFull("No space left on device\nHINT: none")

    monkeypatch.setattr(worker, "work", work)
    monkeypatch.setattr(time, "sleep", pauses.append)
    with caplog.at_level(logging.WARNING, "trato.worker"):
        assert worker.main() == 1
    assert caplog.messages == ["jobs wait for the database: No space left on device"]
    assert pauses == [worker.PAUSE_SECONDS]
    assert pauses[0] * processes.RESTARTS > processes.RESTART_WINDOW_SECONDS


def test_any_other_fault_is_told_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    async def work() -> None:
        raise LookupError("of ours")

    monkeypatch.setattr(worker, "work", work)
    with pytest.raises(LookupError, match="of ours"):
        worker.main()
