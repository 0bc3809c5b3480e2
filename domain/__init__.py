"""The rules: what may happen to a report, who may do it, where it belongs, by when. No IO, no clock, no framework."""
