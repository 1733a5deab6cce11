"""What a piece of rich text is called by: its first words, kept by the database."""

from __future__ import annotations

from typing import Any

from django.db import models

LENGTH = 80
_BLOCKS = "</?(p|div|ul|ol|li|br|hr|h[1-6]|tr|td|th|table|blockquote|pre)( [^>]*)?/?>"
_ENTITIES = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))


def first_words(column: str) -> Any:
    """A column with the first words of the cleaned HTML in `column`."""
    text = f"regexp_replace(regexp_replace(%(expressions)s, '{_BLOCKS}', ' ', 'g'), '<[^>]*>', '', 'g')"
    for entity, sign in _ENTITIES:
        text = f"replace({text}, '{entity}', '{sign.replace(chr(39), chr(39) * 2)}')"
    text = f"nullif(left(btrim(regexp_replace({text}, '\\s+', ' ', 'g')), {LENGTH}), '')"
    return models.GeneratedField(
        expression=models.Func(column, template=text, output_field=models.TextField()),
        output_field=models.TextField(null=True),
        db_persist=True,
    )
