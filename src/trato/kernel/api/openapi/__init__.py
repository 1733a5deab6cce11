"""The OpenAPI 3.1 document, made from the routes and from the specs as the caller sees them.

`values` says what each field type is in JSON, `shared` holds the schemas of no single object, `document` puts them
together, `serving` answers with it.
"""
