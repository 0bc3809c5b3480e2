"""The program: command line, configuration, wiring, receiving, working, fetching, ticks."""

from bot import lean_types as lean_types
