"""Catalogues: English for the whole portal (source texts are Korean), Korean for colander and deform."""
