package io.quaestor.spend.fold;

import io.quaestor.kernel.BudgetKey;
import io.quaestor.kernel.BudgetLevel;
import io.quaestor.kernel.Department;
import io.quaestor.kernel.WindowKind;
import java.time.Instant;

/** What a limit speaks of: everything of a {@link TotalKey} but the moment its window starts. */
public record Target(Department department, BudgetLevel level, String name, WindowKind kind) {

    /** What the key texts of all its windows begin with. */
    String prefix() {
        String text = new BudgetKey(department, level, name, kind, Instant.EPOCH).text();
        return text.substring(0, text.lastIndexOf('|') + 1);
    }
}
