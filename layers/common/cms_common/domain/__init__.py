"""The rules, as plain functions and frozen values. Imports the standard library only; time and chance come in."""
