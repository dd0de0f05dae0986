/**
 * AWS Bedrock's Converse, through the AWS SDK's asynchronous client.
 *
 * <p>Guarantee: exactly one HTTP call per {@code call} (the SDK's retries are off); usage is
 * brought into the inclusive form (Bedrock counts cached tokens beside the input). A JSON form is
 * asked for as a forced call of a tool, the one way that works over model families, and the tool's
 * input is given back as the reply's text.
 *
 * <p>Read next: {@link io.quaestor.router.provider.bedrock.BedrockRequests}, {@link
 * io.quaestor.router.provider.bedrock.BedrockReplies} (pure), {@link
 * io.quaestor.router.provider.bedrock.BedrockProvider} (edge).
 */
@NullMarked
package io.quaestor.router.provider.bedrock;

import org.jspecify.annotations.NullMarked;
