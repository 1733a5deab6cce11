"""TypeScript and style sheets of the pages, bundled by Vite into `../static/dist`.

No Python but the tests that drive the elements in a browser. The contract with the templates is in README.md.
"""
