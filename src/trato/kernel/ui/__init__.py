"""The generic pages of every object, made from its spec: table, board, record page, forms, trash, palette, sign-in.

Views read the request, call the kernel and render; what they show is put together in the module named after it (table,
board, record, forms…). `frontend/` holds the style sheets and elements, `templates/` the HTML.
Not here: what a value looks like (fields), what may be seen or done (access, actions), any page of one object alone.
"""
