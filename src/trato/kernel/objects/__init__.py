"""Object types: the `ObjectSpec` declaration, the base `Record` model, the registry and its start-up checks.

Not here: reading and writing records (records, actions), what a field type is (fields).
"""
