"""Pages of profiles and directions. A view makes one action call."""
