/* SPDX-License-Identifier: Apache-2.0
 *
 * romanise_gen: asks ICU at build time how each character is read that no rule of ours reads, and
 * prints the answers as romanise_table.h, which romanise.c includes.
 *
 * ICU knows the readings of fifty thousand Han characters, and of the letters of some scripts that
 * lists seldom hold (Thai, Ethiopic, Syriac, Thaana, Bopomofo). Asking it costs a process a tenth
 * of a second before its first answer, because the transliterators are compiled from their rules
 * whenever they are opened. A character is read the same whoever asks, so it is asked here, once.
 *
 * What it prints
 *
 *   READINGS  the different readings, ASCII letters and digits; the first is that of a character
 *             which has none
 *   BLOCKS    for each BLOCK code points in a row the numbers of their readings; equal blocks, the
 *             empty ones above all, are kept once
 *   BLOCK_OF  for each BLOCK code points where their block is
 *   SIMPLE    traditional Chinese characters with their simplified forms, in order
 *   STAMP     a hash over the readings and over the letters of romanise.def
 *
 * The generator stands alone but for script.c. It trusts ICU: an answer that does not fit is an
 * assertion, that is a failed build.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/utrans.h>

#include "romanise.h"

#define CODE_POINTS 0x110000u
#define MAX_READINGS 2048
#define MAX_SIMPLE 8192

struct gen {
    char readings[MAX_READINGS][READING_MAX + 1];
    size_t reading_n;
    uint16_t numbers[CODE_POINTS];
    uint16_t block_of[CODE_POINTS / READING_BLOCK];
    size_t blocks[CODE_POINTS / READING_BLOCK]; /* where in 'numbers' each different one begins */
    size_t block_n, used;                       /* behind 'used' no block holds anything */
    uint16_t simple[MAX_SIMPLE][2];
    size_t simple_n;
    uint64_t stamp;
    FILE *out;
};

/* ---- asking -------------------------------------------------------------------------------- */

static bool by_rule(enum script s)
{
    switch ((int)s) {
#define WAY(script, how) case SCRIPT_##script:
        ROMAN_WAYS(WAY)
#undef WAY
        return true;
    default:
        return false;
    }
}

static UTransliterator *open_icu(const char *name)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar id[64];
    int32_t n = 0;

    for (; name[n]; n++)
        id[n] = (UChar)name[n];
    UTransliterator *t = utrans_openU(id, n, UTRANS_FORWARD, NULL, 0, NULL, &status);
    assert(U_SUCCESS(status));
    return t;
}

/* What letters and digits come out; the rest of the answer are signs and blanks. */
static void ask(const UTransliterator *t, uint32_t cp, char out[READING_MAX + 1])
{
    UErrorCode status = U_ZERO_ERROR;
    UChar text[64];
    int32_t n = 0, limit;
    size_t len = 0;

    U16_APPEND_UNSAFE(text, n, cp);
    limit = n;
    utrans_transUChars(t, text, &n, (int32_t)ARRAY_LEN(text), 0, &limit, &status);
    assert(U_SUCCESS(status));
    for (int32_t i = 0; i < n; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') || (text[i] >= '0' && text[i] <= '9')) {
            assert(len < READING_MAX);
            out[len++] = (char)text[i];
        }
    memset(out + len, 0, READING_MAX + 1 - len);
}

static uint16_t number_of(struct gen *g, const char reading[READING_MAX + 1])
{
    for (size_t i = 0; i < g->reading_n; i++)
        if (!strcmp(g->readings[i], reading))
            return (uint16_t)i;
    assert(g->reading_n < MAX_READINGS);
    memcpy(g->readings[g->reading_n], reading, READING_MAX + 1);
    return (uint16_t)g->reading_n++;
}

static void ask_all(struct gen *g)
{
    UTransliterator *any = open_icu("Any-Latin; Latin-ASCII; Lower");
    char reading[READING_MAX + 1] = "";

    number_of(g, reading);
    for (uint32_t cp = 0x80; cp < CODE_POINTS; cp++) {
        if (by_rule(script_of(cp)))
            continue;
        ask(any, cp, reading);
        g->numbers[cp] = number_of(g, reading);
    }
    utrans_close(any);
}

