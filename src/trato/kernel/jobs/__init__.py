"""Work that outlives a request: declared with `@job`, started with `queue.start`, run by the worker.

A job is a row of the organization it works for (state, progress, result); Procrastinate, in `public`, only carries it
to a worker. Not here: what jobs do (the rooms that declare them), who may do it (`running.resolve_actors_with`).
"""
