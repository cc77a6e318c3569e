"""Rules of a signed plan: what a version says (`snapshot`), what changed (`difference`), when it is due (`clock`)."""
