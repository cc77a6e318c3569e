"""Safety events on screen: who takes one, what they found, and the follow-up."""
