"""Real deliveries through the committed source profiles."""
