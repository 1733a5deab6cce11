"""The same POST sent twice has one effect and one answer.

The answer is stored in the transaction of the effect, so that after a crash both are there or neither. A lock that
ends with the transaction says whether the same request is still being worked on; nothing is left to clean up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from psycopg.types.json import Jsonb

from trato.kernel.api.answers import Answer
from trato.kernel.api.problems import ApiProblem
from trato.lib.ids import uuid7

HOURS = 24
MAX_KEY = 255

_FIND = (
    "SELECT fingerprint, status, headers, content_type, body FROM idempotency"
    f" WHERE token_id = %s AND key = %s AND created_at > now() - interval '{HOURS} hours'"
)
_STORE = f"""
WITH old AS (SELECT id FROM idempotency WHERE created_at < now() - interval '{HOURS} hours' LIMIT 100
    FOR UPDATE SKIP LOCKED),
swept AS (DELETE FROM idempotency WHERE id IN (SELECT id FROM old) AND (token_id, key) <> (%(token)s, %(key)s))
INSERT INTO idempotency (id, token_id, key, fingerprint, status, headers, content_type, body)
VALUES (%(id)s, %(token)s, %(key)s, %(fingerprint)s, %(status)s, %(headers)s, %(content_type)s, %(body)s)
ON CONFLICT (token_id, key) DO UPDATE SET fingerprint = excluded.fingerprint, status = excluded.status,
    headers = excluded.headers, content_type = excluded.content_type, body = excluded.body, created_at = now()
"""


def once(token: UUID, request: HttpRequest, run: Callable[[], Answer]) -> Answer:
    """What `run` answers, or what it answered when the request came first. `run` never raises for the caller's faults.

    ApiProblem `in_progress` while the first is still running, `key_reused` when that was another request.
    """
    key = request.headers["Idempotency-Key"]
    if not 0 < len(key) <= MAX_KEY or not key.isprintable():
        raise ApiProblem("malformed", _("An Idempotency-Key has 1 to 255 printable characters."))
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        if not _lock(token, key):
            raise ApiProblem("in_progress", headers={"Retry-After": "1"})
        known = _known(token, key, fingerprint)
        if known is not None:
            return known
        answer = run()
        if answer.status < 500:
            _store(token, key, fingerprint, answer)
        return answer


def _fingerprint(request: HttpRequest) -> bytes:
    digest = hashlib.sha256(request.get_full_path().encode(errors="surrogateescape"))
    if request.content_type != "multipart/form-data":
        digest.update(b"\0" + request.body)
        return digest.digest()
    for name, text in sorted(request.POST.items()):
        digest.update(f"\0{name}\0{text}".encode(errors="surrogateescape"))
    for name, upload in sorted(request.FILES.items()):
        digest.update(f"\0{name}\0".encode(errors="surrogateescape"))
        for chunk in upload.chunks() if isinstance(upload, UploadedFile) else ():
            digest.update(chunk)
    return digest.digest()


def _lock(token: UUID, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{token} {key}"])
        row = cursor.fetchone()
    return bool(row and row[0])


def _known(token: UUID, key: str, fingerprint: bytes) -> Answer | None:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [token, key])
        row = cursor.fetchone()
    if row is None:
        return None
    if bytes(row[0]) != fingerprint:
        raise ApiProblem("key_reused")
    headers = orjson.loads(row[2]) if isinstance(row[2], str | bytes) else row[2]
    return Answer(None, row[1], {**headers, "Idempotency-Replayed": "true"}, row[3], raw=bytes(row[4]))


def _store(token: UUID, key: str, fingerprint: bytes, answer: Answer) -> None:
    values: dict[str, Any] = {
        "id": uuid7(),
        "token": token,
        "key": key,
        "fingerprint": fingerprint,
        "status": answer.status,
        "headers": Jsonb(dict(answer.headers)),
        "content_type": answer.content_type,
        "body": answer.written(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STORE, values)
