"""The generated pages: up to date, and made from everything there is to tell."""

from infra import apis, application
from infra.reference import __main__ as reference
from infra.reference import adapters, data


def test_pages__as_they_stand__are_what_would_be_written_now() -> None:
    # Given the pages in docs/reference
    # When they are compared with what the code and the templates say
    late = reference.stale()
    # Then none is out of date: `make docs` writes them anew
    assert late == []


def test_accesses__of_every_adapter__say_which_operation_they_are() -> None:
    # Given every public function that reaches a table
    found = adapters.accesses()
    # When their documentation is read
    silent = [f"{one.module}.{one.name}" for one in found if not one.says_how]
    # Then each names its operation, and none scans
    assert found
    assert silent == []
    assert not [one for one in found if "Scan" in one.told]


def test_transactions__that_cross_contexts__are_those_that_are_known() -> None:
    # Given what every transaction writes together
    contexts = {f"{one.module}.{one.name}": data.contexts_of(one) for one in adapters.transactions()}
    # When those that write into more than one context are picked
    crossing = {name for name, reached in contexts.items() if len(reached) > 1}
    # Then there are these, and each new one is decided upon
    assert crossing == {
        "answering.store.DynamoMessages.answer",
        "answering.store.DynamoMessages.call_failed",
        "intake.store.DynamoRecords.write_client",
        "login.store.DynamoChallenges.complete_client",
        # A contact does it once: the client's security, or the client record, changes with the contact (docs/adr/0008).
        "caseworker.act_store.DynamoActs.reset_security",
        "caseworker.act_store.DynamoActs.refer",
        # An upload leaves its contact, activities and tasks.
        "upload.store.DynamoAsking.add",
        "cms_common.adapters.uploads.DynamoUploads._write",
        "cms_common.adapters.notifications._sent_again",
        "letters.store.DynamoLetters.issue",
        # A letter that cannot go leaves work for whoever can ask for the address.
        "letters.waiting_store.DynamoAddressless.keep",
        "messaging.store.DynamoMessages.keep",
        "notify.store.DynamoNotifications.ended",
        "notify.store.DynamoNotifications.reported",
        "notify.store.DynamoNotifications.sent",
    }


def test_transactions__of_every_adapter__record_the_act() -> None:
    # Given what every transaction writes together
    found = adapters.transactions()
    # When one without audit record and event is looked for
    silent = [one for one in found if ("record", "") not in one.writes]
    # Then there is none
    assert found
    assert silent == []


def test_routes__declared_in_code__are_those_of_the_template() -> None:
    # Given the routes that the handlers declare
    declared = {(route.method, route.path): function for function, route in apis.routes()}
    # When they are compared with those that the template routes to them
    routed = {route: function for route, function in application.routes().items() if route != ("ANY", "$default")}
    # Then they are the same, each at the same function
    assert declared == routed
