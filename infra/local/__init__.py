"""The local cloud: the real templates and packages on MiniStack, without Docker. `python -m infra.local run`."""
