package io.quaestor.router.provider.roster;

import io.quaestor.event.ErrorType;
import io.quaestor.event.ProviderEntry;
import io.quaestor.router.provider.ProviderFault;
import io.quaestor.router.provider.ProviderSettings;
import io.quaestor.router.provider.bedrock.BedrockCredentials;
import io.quaestor.router.provider.bedrock.BedrockProvider;
import io.quaestor.router.provider.openai.OpenAiProvider;
import io.quaestor.wire.Secret;
import io.quaestor.wire.Secrets;
import java.time.InstantSource;
import java.util.Optional;

/** The wire protocols of this version. Edge. */
final class ProtocolFactory implements ProviderFactory {

    private final Secrets secrets;
    private final InstantSource clock;

    ProtocolFactory(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public Credential credential(ProviderEntry entry) {
        return switch (entry.getKey()) {
            case "" -> new Credential.None();
            case BedrockCredentials.DEFAULT_CHAIN -> new Credential.AwsDefaultChain();
            default -> new Credential.LookedUp(secrets.resolve(entry.getKey()));
        };
    }

    @Override
    public Opened open(ProviderEntry entry, Credential credential) {
        try {
            return switch (entry.getProtocol()) {
                case OPENAI -> openAi(entry, credential);
                case BEDROCK -> bedrock(entry, credential);
                case ANTHROPIC, GEMINI, COHERE, UNKNOWN ->
                        unusable("this version does not speak the protocol " + entry.getProtocol());
            };
        } catch (IllegalArgumentException e) {
            // From our own checks of URL, region and key form, which quote no credential.
            return unusable("its entry is unusable: " + e.getMessage());
        }
    }

    private Opened openAi(ProviderEntry entry, Credential credential) {
        return switch (credential) {
            case Credential.None _ -> openAi(entry, Optional.empty());
            case Credential.LookedUp(Secrets.Resolution.Found(Secret secret)) ->
                    openAi(entry, Optional.of(secret));
            case Credential.LookedUp(Secrets.Resolution.Absent(String reason)) -> absent(reason);
            case Credential.AwsDefaultChain _ ->
                    absent(BedrockCredentials.DEFAULT_CHAIN + " is for Bedrock only");
        };
    }

    private Opened openAi(ProviderEntry entry, Optional<Secret> secret) {
        OpenAiProvider provider = OpenAiProvider.open(entry, secret, settings(entry), clock);
        return new Opened(provider, provider::close, Optional.empty());
    }

    private Opened bedrock(ProviderEntry entry, Credential credential) {
        return switch (credential) {
            case Credential.None _ -> absent("Bedrock needs a key");
            case Credential.LookedUp(Secrets.Resolution.Found(Secret secret)) ->
                    bedrock(entry, BedrockCredentials.parse(secret));
            case Credential.LookedUp(Secrets.Resolution.Absent(String reason)) -> absent(reason);
            case Credential.AwsDefaultChain _ ->
                    bedrock(entry, new BedrockCredentials.DefaultChain());
        };
    }

    private Opened bedrock(ProviderEntry entry, BedrockCredentials credentials) {
        BedrockProvider provider = BedrockProvider.open(entry, credentials, settings(entry), clock);
        return new Opened(provider, provider::close, Optional.empty());
    }

    private static ProviderSettings settings(ProviderEntry entry) {
        return ProviderSettings.forInFlight(entry.getMaxInFlight());
    }

    private static Opened absent(String reason) {
        return refusing(ErrorType.AUTHENTICATION, reason);
    }

    private static Opened unusable(String reason) {
        return refusing(ErrorType.NO_ROUTE, reason);
    }

    private static Opened refusing(ErrorType type, String reason) {
        return new Opened(
                Unavailable.because(
                        ProviderFault.local(type, "The provider cannot be called: " + reason)),
                () -> {},
                Optional.of(reason));
    }
}
