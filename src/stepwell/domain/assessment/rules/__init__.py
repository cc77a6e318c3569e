"""Pure decisions about assessments: sections, substances, criteria, codes, and what is still missing."""
