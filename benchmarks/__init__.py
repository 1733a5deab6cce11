"""What Trato's speed and memory are, each figure beside its floor in the same run: `make bench`.

`company` runs the product, `cast` are its people; `floor` is the bare server beside ours, told by `plan`, `wire` the
client of both. `api`, `pages`, `lists` (against `rivals`), `searching`, `writes`, `imports`, `footprint`
and `browsing` (which asks Lighthouse) measure, `report` writes RESULTS.md. No product code here, and no product code
imports this.
"""
