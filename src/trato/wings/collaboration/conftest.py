"""Programs and browsers, as the tests of the API and of the pages have them."""

from trato.kernel.api.tests.conftest import admin, program, reader, rep
from trato.kernel.pages.tests.conftest import alba, make, rosa, visit

__all__ = ["admin", "alba", "make", "program", "reader", "rep", "rosa", "visit"]
