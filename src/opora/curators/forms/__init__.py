"""What people write of curators, and what stands above the lists."""
