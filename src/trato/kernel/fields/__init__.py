"""Field types, one file each: storage, validation, JSON form, faces, operators, SQL, import parsing.

A `Field` is one attribute of one object, shipped or user-made; everything above (filters, tables, forms, API,
import) works from it and never asks which object it is on. Not here: which fields an object has (objects).
"""
