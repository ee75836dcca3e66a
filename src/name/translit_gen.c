/* SPDX-License-Identifier: Apache-2.0
 *
 * translit_gen: reads translit.def at build time and prints, as translit_table.h, where the rows of
 * each unit are, so that translit.c need not search for them.
 *
 *   UNITS  each unit of spelling: its key (see unit_key in translit.h), the number of its group of
 *          rows, and where its pairs begin; the first stands for a unit that is not known, and
 *          behind the last is one that says where the pairs end
 *   PAIRS  for each unit the units behind it with which it has a group of its own
 *   SLOTS  the number of the unit for each hash; the generator looks for a factor by which no two
 *          units share a slot, so that finding one is a multiplication and a comparison
 *   STAMP  a hash over the rows: an index keeps keys that were made of them
 *
 * A group are the rows that stand together because their units are the same; they are numbered from
 * 1 in the order of the file, and 0 is none.
 *
 * The generator uses nothing of the other rooms. It trusts its input: rows of one unit that do not
 * stand together, say, are an assertion, that is a failed build.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "translit.h"

struct row {
    int table;
    const char *unit, *latin;
    int cost;
};

static const struct row ROWS[] = {
#define READ(table, unit, latin, cost) {UNITS_##table, unit, latin, cost},
#define USUAL(table, share)
#include "translit.def"
#undef READ
#undef USUAL
};

#define ROW_COUNT (sizeof(ROWS) / sizeof(ROWS[0]))
#define MAX_UNITS 2048
#define MAX_PAIRS 8192

struct unit_rows {
    uint64_t key;
    size_t group;
};

struct pair_rows {
    size_t one, two, group;
};

struct gen {
    struct unit_rows units[MAX_UNITS];
    size_t unit_n;
    struct pair_rows pairs[MAX_PAIRS];
    size_t pair_n;
    unsigned bits;
    uint64_t factor;
    uint16_t *slots;
    FILE *out;
};

/* ---- units and pairs ----------------------------------------------------------------------- */

static size_t unit_of(struct gen *g, int table, const char *text, size_t n)
{
    struct unit u = {.table = (uint8_t)table};

    assert(n > 0 && n < UNIT_TEXT);
    memcpy(u.text, text, n);
    for (size_t i = 1; i < g->unit_n; i++)
        if (g->units[i].key == unit_key(&u))
            return i;
    assert(g->unit_n < MAX_UNITS);
    g->units[g->unit_n] = (struct unit_rows){.key = unit_key(&u)};
    return g->unit_n++;
}

static void add_single(struct gen *g, const struct row *r, size_t group)
{
    struct unit_rows *u = &g->units[unit_of(g, r->table, r->unit, strlen(r->unit))];

    assert(!u->group); /* all rows of a unit stand together */
    u->group = group;
}

static void add_pair(struct gen *g, const struct row *r, const char *blank, size_t group)
{
    size_t one = unit_of(g, r->table, r->unit, (size_t)(blank - r->unit));
    size_t two = unit_of(g, r->table, blank + 1, strlen(blank + 1));

    for (size_t i = 0; i < g->pair_n; i++)
        assert(g->pairs[i].one != one || g->pairs[i].two != two);
    assert(g->pair_n < MAX_PAIRS);
    g->pairs[g->pair_n++] = (struct pair_rows){one, two, group};
}

static void add_rows(struct gen *g)
{
    size_t group = 0;

    g->unit_n = 1;
    for (const struct row *r = ROWS; r < ROWS + ROW_COUNT; r++) {
        const char *blank = strchr(r->unit, ' ');

        if (r > ROWS && r->table == r[-1].table && strcmp(r->unit, r[-1].unit) == 0)
            continue;
        group++;
        if (blank)
            add_pair(g, r, blank, group);
        else
            add_single(g, r, group);
    }
}

static int by_units(const void *left, const void *right)
{
    const struct pair_rows *a = left, *b = right;

    if (a->one != b->one)
        return a->one < b->one ? -1 : 1;
    return a->two < b->two ? -1 : a->two > b->two;
}

