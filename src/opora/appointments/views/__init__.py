"""Pages of people, appointments and invitations."""
