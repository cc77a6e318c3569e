"""What is done about team meetings."""
