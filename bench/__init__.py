"""What the program costs, measured: `python -m bench` prints one JSON line a figure.

Every figure comes from separate processes that talk over loopback: the program or a bare aiogram bot on one side, a
stub of the Bot API with its people on the other. Rates of the two are compared within one run, never across runs.
"""
