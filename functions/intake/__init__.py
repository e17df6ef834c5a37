"""Turns an extract of the 2012 System into client and employer records, and the PIN into what can only be checked."""
