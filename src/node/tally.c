/* SPDX-License-Identifier: Apache-2.0
 *
 * Names by script, for the report of an import. The script of a name is the one that most of its
 * letters belong to; a name without letters is counted under none.
 */
#include <stdio.h>

#include "node/node_private.h"

static enum script script_at(struct span *rest)
{
    unsigned char c = (unsigned char)rest->p[0];

    if (c >= 0x80)
        return script_of(utf8_next(rest));
    *rest = span_from(*rest, 1);
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? SCRIPT_LATIN : SCRIPT_NONE;
}

static enum script most(const size_t *letters)
{
    enum script best = SCRIPT_NONE;

    for (int i = SCRIPT_NONE + 1; i < SCRIPT_COUNT; i++) {
        if (letters[i] > letters[best])
            best = (enum script)i;
    }
    return best;
}

static enum script script_of_name(struct span name)
{
    size_t letters[SCRIPT_COUNT] = {0};

    while (name.n > 0)
        letters[script_at(&name)]++;
    letters[SCRIPT_NONE] = 0;
    return most(letters);
}

void tally_record(struct tally *t, const struct record *r)
{
    bool is_name = false;

    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = &r->values[i];

        if (i == 0 || v->prop != v[-1].prop) /* values of one property stand together */
            is_name = prop_type_in(r->schema, v->prop) == TYPE_NAME;
        if (is_name)
            t->names[script_of_name(v->text)]++;
    }
}

void tally_report(const struct tally *t, struct tocsin_import_report *out)
{
    struct tally left = *t;

    /* One slot stays empty: it ends the table. */
    for (size_t i = 0; i + 1 < ARRAY_LEN(out->scripts); i++) {
        size_t best = SCRIPT_NONE;

        for (size_t j = SCRIPT_NONE + 1; j < SCRIPT_COUNT; j++) {
            if (left.names[j] > (best == SCRIPT_NONE ? 0 : left.names[best]))
                best = j;
        }
        if (best == SCRIPT_NONE)
            return;
        snprintf(out->scripts[i].script, sizeof(out->scripts[i].script), "%s",
                 script_name((enum script)best));
        out->scripts[i].names = left.names[best];
        left.names[best] = 0;
    }
}
