/* SPDX-License-Identifier: Apache-2.0
 *
 * docs/settings.md, printed from the table of settings. A paragraph is one line: whoever reads it
 * wraps it. The texts of the table are plain sentences, of which Markdown takes nothing for its own
 * but the code in back quotes.
 */
#include "cmd/print.h"
#include "config/config.h"

static void put_setting(FILE *out, enum setting s)
{
    struct buf facts = {0};

    setting_facts(s, &facts);
    fprintf(out, "\n### %s\n\n%s\n\n    %s\n", setting_row(s)->name, setting_row(s)->text,
            buf_cstr(&facts));
    buf_free(&facts);
}

static void put_section(FILE *out, size_t section)
{
    const struct section_row *row = section_row(section);

    fprintf(out, "\n## %s\n\n%s\n", *row->name ? row->name : "The node", row->text);
    for (size_t i = 0; i < SETTINGS; i++)
        if (setting_section((enum setting)i) == section)
            put_setting(out, (enum setting)i);
}

void print_settings_markdown(FILE *out)
{
    fputs("<!-- Printed by `tocsin config --format=markdown`; docs/refresh.sh puts it here. -->\n\n"
          "# Settings\n\n" SETTINGS_ABOUT "\n", out);
    for (size_t i = 0; section_row(i); i++)
        put_section(out, i);
}
