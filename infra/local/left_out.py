"""Everything in the templates that the local cloud does without, each with its reason.

The code that prepares the templates takes out what stands here and nothing else; the end-to-end tests hold what was
deployed against the templates and excuse only what stands here.
"""

# Whole resources, by type.
RESOURCES = {
    "AWS::GuardDuty::MalwareProtectionPlan": "ClamAV, or the embedded rules, scan in the function itself",
    "AWS::CodeDeploy::Application": "an alias moves at once: there is no traffic to shift",
    "AWS::CodeDeploy::DeploymentGroup": "an alias moves at once: there is no traffic to shift",
    "AWS::Lambda::LayerVersion": "functions run in place on the built layer, put on their path",
}

# Conditions of the templates that do not hold here.
CONDITIONS = {
    "ScansByGuardDuty": "ClamAV, or the embedded rules, scan in the function itself",
}

# Properties, by type and name.
PROPERTIES = {
    ("AWS::Lambda::Function", "Layers"): "functions run in place on the built layer, put on their path",
    ("AWS::Lambda::Function", "SnapStart"): "there is no machine to take a snapshot of",
    ("AWS::Lambda::Function", "Architectures"): "functions run on this machine, whatever it is",
    ("AWS::Lambda::Function", "LoggingConfig"): "functions write to .local/<port>/logs, one file each",
    ("AWS::ApiGatewayV2::Api", "Body"): "MiniStack does not read it: written out as routes and integrations",
    ("AWS::ApiGatewayV2::Stage", "AccessLogSettings"): "MiniStack writes no access log",
    ("AWS::ApiGatewayV2::Stage", "DefaultRouteSettings"): "MiniStack does not throttle",
    ("AWS::DynamoDB::Table", "TimeToLiveSpecification"): "MiniStack does not read it: set after the deployment",
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification"): "MiniStack does not read it",
    ("AWS::DynamoDB::Table", "SSESpecification"): "MiniStack does not read it: it keeps everything in memory",
}

# Attributes beside a resource's properties, by type and name.
ATTRIBUTES = {
    ("AWS::Lambda::Alias", "UpdatePolicy"): "an alias moves at once: there is no traffic to shift",
}

# Statements of resource policies, by their Sid.
STATEMENTS = {
    "TlsOnly": "everything here speaks plain HTTP on 127.0.0.1",
    "WrittenOnce": "MiniStack does not know the condition; the code asks for it with each object all the same",
    "NeverTakenAway": "what lies here is thrown away with the local cloud; no code takes a document away",
}

# Properties that get another value here, by type and name.
REPLACED = {
    ("AWS::Lambda::Function", "Code"): "a bootstrap that starts AWS's own runtime client on the built folder",
    ("AWS::Lambda::Function", "Runtime"): "provided.al2023: MiniStack runs the bootstrap as it is",
}
