"""The API's description of itself, as OpenAPI 3.1, from the routes and the caller's own schema."""
