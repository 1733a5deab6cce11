"""What a job's row says at every turn of its life."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.fixtures import MakeActor
from trato.kernel.access.models import User
from trato.kernel.jobs import queue, registry, running
from trato.kernel.jobs.models import Job
from trato.kernel.jobs.running import Running
from trato.kernel.tenancy import scope
from trato.kernel.tenancy.actor import Actor, as_system

State = Job.State


@registry.job("test.count")
def _count(job: Running) -> dict[str, object]:
    for done in range(1, 4):
        job.report(done, 3, force=True, even=done // 2)
    return {"by": job.actor.name, "scopes": sorted(job.actor.scopes or ())}


@registry.job("test.words")
def _words(job: Running) -> None:
    raise running.JobFailed("The file is empty.")


@registry.job("test.bug", attempts=2)
def _bug(job: Running) -> None:
    raise ZeroDivisionError("secret detail")


def test_a_job_that_ends_well_says_who_did_what_and_how_far_it_went(administrator: Actor) -> None:
    seen: list[int] = []
    with queue.inline(lambda job: seen.append(job.done)):
        job = queue.start(administrator, "test.count", {"a": 1})
    assert (job.state, job.done, job.total, job.counts) == (State.DONE, 3, 3, {"even": 1})
    assert job.result == {"by": "Alba", "scopes": []}
    assert seen == [1, 2, 3]
    assert job.started_at <= job.finished_at
    assert job.attempts == 1


def test_a_job_waits_for_a_worker_that_is_told_organization_and_job(administrator: Actor) -> None:
    job = queue.start(administrator, "test.count", {})
    assert (job.state, job.done) == (State.QUEUED, 0)
    carried = ProcrastinateJob.objects.get(task_name="trato.run")
    assert carried.args == {"schema": scope.organization().schema_name, "job_id": str(job.pk)}


def test_a_program_keeps_its_narrower_rights(administrator: Actor) -> None:
    program = Actor(id=administrator.id, name="", kind="token", scopes=frozenset({"read"}))
    with queue.inline():
        job = queue.start(program, "test.count", {})
    assert job.result == {"by": "Alba", "scopes": ["read"]}


def test_the_system_may_start_jobs(administrator: Actor) -> None:
    with queue.inline():
        assert queue.start(as_system("test"), "test.count", {}).result["by"] == "Trato"


def test_a_foreseen_failure_is_told_in_its_own_words(administrator: Actor) -> None:
    with queue.inline():
        job = queue.start(administrator, "test.words", {})
    assert (job.state, job.error) == (State.FAILED, "The file is empty.")


def test_an_unforeseen_failure_is_tried_again_and_never_told_in_detail(administrator: Actor) -> None:
    job = Job.objects.create(kind="test.bug", actor_id=administrator.id)
    with pytest.raises(running.Again) as again:
        running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.attempts, again.value.seconds) == (State.QUEUED, 1, 2)
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 2)
    assert "secret" not in job.error
    assert job.error


def test_cancelling_a_waiting_job_is_at_once(administrator: Actor) -> None:
    job = Job.objects.create(kind="test.count", actor_id=administrator.id)
    queue.cancel(job)
    assert job.state == State.CANCELLED
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.CANCELLED, 0)


def test_a_running_job_stops_at_its_next_report(administrator: Actor) -> None:
    job = Job.objects.create(kind="test.count", actor_id=administrator.id)
    running.execute(job.pk, watch=queue.cancel)
    job.refresh_from_db()
    assert (job.state, job.done, job.result) == (State.CANCELLED, 2, None)


def test_a_job_that_is_over_is_neither_run_nor_cancelled_again(administrator: Actor) -> None:
    with queue.inline():
        job = queue.start(administrator, "test.count", {})
    queue.cancel(job)
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.DONE, 1)


def test_the_job_of_a_dead_worker_is_run_anew(administrator: Actor) -> None:
    job = Job.objects.create(kind="test.count", actor_id=administrator.id, state=State.RUNNING, attempts=1, done=2)
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done) == (State.DONE, 2, 3)


def test_a_job_that_kills_its_workers_comes_to_an_end(administrator: Actor) -> None:
    job = Job.objects.create(kind="test.count", actor_id=administrator.id, state=State.RUNNING, attempts=10)
    running.execute(job.pk, watch=lambda _job: None)
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_nobody_acts_after_they_left(administrator: Actor) -> None:
    User.objects.filter(pk=administrator.id).update(is_active=False)
    with queue.inline():
        job = queue.start(administrator, "test.count", {})
    assert (job.state, job.result) == (State.FAILED, None)


def test_a_job_is_found_by_who_started_it_and_by_administrators(make_actor: MakeActor, administrator: Actor) -> None:
    rosa, ben = make_actor("representative", name="Rosa"), make_actor("representative", name="Ben")
    job = Job.objects.create(kind="test.count", actor_id=rosa.id)
    assert [queue.find(each, job.pk) for each in (rosa, administrator, ben)] == [job, job, None]
    assert [queue.of(each) for each in (rosa, administrator)] == [[job], []]


def test_an_unknown_kind_is_refused(administrator: Actor) -> None:
    with pytest.raises(registry.UnknownJob):
        queue.start(administrator, "test.nothing", {})
    assert not Job.objects.exists()
