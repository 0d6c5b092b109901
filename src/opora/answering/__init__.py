"""How people answer: on a phone, from paper, for the school card."""
