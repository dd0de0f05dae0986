package io.quaestor.audit.chain;

/** What is to be chained: a body and the schema it was written with. */
public record Statement(Hash schemaSha256, Body body) {}
