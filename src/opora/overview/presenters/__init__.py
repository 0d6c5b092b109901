"""How a territory at a glance is said and drawn."""
