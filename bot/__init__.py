"""The program: command line, configuration, wiring, receiving updates, ticks."""
