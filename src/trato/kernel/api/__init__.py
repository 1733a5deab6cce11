"""The REST API for programs (/api/v1): every object's records, verbs, timeline and metadata, from the specs.

`endpoint` signs in, limits, checks and words errors; `views` are thin: parameters in, kernel calls, JSON out;
`openapi` describes the caller's own schema. Not here: any rule about records (records, actions), pages (ui).
Programs sign in by token only: no cookie is read, so no request can be forged from a browser.
"""
