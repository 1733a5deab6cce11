"""What templates may call; built into every template by the settings.

Not here: the HTML of values (fields) and of whole pieces of a page (the module named after the page).
"""
