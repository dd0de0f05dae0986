package io.quaestor.cli.http;

import io.quaestor.cli.stack.CommandFailure;
import io.quaestor.cli.stack.StateOption;
import io.quaestor.local.RunFile;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a service's HTTP interface; without them it is the local stack's. */
public final class ServiceOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the service answers; default: the local stack's.")
    private @Nullable URI url;

    @Mixin private TokenOption token = new TokenOption();

    @Mixin private StateOption state = new StateOption();

    /**
     * The service.
     *
     * @param name its process' name in the local stack, without its number
     * @throws CommandFailure when none is named and none runs here
     */
    public ServiceClient resolve(String name) {
        return new ServiceClient(url == null ? local(name) : url, token.token());
    }

    private URI local(String name) {
        return state.running().processes().stream()
                .filter(process -> process.name().startsWith(name + "-"))
                .findFirst()
                .map(RunFile.Running::url)
                .map(URI::create)
                .orElseThrow(() -> new CommandFailure("no " + name + " runs in " + state.folder()));
    }
}
