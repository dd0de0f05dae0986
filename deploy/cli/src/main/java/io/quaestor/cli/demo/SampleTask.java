package io.quaestor.cli.demo;

import java.util.Optional;

/**
 * What one department wants to know of every document.
 *
 * @param name also the use case
 * @param alias model alias of the catalogue
 * @param schema JSON schema of the answer
 */
public record SampleTask(
        String name,
        String department,
        String user,
        String alias,
        int maxOutputTokens,
        String instruction,
        Optional<String> schema) {}
