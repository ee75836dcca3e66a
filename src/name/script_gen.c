/* SPDX-License-Identifier: Apache-2.0
 *
 * script_gen: asks ICU at build time which script each character belongs to, and prints the answers
 * in the coarse terms of script.h as script_table.h, which script.c includes.
 *
 * ICU knows some two hundred scripts; names of persons and firms on lists come in about twenty,
 * and several of those are read by one and the same table (the Indic blocks, the two kana). So one
 * table maps ICU's codes to ours, and everything else is SCRIPT_OTHER.
 *
 *   BLOCKS    for each SCRIPT_BLOCK code points in a row their scripts; equal blocks are kept once
 *   BLOCK_OF  for each SCRIPT_BLOCK code points where their block is; SCRIPT_NONE behind the end
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "name/script.h"

enum { CODE_POINTS = 0x110000, SCRIPT_BLOCK = 128 };

struct gen {
    uint8_t scripts[CODE_POINTS];
    uint8_t block_of[CODE_POINTS / SCRIPT_BLOCK];
    size_t blocks[UINT8_MAX + 1]; /* where in 'scripts' each different one begins */
    size_t block_n, used;         /* behind 'used' nothing has a script */
    FILE *out;
};

static const uint8_t of_icu[USCRIPT_CODE_LIMIT] = {
    [USCRIPT_LATIN] = SCRIPT_LATIN,
    [USCRIPT_CYRILLIC] = SCRIPT_CYRILLIC,
    [USCRIPT_GREEK] = SCRIPT_GREEK,
    [USCRIPT_ARMENIAN] = SCRIPT_ARMENIAN,
    [USCRIPT_GEORGIAN] = SCRIPT_GEORGIAN,
    [USCRIPT_ARABIC] = SCRIPT_ARABIC,
    [USCRIPT_HEBREW] = SCRIPT_HEBREW,
    [USCRIPT_HAN] = SCRIPT_HAN,
    [USCRIPT_HIRAGANA] = SCRIPT_KANA,
    [USCRIPT_KATAKANA] = SCRIPT_KANA,
    [USCRIPT_KATAKANA_OR_HIRAGANA] = SCRIPT_KANA,
    [USCRIPT_HANGUL] = SCRIPT_HANGUL,
    [USCRIPT_DEVANAGARI] = SCRIPT_DEVANAGARI,
    [USCRIPT_BENGALI] = SCRIPT_BENGALI,
    [USCRIPT_TAMIL] = SCRIPT_TAMIL,
    [USCRIPT_GURMUKHI] = SCRIPT_INDIC,
    [USCRIPT_GUJARATI] = SCRIPT_INDIC,
    [USCRIPT_ORIYA] = SCRIPT_INDIC,
    [USCRIPT_TELUGU] = SCRIPT_INDIC,
    [USCRIPT_KANNADA] = SCRIPT_INDIC,
    [USCRIPT_MALAYALAM] = SCRIPT_INDIC,
    [USCRIPT_SINHALA] = SCRIPT_INDIC,
    [USCRIPT_THAI] = SCRIPT_THAI,
    [USCRIPT_LAO] = SCRIPT_LAO,
    [USCRIPT_KHMER] = SCRIPT_KHMER,
    [USCRIPT_MYANMAR] = SCRIPT_MYANMAR,
    [USCRIPT_ETHIOPIC] = SCRIPT_ETHIOPIC,
    [USCRIPT_MONGOLIAN] = SCRIPT_MONGOLIAN,
};

static enum script ask(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode code = uscript_getScript((UChar32)cp, &status);

    assert(U_SUCCESS(status));
    /* The long mark of kana is "common" to Unicode, because both kana use it. */
    if (cp == 0x30FC || cp == 0xFF70)
        return SCRIPT_KANA;
    if (code <= USCRIPT_INHERITED || code == USCRIPT_UNKNOWN)
        return SCRIPT_NONE;
    /* A digit of a script is a digit first; the dependent signs of Indic words are letters here. */
    if (u_isdigit((UChar32)cp))
        return SCRIPT_NONE;
    return code < USCRIPT_CODE_LIMIT && of_icu[code] ? (enum script)of_icu[code] : SCRIPT_OTHER;
}

static void pack(struct gen *g)
{
    for (size_t at = 0; at < CODE_POINTS; at += SCRIPT_BLOCK) {
        size_t k = 0;

        while (k < g->block_n &&
               memcmp(g->scripts + at, g->scripts + g->blocks[k], SCRIPT_BLOCK) != 0)
            k++;
        assert(k <= UINT8_MAX);
        if (k == g->block_n)
            g->blocks[g->block_n++] = at;
        g->block_of[at / SCRIPT_BLOCK] = (uint8_t)k;
        for (size_t i = 0; i < SCRIPT_BLOCK; i++)
            if (g->scripts[at + i] != SCRIPT_NONE)
                g->used = at / SCRIPT_BLOCK + 1;
    }
}

static void print_row(struct gen *g, const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(g->out, "%s%u,", i % 32 ? "" : "\n    ", at[i]);
}

static void print_all(struct gen *g)
{
    fputs("/* Made by script_gen.c with the scripts of ICU; see there. */\n\n", g->out);
    fprintf(g->out, "enum { SCRIPT_BLOCK = %d };\n\n", SCRIPT_BLOCK);
    fputs("static const uint8_t BLOCKS[][SCRIPT_BLOCK] = {\n", g->out);
    for (size_t i = 0; i < g->block_n; i++) {
        fputs("    {", g->out);
        print_row(g, g->scripts + g->blocks[i], SCRIPT_BLOCK);
        fputs("},\n", g->out);
    }
    fputs("};\n\nstatic const uint8_t BLOCK_OF[] = {", g->out);
    print_row(g, g->block_of, g->used);
    fputs("\n};\n", g->out);
}

int main(int argc, char **argv)
{
    struct gen *g = calloc(1, sizeof(*g));

    if (argc != 2 || !g || !(g->out = fopen(argv[1], "w"))) {
        fputs("usage: script_gen OUTPUT\n", stderr);
        return 2;
    }
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++)
        g->scripts[cp] = (uint8_t)ask(cp);
    pack(g);
    print_all(g);
    int bad = ferror(g->out) | fclose(g->out);
    free(g);
    return bad ? 1 : 0;
}
