"""The rules' way to AWS: one module a context, every read a key, every act one transaction."""
