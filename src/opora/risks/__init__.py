"""Profiles of schools, directions and their verification."""
