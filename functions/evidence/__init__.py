"""Files that are proved clean become evidence; those that are waited for too long come to an honest end."""
