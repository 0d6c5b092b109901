"""What pages show, made of what queries found."""
