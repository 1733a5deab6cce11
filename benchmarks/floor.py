"""The floor of the API figures: a bare Starlette endpoint that runs the same statements by asyncpg and answers their rows.

No sign-in, no rights, no validation. FLOOR_DATABASE and FLOOR_PLAN (made by `api`) say what to run.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.plan import WORD, Plan
from trato.lib.ids import uuid7

PLANS: dict[str, Plan] = pickle.loads(Path(os.environ["FLOOR_PLAN"]).read_bytes())  # noqa: S301  # written by this run


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """Two pools: a plan for all values serves keys best, one for the values at hand serves lists best."""
    path = {"search_path": f"{os.environ['FLOOR_SCHEMA']}, public"}
    address = os.environ["FLOOR_DATABASE"]
    own = {**path, "plan_cache_mode": "force_custom_plan"}
    async with (
        asyncpg.create_pool(address, min_size=1, max_size=4, server_settings=path) as app.state.by_key,
        asyncpg.create_pool(address, min_size=1, max_size=4, server_settings=own) as app.state.by_values,
    ):
        yield


async def answer(request: Request) -> Response:
    plan = PLANS[request.path_params["name"]]
    fresh = {each: uuid7() for each in plan.fresh}
    if plan.record is not None and "id" in request.query_params:
        fresh[plan.record] = UUID(request.query_params["id"])
    text = request.query_params.get("text", "")
    if request.method != "GET":
        await request.body()
    pool = request.app.state.by_values if plan.is_list else request.app.state.by_key
    async with pool.acquire() as connection:
        if plan.writes:
            async with connection.transaction():
                rows = await _run(connection, plan, fresh, text)
        else:
            rows = await _run(connection, plan, fresh, text)
    return Response(orjson.dumps(rows, default=str), media_type="application/json")


async def _run(connection: asyncpg.Connection[Any], plan: Plan, fresh: dict[UUID, UUID], text: str) -> list[Any]:
    rows: list[Any] = []
    for statement, params in plan.statements:
        values = [_value(each, fresh, text) for each in params]
        rows = [dict(each) for each in await connection.fetch(statement, *values)]
    return rows


def _value(value: Any, fresh: dict[UUID, UUID], text: str) -> Any:
    if isinstance(value, UUID):
        return fresh.get(value, value)
    if isinstance(value, list):
        return [_value(each, fresh, text) for each in value]
    return WORD.sub(text, value) if isinstance(value, str) else value


app = Starlette(routes=[Route("/{name}", answer, methods=["GET", "POST", "PATCH"])], lifespan=lifespan)
