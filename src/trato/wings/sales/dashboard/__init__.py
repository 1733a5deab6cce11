"""The sales dashboard, declared: what is won, how often, how fast, what is coming, and by whom.

Not here: how figures are asked and drawn (kernel.insight), the page around them (kernel.pages).
"""
