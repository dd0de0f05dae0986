package io.quaestor.router.provider;

/**
 * Who answered.
 *
 * @param providerRequestId the provider's id of this call, for its support and our audit; empty
 *     when it gave none
 * @param responseModel the model the provider says it used; empty when it did not say
 * @param simulated a stand-in answered and said so
 */
public record ReplyOrigin(String providerRequestId, String responseModel, boolean simulated) {

    /** Nobody answered. */
    public static final ReplyOrigin NONE = new ReplyOrigin("", "", false);
}
