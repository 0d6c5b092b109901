"""Rules over a programme: what is missing, unconnected, without a number or out of time. Pure Python."""
