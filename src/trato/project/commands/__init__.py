"""What `./trato` does besides `up`: one module a command, each with `run(options)`.

They run after Django is set up and the database answers, and call the same kernel functions as the pages do.
Arguments are declared in `trato.project.cli`.
"""
