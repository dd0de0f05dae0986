package io.quaestor.service.http;

/**
 * Adds to a service's OpenAPI document what its controllers do not say, such as the form of bodies
 * that they read as bytes. A service has one bean of it or none.
 */
@FunctionalInterface
public interface OpenApiCompletion {

    /**
     * @param generated the document as it was generated, in YAML
     * @return the document as it is served, in YAML
     */
    String completed(String generated);
}
