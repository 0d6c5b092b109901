"""Reads of many schools at once: as many statements for a thousand as for one."""
