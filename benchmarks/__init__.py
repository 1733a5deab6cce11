"""What Trato's speed and memory are, each figure beside its floor in the same run: `make bench`.

`floor` is the bare server beside ours, `wire` the client of both; `api`, `pages`, `lists`, `writes`, `imports` and
`footprint` measure; `report` writes RESULTS.md. No product code here, and no product code imports this.
"""
