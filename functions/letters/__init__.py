"""Makes letters and the documents of messages, decides how each goes, and hands what is posted to the printer."""