/* ---- slots --------------------------------------------------------------------------------- */

static bool fits(struct gen *g)
{
    memset(g->slots, 0, sizeof(*g->slots) << g->bits);
    for (size_t i = 1; i < g->unit_n; i++) {
        uint16_t *slot = &g->slots[g->units[i].key * g->factor >> (64 - g->bits)];

        if (*slot)
            return false;
        *slot = (uint16_t)i;
    }
    return true;
}

/* A factor without collisions, in the smallest table for which a fair number of tries has one. */
static void find_factor(struct gen *g)
{
    for (g->bits = 9; g->bits < 16; g->bits++) {
        g->factor = 0x9e3779b97f4a7c15u;
        g->slots = realloc(g->slots, sizeof(*g->slots) << g->bits);
        assert(g->slots);
        for (int tries = 0; tries < 100000; tries++) {
            if (fits(g))
                return;
            g->factor = (g->factor * 6364136223846793005u + 1442695040888963407u) | 1;
        }
    }
    assert(!"no factor keeps the units apart");
}

/* ---- printing ------------------------------------------------------------------------------ */

static void print_units(struct gen *g)
{
    size_t pair = 0;

    fputs("static const struct unit_place UNITS[] = {\n", g->out);
    for (size_t i = 0; i <= g->unit_n; i++) {
        const struct unit_rows *u = &g->units[i]; /* the last one is empty */

        while (pair < g->pair_n && g->pairs[pair].one < i)
            pair++;
        fprintf(g->out, "    {0x%016" PRIx64 "u, %zu, %zu},\n", u->key, u->group, pair);
    }
    fputs("};\n\n", g->out);
}

static void print_pairs(struct gen *g)
{
    fputs("static const struct pair_place PAIRS[] = {\n", g->out);
    for (size_t i = 0; i < g->pair_n; i++)
        fprintf(g->out, "    {%zu, %zu},\n", g->pairs[i].two, g->pairs[i].group);
    fputs("};\n\n", g->out);
}

static void print_slots(struct gen *g)
{
    fprintf(g->out, "#define SLOT_FACTOR 0x%" PRIx64 "u\n#define SLOT_SHIFT %u\n", g->factor,
            64 - g->bits);
    fputs("static const uint16_t SLOTS[] = {", g->out);
    for (size_t i = 0; i < (size_t)1 << g->bits; i++)
        fprintf(g->out, "%s%u,", i % 16 ? "" : "\n    ", g->slots[i]);
    fputs("\n};\n", g->out);
}

static uint64_t stamp_text(uint64_t stamp, const char *text)
{
    do
        stamp = (stamp ^ (unsigned char)*text) * 0x100000001b3u;
    while (*text++);
    return stamp;
}

static void print_stamp(struct gen *g)
{
    uint64_t stamp = 0xcbf29ce484222325u;

    for (const struct row *r = ROWS; r < ROWS + ROW_COUNT; r++) {
        stamp = stamp_text(stamp_text(stamp, r->unit), r->latin);
        stamp = (stamp ^ (uint64_t)(r->table << 8 | r->cost)) * 0x100000001b3u;
    }
    fprintf(g->out, "#define STAMP 0x%016" PRIx64 "u\n", stamp);
}

int main(int argc, char **argv)
{
    struct gen *g = calloc(1, sizeof(*g));

    if (argc != 2 || !g || !(g->out = fopen(argv[1], "w"))) {
        fputs("usage: translit_gen OUTPUT\n", stderr);
        return 2;
    }
    add_rows(g);
    assert(g->unit_n < MAX_UNITS);
    qsort(g->pairs, g->pair_n, sizeof(g->pairs[0]), by_units);
    find_factor(g);
    fputs("/* Made by translit_gen.c from translit.def; see there. */\n\n", g->out);
    print_units(g);
    print_pairs(g);
    print_slots(g);
    print_stamp(g);
    int bad = ferror(g->out) | fclose(g->out);
    free(g->slots);
    free(g);
    return bad ? 1 : 0;
}
