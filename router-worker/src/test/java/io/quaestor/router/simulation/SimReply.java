package io.quaestor.router.simulation;

import io.quaestor.router.provider.ProviderReply;
import io.quaestor.router.shape.Shape;

/** Takes how a call ended. */
@FunctionalInterface
public interface SimReply {
    void ended(ProviderReply reply, Shape shape);
}
