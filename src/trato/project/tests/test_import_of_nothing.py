"""`trato import` of a file that is no table says so."""

from argparse import Namespace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from trato.kernel.tenancy.actor import Actor
from trato.project.commands import importing
from trato.project.trouble import Trouble


@pytest.mark.parametrize("content", ['{"name": "Acme"}', "name,sector\n"], ids=["json", "headings alone"])
def test_a_file_without_rows_is_refused(administrator: Actor, tmp_path: Path, settings: Settings, content: str) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    file = tmp_path / "x.json"
    file.write_text(content)
    options = {"dry_run": False, "person": "", "create_fields": False, "mapping": None}
    with pytest.raises(Trouble, match="no rows"):
        importing.run(Namespace(org="", object="account", file=file, **options))
