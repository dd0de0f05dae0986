package io.quaestor.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final Listing listing = new Listing("name", "limitUsd");

    @Test
    void alignsTextLeftAndNumbersRight() {
        listing.row().put("name", "legal").put("limitUsd", "0.5");
        listing.row().put("name", "research-team").put("limitUsd", "120");
        assertThat(printed(Format.TABLE))
                .isEqualTo(
                        """
                        NAME           LIMIT USD
                        legal                0.5
                        research-team        120
                        """);
    }

    @Test
    void quotesWhatCsvCouldMistake() {
        listing.row().put("name", "a, \"b\"").put("limitUsd", "1");
        assertThat(printed(Format.CSV)).isEqualTo("name,limitUsd\r\n\"a, \"\"b\"\"\",1\r\n");
    }

    @Test
    void printsAllFieldsOfARowAsOneJsonObjectALine() {
        listing.row().put("name", "a").put("hidden", 3);
        listing.row().put("name", "b");
        assertThat(printed(Format.JSON).lines())
                .containsExactly("{\"name\":\"a\",\"hidden\":3}", "{\"name\":\"b\"}");
    }

    @Test
    void printsTheHeadingOfAnEmptyTable() {
        assertThat(printed(Format.TABLE)).isEqualTo("NAME  LIMIT USD\n");
        assertThat(printed(Format.JSON)).isEmpty();
    }

    private String printed(Format format) {
        var out = new StringWriter();
        listing.print(format, new PrintWriter(out));
        return format == Format.CSV
                ? out.toString()
                : out.toString().replace(System.lineSeparator(), "\n");
    }
}
