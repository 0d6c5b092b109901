"""A territory at a glance as a workbook."""
