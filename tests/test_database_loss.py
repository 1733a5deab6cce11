"""The database is killed under load: what was acknowledged is there, what was not is there whole or not at all."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from typing import Any

from tests.running import ROOT, Running
from trato.project import cluster

WRITES = 120


def _token(site: Running) -> str:
    environment = {**os.environ, "TRATO_HOME": str(site.home), "TRATO_PORT": str(site.port)}
    command = [str(ROOT / "trato"), "token", "create", "--user", "admin@example.com", "--rate", "0"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def _ask(site: Running, token: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"http://127.0.0.1:{site.port}/api/v1{path}", data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, None
    except (urllib.error.URLError, OSError):
        return 0, None


def test_a_killed_database_loses_nothing_that_was_acknowledged(site: Running) -> None:
    token = _token(site)
    acknowledged: dict[str, str] = {}
    refused = 0
    for number in range(WRITES):
        if number == WRITES // 3:
            server = cluster.locate(site.home).postmaster()
            assert server is not None
            server.kill()
        status, record = _ask(site, token, "/accounts", {"name": f"Company {number}"})
        if status == 201:
            acknowledged[record["id"]] = record["name"]
        else:
            refused += 1
            assert status in {0, 500, 503}
    site.until("The database has stopped; starting it again.")
    status, record = 0, None
    while status != 201:
        status, record = _ask(site, token, "/accounts", {"name": "Afterwards"})
    found: dict[str, str] = {}
    cursor = ""
    while True:
        status, page = _ask(site, token, f"/accounts?fields=name&limit=500{cursor}")
        assert status == 200
        found |= {each["id"]: each["name"] for each in page["items"]}
        if not page["next"]:
            break
        cursor = f"&cursor={page['next']}"
    assert acknowledged.items() <= found.items()
    assert len(acknowledged) >= WRITES // 3
    assert len(found) <= WRITES + 2
    for record_id in found:
        status, timeline = _ask(site, token, f"/accounts/{record_id}/timeline")
        assert (status, [each["verb"] for each in timeline["items"]]) == (200, ["create"])
