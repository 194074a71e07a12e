"""The register of requisitions. Nothing is kept here yet: it is a capability of its own."""
