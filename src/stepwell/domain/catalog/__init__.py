"""What a program offers: tracks, services, day templates, places and standards of hours. Who comes when is `week`."""
