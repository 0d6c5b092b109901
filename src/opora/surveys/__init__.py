"""Campaigns, codes and answers that nobody can trace."""
