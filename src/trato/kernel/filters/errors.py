"""What is wrong with a filter."""

from __future__ import annotations


class FilterError(ValueError):
    """A filter or an aggregate query that means nothing. `pointer` is a JSON pointer into it.

    `code`: `invalid`, `required`, `unknown_field`, `unknown_key`, `bad_operator`, `too_deep`, `too_many`,
    `not_supported`, or a field type's own code for a value it refuses.
    """

    def __init__(self, code: str, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.pointer = code, message, pointer
