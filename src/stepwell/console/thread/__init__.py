"""The golden thread on screen: one person's, both ways; and which charts are whole, with a mend for each gap."""
