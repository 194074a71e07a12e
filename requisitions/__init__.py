"""The register of requisitions. Nothing is kept here yet: the register is a capability of its own."""
