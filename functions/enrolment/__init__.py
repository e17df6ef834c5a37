"""Registration of Gateway accounts, and enrolment by known facts."""
