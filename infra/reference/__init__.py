"""Writes docs/reference from the code and the templates, so that neither can drift from the other."""
