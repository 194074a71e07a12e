"""Success criteria: what is demanded, what was measured, and how it stands."""
