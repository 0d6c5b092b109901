"""Questionnaires as versioned instruments: what is asked of whom, and what an answer says."""
