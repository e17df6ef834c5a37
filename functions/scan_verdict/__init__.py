"""Takes the verdicts of GuardDuty Malware Protection for S3."""
