"""How a field refuses a value."""

from typing import Any

import pytest

from trato.kernel.fields.base import Field, FieldError, Locale
from trato.kernel.fields.tests.samples import ES


def refusal(field: Field, raw: Any, locale: Locale = ES) -> tuple[str, str, str]:
    """Code, message and pointer of the error that `clean` raises."""
    with pytest.raises(FieldError) as caught:
        field.clean(raw, locale)
    return caught.value.code, caught.value.message, caught.value.pointer
