"""Events, consultations and courses in their simplest form: so that a mark of execution is a fact and not a word."""
