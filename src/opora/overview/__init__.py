"""A territory at a glance: its schools by the steps of a year, who needs a word."""
