"""Packages what is deployed: each function by itself, and the layer. `sam build` calls it through make."""
