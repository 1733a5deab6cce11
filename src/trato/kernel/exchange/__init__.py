"""Records out of files and into files: reading, guessing what columns mean, the check run and its report, exports.

Not here: how rows become records (intake), who may change what (access), the pages and addresses of it (ui, api).
"""
