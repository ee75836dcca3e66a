/* SPDX-License-Identifier: Apache-2.0
 *
 * The shortcut for lines of FollowTheMoney entities: what it takes, the long way takes, and both
 * make the same record of it.
 */
#include <jansson.h>

#include "fuzz.h"
#include "import/ftm_line.h"

static struct tocsin_err *long_way(struct arena *a, struct span line, struct record **out)
{
    struct record_reader reader = {.fuzzy = false};
    json_t *json = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
    struct tocsin_err *err = json ? record_from_json_value(a, &reader, json, out)
                                  : err_new(TOCSIN_ERR_PARSE, "not JSON");
    json_decref(json);
    MUST(err || reader.ignored == 0);
    return err;
}

/* Both are finished or neither can be. */
static void check_same(struct record *fast, struct record *slow)
{
    struct tocsin_err *one = record_finish(fast), *two = record_finish(slow);
    struct buf left = {0}, right = {0};
    MUST(!one == !two);
    if (!one) {
        record_pack(fast, &left);
        record_pack(slow, &right);
        MUST(span_eq(buf_view(&left), buf_view(&right)));
        fuzz_normal(fast);
    }
    fuzz_err(one);
    fuzz_err(two);
    buf_free(&left);
    buf_free(&right);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span line = {(const char *)data, size};
    struct arena *a = arena_new();
    struct record *fast = NULL, *slow = NULL;
    if (ftm_line_read(a, line, &fast)) {
        struct tocsin_err *err = long_way(a, line, &slow);
        if (err)
            fuzz_broken(tocsin_err_text(err), __FILE__, __LINE__);
        check_same(fast, slow);
    }
    arena_free(a);
    return 0;
}
