"""Background work: a thin seam over procrastinate."""
