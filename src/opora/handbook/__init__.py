"""The handbook for people, opened by «Помощь» on every page: the same files that lie in `docs/handbook`."""
