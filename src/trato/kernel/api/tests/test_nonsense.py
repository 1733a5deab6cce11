"""Whatever is sent, the answer is worded and never a failure of ours."""

from typing import Any

import orjson
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.programs import Answered, Program
from trato.kernel.api.params import PARAMETERS
from trato.kernel.objects import registry

WORDS = """
id version name field op value all any none is in empty contains gte count related where within me today var match add
remove items data key source atomic ids filter values group_by measures amount currency base stage account owner parent
contacts emails phones primary type role x_tier external_ids 2026-01-01 -1 1e999 EUR ñ % _ \\ ' \u202e 😀
"""
LISTED = ["filter", "sort", "fields", "limit", "cursor", "q", "count", "trash"]
OBJECTS = ["account", "contact", "deal", "lead", "product", "currency_rate", "user"]
words = st.sampled_from(WORDS.split())
scalars = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
texts = words | st.text(st.characters(codec="utf-8"), max_size=20)
anything = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
calm = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def encoded(value: Any) -> bytes:
    """JSON, big numbers too, which orjson does not write."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return str(value).encode() if isinstance(value, int) else b'{"name": 1180591620717411303424}'


def send(caller: Program, method: str, path: str, body: Any) -> Answered:
    """A request that leaves nothing behind."""
    with transaction.atomic():
        found = caller.send(method, path, raw=encoded(body))
        transaction.set_rollback(True)
    assert found.status < 500, (method, path, body, found.body)
    return found


@calm
@given(body=st.dictionaries(st.sampled_from(LISTED), anything))
def test_queries(admin: Program, body: Any) -> None:
    send(admin, "POST", "accounts/query", body)


@calm
@given(data=st.data(), names=st.sampled_from(OBJECTS))
def test_records(admin: Program, data: st.DataObject, names: str) -> None:
    """Values of any sort in any fields."""
    spec = registry.get(names)
    fields = st.sampled_from([*spec.by_name, "external_ids", "nonsense"])
    body = data.draw(st.dictionaries(fields, anything, max_size=6))
    title = {spec.title: "A name"} if spec.title in spec.by_name else {}
    send(admin, "POST", spec.plural, {**title, **body})
    send(admin, "POST", f"{spec.plural}/duplicates/check", body)


@calm
@given(body=anything)
def test_bodies(admin: Program, body: Any) -> None:
    for path in ("accounts", "accounts/aggregate", "accounts/batch", "accounts/actions/update", "accounts/query"):
        send(admin, "POST", path, body)
    send(admin, "POST", "meta/objects/accounts/fields", body)
    send(admin, "PATCH", f"users/{admin.actor.id}", body)
    send(admin, "PUT", "accounts/by/legacy/1", body)


@calm
@given(
    items=st.lists(st.fixed_dictionaries({"op": texts}, optional={"id": anything, "key": anything, "data": anything}))
)
def test_batches(admin: Program, items: Any) -> None:
    found = send(admin, "POST", "accounts/batch", {"items": items})
    assert found.status != 200 or all(each["status"] < 500 for each in found.body["results"])


@calm
@given(measures=st.lists(st.dictionaries(st.sampled_from(["op", "field", "as"]), texts), max_size=3), groups=anything)
def test_aggregates(admin: Program, measures: Any, groups: Any) -> None:
    send(admin, "POST", "deals/aggregate", {"measures": measures, "group_by": groups})


@calm
@given(name=st.sampled_from(sorted(PARAMETERS)), value=st.text(max_size=30))
def test_parameters(admin: Program, name: str, value: str) -> None:
    text = "".join(f"%{byte:02X}" for byte in value.encode(errors="surrogatepass"))
    for path in ("accounts", "search", "timeline", "jobs", f"users/{admin.actor.id}"):
        assert admin.send("GET", f"{path}?{name}={text}").status < 500


@calm
@given(part=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_paths(admin: Program, part: str) -> None:
    text = "".join(f"%{byte:02X}" for byte in part.encode())
    for path in (
        text,
        f"accounts/{text}",
        f"accounts/by/{text}/{text}",
        f"meta/objects/{text}",
        f"accounts/actions/{text}",
    ):
        assert admin.send("GET", path).status < 500
        assert admin.send("PUT", path, {"name": "A"}).status < 500


@calm
@given(tag=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20))
def test_headers(admin: Program, tag: str) -> None:
    with transaction.atomic():
        found = admin.patch(f"users/{admin.actor.id}", {"name": "A"}, If_Match=tag, Accept_Language=tag)
        transaction.set_rollback(True)
    assert found.status < 500
