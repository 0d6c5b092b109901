"""Scored expertise over confirmed documents: rounds, blind sheets, zones, recommendations."""
