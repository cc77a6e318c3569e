"""Is IOP right for me? Eight questions whose answers nobody keeps."""
