"""Taking uploads in: straight to disk, never more than allowed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from trato.kernel.exchange import files

AROUND = 1 << 20
"""What a request may hold besides the file."""


class BoundedUpload(TemporaryFileUploadHandler):
    """Django's upload to disk, which stops at the limit: at once when the request says its length, else on the way.

    The request is then marked (`was_too_large`) and holds no file.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        if content_length > files.MAX_BYTES + AROUND:
            _mark(self.request)
            return QueryDict(), MultiValueDict()
        return None

    def new_file(self, *arguments: Any, **named: Any) -> None:
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > files.MAX_BYTES:
            _mark(self.request)
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def _mark(request: HttpRequest | None) -> None:
    if request is not None:
        request.was_too_large = True  # type: ignore[attr-defined]  # a mark for `was_too_large`


def was_too_large(request: HttpRequest) -> bool:
    """Whether the request brought more than is taken in."""
    return bool(getattr(request, "was_too_large", False))


def keep(upload: UploadedFile[Any], kind: str, suffix: str) -> Path:
    """Put an upload among the organization's files. TooLarge leaves nothing behind."""
    given = getattr(upload, "temporary_file_path", None)
    if given is None:
        return files.store(upload.chunks(), kind, suffix)[0]
    upload.flush()
    path = files.new(kind, suffix)
    try:
        os.link(given(), path)
    except OSError:
        shutil.copyfile(given(), path)
    path.chmod(0o600)
    return path
