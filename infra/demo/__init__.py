"""Demo data: made-up people and employers, brought in through `intake` as an extract of the 2012 System would be."""
