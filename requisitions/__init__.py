"""The register of requisitions, and its follow-ups."""
