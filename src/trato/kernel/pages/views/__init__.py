"""The views: each reads what is asked, calls the kernel, and answers with a page, a fragment or signals."""
