"""What is sold: products with their prices. Later: price books, quotes, orders, stock, invoices.

Not here: who buys (directory) and what may come of it (sales).
"""
