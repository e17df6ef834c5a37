"""The clock of the service: tells, once each, of what comes due, is late, is stuck or was missed."""
