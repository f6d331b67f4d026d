"""Of what the product is made: packages by the lock files, their licences, and the list of parts (SBOM).

``python -m tests.supply FILE`` writes the list as CycloneDX 1.6 JSON.
"""
