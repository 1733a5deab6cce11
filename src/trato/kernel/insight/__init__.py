"""Dashboards: declared as data, asked through the one aggregate query, drawn as marks that lead to their records.

`spec` is the declaration, `lens` what a page's address narrows it to, `asking` the questions, `marks` what is drawn;
`axis`, `funnel`, `ranking` and `strip` make marks of answers, one kind of tile each; `drawing` puts a page together.
Not here: how rows are counted (filters, records), the page around it (ui), any figure of a business (wings).
"""
