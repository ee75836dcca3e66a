/* SPDX-License-Identifier: Apache-2.0
 *
 * Words with letters of two scripts: "Ferdik" with a Cyrillic e, by a slip of the keyboard or to get
 * by a list.
 *
 * A run of letters that mixes Latin with Cyrillic or with Greek is read in the script that has more
 * of its letters (of as many: in Latin), provided that every other letter in it looks like one of
 * that script. Where one does not ("GazНефть") the word stays as it is, and folding cuts it where
 * the script changes.
 */
#include <unicode/uchar.h>

#include "name/fold.h"

static const struct lookalike {
    uint16_t latin, cyrillic, greek;
} lookalikes[] = {
#define LOOKALIKE(latin, cyrillic, greek) {latin, cyrillic, greek},
#include "name/lookalike.def"
#undef LOOKALIKE
};

static uint32_t letter_in(const struct lookalike *l, enum script s)
{
    return s == SCRIPT_LATIN ? l->latin : s == SCRIPT_CYRILLIC ? l->cyrillic : l->greek;
}

/* The letter of script 'to' that looks like 'cp' of script 'from'; 0: none. */
static uint32_t looks_like(uint32_t cp, enum script from, enum script to)
{
    for (size_t i = 0; i < ARRAY_LEN(lookalikes); i++)
        if (letter_in(&lookalikes[i], from) == cp)
            return letter_in(&lookalikes[i], to);
    return 0;
}

/* Writes 'run' with all letters of 'from' as letters of 'to'; 0 bytes: it cannot be done. */
static size_t rewrite(struct span run, enum script from, enum script to, char *out)
{
    size_t n = 0;
    while (run.n > 0) {
        uint32_t cp = utf8_next(&run);
        if (script_of(cp) == from && (cp = looks_like(cp, from, to)) == 0)
            return 0;
        n += utf8_put(out + n, cp);
    }
    return n;
}

/* The letters at the start of 'rest', and how many of them are of which script. */
static struct span take_run(struct span *rest, size_t count[SCRIPT_COUNT])
{
    struct span run = {rest->p, 0};
    memset(count, 0, SCRIPT_COUNT * sizeof(*count));
    while (rest->n > 0) {
        struct span at = *rest;
        uint32_t cp = utf8_next(&at);
        if (!u_isalpha((UChar32)cp))
            break;
        count[script_of(cp)]++;
        run.n += rest->n - at.n;
        *rest = at;
    }
    return run;
}

/* Writes the run, read in one script where that can be done. */
static size_t put_run(struct span run, const size_t count[SCRIPT_COUNT], char *out)
{
    size_t latin = count[SCRIPT_LATIN], cyrillic = count[SCRIPT_CYRILLIC], n = 0;
    size_t greek = count[SCRIPT_GREEK];
    enum script other = cyrillic ? SCRIPT_CYRILLIC : SCRIPT_GREEK;
    if (latin > 0 && (cyrillic > 0) != (greek > 0)) {
        bool mostly_latin = latin >= cyrillic + greek;
        n = rewrite(run, mostly_latin ? other : SCRIPT_LATIN, mostly_latin ? SCRIPT_LATIN : other,
                    out);
    }
    if (n > 0)
        return n;
    memcpy(out, run.p, run.n);
    return run.n;
}

struct span one_script_each(struct arena *a, struct span text)
{
    size_t count[SCRIPT_COUNT], n = 0;
    char *out = arena_alloc(a, 3 * text.n + 4); /* what is not UTF-8 takes three bytes for one */
    while (text.n > 0) {
        struct span run = take_run(&text, count);
        n += put_run(run, count, out + n);
        if (text.n > 0)
            n += utf8_put(out + n, utf8_next(&text));
    }
    return (struct span){out, n};
}
