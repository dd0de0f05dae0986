package io.quaestor.cli.catalog;

/** One section of the document: reads its entries one by one. */
interface Section {
    /** Reads one entry; the caller refuses the fields that were not read. */
    void read(String name, Fields fields);
}
