"""Programmes and plans of schools: chains of linked facts, checked while they are written."""
