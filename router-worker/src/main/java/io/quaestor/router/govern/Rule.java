package io.quaestor.router.govern;

/** One rule of governance. Pure: the same case gives the same verdict. */
public interface Rule {
    /** The name in events and receipts. */
    String name();

    Verdict judge(Case theCase);
}
