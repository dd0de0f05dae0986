package io.quaestor.router.govern;

import io.quaestor.event.ErrorType;

/** Where a department lists its users, the request names one of them who is enabled. */
final class UserKnown implements Rule {
    @Override
    public String name() {
        return "user";
    }

    @Override
    public Verdict judge(Case theCase) {
        var request = theCase.request();
        var users = theCase.catalog().users();
        boolean listed =
                users.values().stream()
                        .anyMatch(user -> user.getDepartment().equals(request.getDepartment()));
        if (!listed) {
            return Verdict.ALLOW;
        }
        var user = users.get(request.getUser());
        boolean known =
                user != null
                        && user.getEnabled()
                        && user.getDepartment().equals(request.getDepartment());
        return known
                ? Verdict.ALLOW
                : new Verdict.Deny(
                        ErrorType.UNKNOWN_USER,
                        "user",
                        "the user is not one of department " + request.getDepartment());
    }
}
