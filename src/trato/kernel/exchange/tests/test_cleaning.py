"""What is kept for a time goes when it is over, and nothing else does."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from procrastinate.contrib.django import app
from pytest_django.fixtures import Settings

from trato.kernel.access.models import Session, SignInLink
from trato.kernel.exchange import files
from trato.kernel.exchange.models import Import
from trato.kernel.jobs import cleaning, worker
from trato.kernel.jobs.models import Job
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor
from trato.kernel.tenancy.models import Organization

NOW = datetime.now(UTC)
OLD, YOUNG = NOW - timedelta(days=31), NOW - timedelta(days=29)


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def file(kind: str, at: datetime) -> Path:
    path, _size = files.store([b"x"], kind, ".csv")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def imported(at: datetime, state: str) -> Path:
    path = file("imports", at)
    job = Job.objects.create(kind="exchange.import", state=state, finished_at=None if state == "running" else at)
    Import.objects.create(
        object="account", file_name="a.csv", path=files.relative(path), size=1, job_id=job.pk, created_at=at
    )
    return path


def test_old_imports_go_with_their_files_unless_they_are_worked_on(administrator: Actor) -> None:
    old, young, busy = imported(OLD, "done"), imported(YOUNG, "done"), imported(OLD, "running")
    cleaning.clean()
    assert [path.exists() for path in (old, young, busy)] == [False, True, True]
    assert set(Import.objects.values_list("path", flat=True)) == {files.relative(young), files.relative(busy)}
    assert sorted(Job.objects.values_list("state", flat=True)) == ["done", "running"]


def test_exports_go_after_their_address_has_ended(administrator: Actor) -> None:
    old, young = file("exports", NOW - timedelta(days=3)), file("exports", NOW - timedelta(days=1))
    cleaning.clean()
    assert [path.exists() for path in (old, young)] == [False, True]


def test_sessions_and_links_go_when_they_end(administrator: Actor) -> None:
    for number, ends in enumerate((NOW - timedelta(hours=1), NOW + timedelta(hours=1))):
        key = bytes([number])
        Session.objects.create(key_hash=key, user_id=administrator.id, expires_at=ends)
        SignInLink.objects.create(key_hash=key, user_id=administrator.id, expires_at=ends)
    cleaning.clean()
    for model in (Session, SignInLink):
        assert [bytes(key) for key in model.objects.values_list("key_hash", flat=True)] == [b"\x01"]


def test_many_rows_go_in_batches(administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "BATCH", 2)
    Job.objects.bulk_create(Job(kind="x", state="failed", finished_at=OLD) for _number in range(5))
    assert cleaning.clean() == 5
    assert not Job.objects.exists()


def test_every_organization_is_cleaned_at_night_whatever_becomes_of_the_others(
    administrator: Actor, organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleaned: list[str] = []

    def clean() -> int:
        cleaned.append(scope.organization().schema_name)
        raise OSError("a folder that cannot be read")

    monkeypatch.setattr(cleaning, "clean", clean)
    worker.clean(timestamp=0)
    assert organization.schema_name in cleaned
    assert cleaned == list(Organization.objects.order_by("pk").values_list("schema_name", flat=True))
    known = app.periodic_registry.periodic_tasks.values()
    assert [each.cron for each in known if each.task.name == "trato.clean"] == [worker.CLEANING_TIME]
