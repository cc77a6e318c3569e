"""What the program says of itself, published or looked at before."""
