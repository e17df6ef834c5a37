"""The helpdesk: known-facts look-up, customer details, enrolments, de-enrolment."""
