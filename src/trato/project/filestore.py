"""Where attached files lie, by one setting: TRATO_FILES, a folder of TRATO_HOME unless it names an S3 bucket.

s3://BUCKET/PREFIX?endpoint=https://…&region=… (needs `pip install trato[s3]`; keys as AWS tools take them, from
AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the machine's role).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit


def storage(address: str, home: Path) -> dict[str, Any]:
    """The entry of Django's STORAGES. ValueError for an address that is none."""
    parts = urlsplit(address)
    if not address:
        options: dict[str, Any] = {
            "location": home / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        }
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if parts.scheme != "s3" or not parts.netloc:
        raise ValueError("TRATO_FILES: give s3://BUCKET/PREFIX, or leave it empty for a folder")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "default_acl": None,
        "file_overwrite": False,
        "querystring_auth": True,
        **({"endpoint_url": query["endpoint"]} if "endpoint" in query else {}),
        **({"region_name": query["region"]} if "region" in query else {}),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
