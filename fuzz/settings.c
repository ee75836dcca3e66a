/* SPDX-License-Identifier: Apache-2.0
 *
 * A node.yaml. Whatever was understood is shown; what is shown, given as a flag, is understood as
 * the same value, unless something of it is hidden.
 */
#include "config/config.h"
#include "fuzz.h"

static bool is_hidden(struct span shown)
{
    return span_find_span(shown, SPAN("(hidden)")) < shown.n;
}

/* A setting with its flags: a list has several. */
static size_t flags_of(const struct config *c, enum setting s, const char *shown,
                       struct config_flag *flags)
{
    enum setting_kind kind = setting_row(s)->kind;
    const char *const *list;
    size_t n;

    if (kind != KIND_ADDRESSES && kind != KIND_ORIGINS) {
        flags[0] = (struct config_flag){s, "--it", shown};
        return 1;
    }
    list = config_list(c, s, &n);
    for (size_t i = 0; i < n; i++)
        flags[i] = (struct config_flag){s, "--it", list[i]};
    return n;
}

static void same_again(const struct config *c, enum setting s)
{
    struct config_flag flags[LIMIT_SETTING_ITEMS];
    struct buf shown = {0}, again = {0};
    struct config *back = NULL;
    size_t n;

    config_show(c, s, &shown);
    fuzz_text(buf_view(&shown));
    n = flags_of(c, s, buf_cstr(&shown), flags);
    if (!is_hidden(buf_view(&shown))) {
        fuzz_err(config_load(fuzz_folder(), flags, n, &back));
        MUST(back != NULL);
        config_show(back, s, &again);
        MUST(span_eq(buf_view(&shown), buf_view(&again)));
        config_free(back);
    }
    buf_free(&shown);
    buf_free(&again);
}

static void schedule_lies_ahead(const struct config *c)
{
    const int64_t now = 1769900400;
    int64_t next;

    if (schedule_next(config_text(c, SETTING_UPDATE_SCHEDULE), now, &next))
        MUST(next > now && next % 60 == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config *c = NULL;

    fuzz_file("node.yaml", (struct span){(const char *)data, size});
    fuzz_err(config_load(fuzz_folder(), NULL, 0, &c));
    if (!c)
        return 0;
    for (size_t i = 0; i < SETTINGS; i++)
        if (!config_is_default(c, (enum setting)i))
            same_again(c, (enum setting)i);
    schedule_lies_ahead(c);
    config_free(c);
    return 0;
}
