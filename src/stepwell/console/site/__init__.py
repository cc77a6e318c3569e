"""What a site decides for itself: its clock, its week, its phone."""
