"""`make new-object WING=sales NAME=visit`: the three files of a plain object, ready to run.

Says at the end which two lines still have to be written by hand, and how to make the migration.
"""

import re
import sys
from pathlib import Path

WINGS = Path(__file__).resolve().parent.parent / "src" / "trato" / "wings"

PACKAGE = '"""{Plural}."""\n'

MODEL = '''"""The table of {plural}."""

from __future__ import annotations

from django.db import models

from trato.kernel.objects.model import Record


class {Class}(Record):
    """Say what one {words} is."""

    name = models.TextField()

    class Meta:
        db_table = "{name}"

    def __str__(self) -> str:
        return self.name
'''

SPEC = '''"""What {plural} are to everybody: fields, columns, form, search."""

from django.utils.translation import gettext_lazy as _

from trato.kernel.fields.text import TextField
from trato.kernel.objects import registry
from trato.kernel.objects.spec import ObjectSpec, Search, Section
from trato.wings.{wing}.{name}.model import {Class}

{NAME} = registry.register(
    ObjectSpec(
        name="{name}",
        plural="{plural_name}",
        model={Class},
        label=_("{Words}"),
        label_plural=_("{Plural}"),
        icon="list",
        group="{wing}",
        fields=(TextField(name="name", label=_("Name"), required=True),),
        columns=("name", "owner", "updated_at"),
        layout=(Section(label=_("About"), fields=("name",)),),
        create=("name",),
        search=Search(names=("name",)),
    )
)
'''

TEST = '''"""The {words} as a record: kept, found, refused."""

import pytest

from trato.kernel.actions import runner
from trato.kernel.records.errors import Invalid
from trato.kernel.tenancy.actor import Actor
from trato.wings.{wing}.{name}.model import {Class}


def test_a_{name}_is_kept(administrator: Actor) -> None:
    made = runner.create(administrator, "{name}", {{"name": "First"}})
    assert {Class}.objects.get(pk=made.record.pk).name == "First"


def test_a_{name}_without_a_name_is_refused(administrator: Actor) -> None:
    with pytest.raises(Invalid):
        runner.create(administrator, "{name}", {{}})
    assert not {Class}.objects.exists()
'''


def main(wing: str, name: str) -> int:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", name) or not (WINGS / wing / "apps.py").exists():
        wings = ", ".join(sorted(file.parent.name for file in WINGS.glob("*/apps.py")))
        print(f"make new-object WING=… NAME=…: a wing ({wings}) and a name such as price_book", file=sys.stderr)
        return 1
    room = WINGS / wing / name
    if room.exists():
        print(f"{wing}/{name} is there already.", file=sys.stderr)
        return 1
    names = _names(wing, name)
    (room / "tests").mkdir(parents=True)
    (room / "__init__.py").write_text(PACKAGE.format(**names))
    (room / "model.py").write_text(MODEL.format(**names))
    (room / "spec.py").write_text(SPEC.format(**names))
    (room / "tests" / f"test_{name}.py").write_text(TEST.format(**names))
    print(f"Made {room.relative_to(WINGS.parent.parent.parent)}. Now:")
    print(f"  models.py of the wing: from trato.wings.{wing}.{name}.model import {names['Class']}, and in __all__")
    print(f'  apps.py of the wing:   "{name}.spec" in the list of modules it imports')
    print(f"  then:                  .venv/bin/django-admin makemigrations {wing} && make messages check test")
    return 0


def _names(wing: str, name: str) -> dict[str, str]:
    words = name.replace("_", " ")
    plural = f"{words[:-1]}ies" if re.search(r"[^aeiou]y$", words) else f"{words}s"
    return {
        "wing": wing,
        "name": name,
        "NAME": name.upper(),
        "Class": "".join(part.capitalize() for part in name.split("_")),
        "words": words,
        "Words": words.capitalize(),
        "plural": plural,
        "Plural": plural.capitalize(),
        "plural_name": plural.replace(" ", "_"),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
