"""Risk factors and their indicators: the catalogue, pure metrics, the value of a factor."""
