"""Every write of plans, one event each."""
