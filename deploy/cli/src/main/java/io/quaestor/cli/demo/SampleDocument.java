package io.quaestor.cli.demo;

/** A document to ask about; the text is public. */
public record SampleDocument(String name, String text) {}