/* Characters of the first plane; the rare ones behind it are in no name that is written both ways. */
static void ask_simple(struct gen *g)
{
    UTransliterator *t = open_icu("Traditional-Simplified");

    for (uint32_t cp = 0x3400; cp < 0xA000; cp++) {
        UErrorCode status = U_ZERO_ERROR;
        UChar text[16] = {(UChar)cp};
        int32_t n = 1, limit = 1;

        utrans_transUChars(t, text, &n, (int32_t)ARRAY_LEN(text), 0, &limit, &status);
        assert(U_SUCCESS(status));
        if (n != 1 || text[0] == cp)
            continue;
        assert(g->simple_n < MAX_SIMPLE);
        g->simple[g->simple_n][0] = (uint16_t)cp;
        g->simple[g->simple_n++][1] = text[0];
    }
    utrans_close(t);
}

/* ---- packing ------------------------------------------------------------------------------- */

static bool same_block(const struct gen *g, size_t a, size_t b)
{
    return !memcmp(&g->numbers[a], &g->numbers[b], READING_BLOCK * sizeof(g->numbers[0]));
}

static void pack(struct gen *g)
{
    g->blocks[g->block_n++] = 0; /* ASCII: nothing is asked there, so this is the empty block */
    for (size_t at = 0; at < CODE_POINTS; at += READING_BLOCK) {
        size_t k = 0;

        while (k < g->block_n && !same_block(g, at, g->blocks[k]))
            k++;
        if (k == g->block_n)
            g->blocks[g->block_n++] = at;
        g->block_of[at / READING_BLOCK] = (uint16_t)k;
        if (k)
            g->used = at / READING_BLOCK + 1;
    }
    assert(g->block_n < UINT16_MAX);
}

static void stamp(struct gen *g, const void *p, size_t n)
{
    const unsigned char *at = p;

    for (size_t i = 0; i < n; i++)
        g->stamp = (g->stamp ^ at[i]) * 0x100000001b3u;
}

static void stamp_all(struct gen *g)
{
    static const struct {
        uint32_t at;
        char text[5];
    } letters[] = {
#define LETTER(block, cp, ascii) {at_##block + (cp) - first_##block, ascii},
#include "romanise.def"
#undef LETTER
    };

    g->stamp = 0xcbf29ce484222325u;
    for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
        stamp(g, &letters[i].at, sizeof(letters[i].at));
        stamp(g, letters[i].text, sizeof(letters[i].text));
    }
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++)
        if (g->numbers[cp]) {
            stamp(g, &cp, sizeof(cp));
            stamp(g, g->readings[g->numbers[cp]], READING_MAX + 1);
        }
}

/* ---- printing ------------------------------------------------------------------------------ */

static void print_numbers(struct gen *g, const char *name, const uint16_t *at, size_t n)
{
    fprintf(g->out, "%s", name);
    for (size_t i = 0; i < n; i++)
        fprintf(g->out, "%s%u,", i % 16 ? "" : "\n    ", at[i]);
}

static void print_all(struct gen *g)
{
    fputs("/* Made by romanise_gen.c with the readings of ICU; see there. */\n\n", g->out);
    fputs("static const char READINGS[][READING_MAX + 1] = {", g->out);
    for (size_t i = 0; i < g->reading_n; i++)
        fprintf(g->out, "%s\"%s\",", i % 10 ? " " : "\n    ", g->readings[i]);
    fputs("\n};\n\n", g->out);
    fputs("static const uint16_t BLOCKS[][READING_BLOCK] = {\n", g->out);
    for (size_t i = 0; i < g->block_n; i++) {
        print_numbers(g, "    {", &g->numbers[g->blocks[i]], READING_BLOCK);
        fputs("},\n", g->out);
    }
    fputs("};\n\n", g->out);
    fputs("static const uint16_t SIMPLE[][2] = {", g->out);
    for (size_t i = 0; i < g->simple_n; i++)
        fprintf(g->out, "%s{%u, %u},", i % 8 ? " " : "\n    ", g->simple[i][0], g->simple[i][1]);
    fputs("\n};\n\n", g->out);
    print_numbers(g, "static const uint16_t BLOCK_OF[] = {", g->block_of, g->used);
    fprintf(g->out, "\n};\n\n#define STAMP 0x%" PRIx64 "u\n", g->stamp);
}

int main(int argc, char **argv)
{
    struct gen *g = calloc(1, sizeof(*g));

    if (argc != 2 || !g || !(g->out = fopen(argv[1], "w"))) {
        fputs("usage: romanise_gen OUTPUT\n", stderr);
        return 2;
    }
    ask_all(g);
    ask_simple(g);
    pack(g);
    stamp_all(g);
    print_all(g);
    int bad = ferror(g->out) | fclose(g->out);
    free(g);
    return bad ? 1 : 0;
}
