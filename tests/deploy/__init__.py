"""What an IT department lays on its server (``deploy/``): units, proxies, image, database."""
