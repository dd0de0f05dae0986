package io.quaestor.router.shape;

import java.util.List;

/** Whether a reply has the form that its request asks for. */
public sealed interface Shape {

    /** None is asked for, or the reply is no answer: an error, or calls of the request's tools. */
    record NotAsked() implements Shape {}

    /**
     * It has it.
     *
     * @param json the answer as compact JSON
     */
    record Met(String json) implements Shape {
        /** The reply is never printed. */
        @Override
        public String toString() {
            return "Met[reply redacted]";
        }
    }

    /**
     * It has not.
     *
     * @param flaws what is wrong, at most {@value Flaw#MAX_FLAWS}; never empty
     * @param repairable false when the model cannot help it: its reply could not be judged in time
     */
    record Missed(List<Flaw> flaws, boolean repairable) implements Shape {
        public Missed {
            flaws = List.copyOf(flaws.subList(0, Math.min(flaws.size(), Flaw.MAX_FLAWS)));
        }

        /** The model is not to blame, and cannot help it. */
        static Missed unjudged(String reason) {
            var flaw = new Flaw("", "the reply could not be validated: " + reason);
            return new Missed(List.of(flaw), false);
        }

        static Missed because(String reason) {
            return new Missed(List.of(new Flaw("", reason)), true);
        }
    }

    Shape NOT_ASKED = new NotAsked();
}
