"""What the functions of the Child Maintenance self-service share: rules, adapters and the HTTP edge."""
