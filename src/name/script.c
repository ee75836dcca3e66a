/* SPDX-License-Identifier: Apache-2.0
 *
 * Which script a character belongs to, in the coarse terms of script.h: looked up in the table that
 * script_gen.c makes of ICU's knowledge. It is asked for each letter of each name, often twice.
 */
#include "name/script.h"

#include "script_table.h"

static const char *const names[SCRIPT_COUNT] = {
    [SCRIPT_NONE] = "Common",
    [SCRIPT_LATIN] = "Latin",
    [SCRIPT_CYRILLIC] = "Cyrillic",
    [SCRIPT_GREEK] = "Greek",
    [SCRIPT_ARMENIAN] = "Armenian",
    [SCRIPT_GEORGIAN] = "Georgian",
    [SCRIPT_ARABIC] = "Arabic",
    [SCRIPT_HEBREW] = "Hebrew",
    [SCRIPT_HAN] = "Han",
    [SCRIPT_KANA] = "Katakana_Or_Hiragana",
    [SCRIPT_HANGUL] = "Hangul",
    [SCRIPT_DEVANAGARI] = "Devanagari",
    [SCRIPT_BENGALI] = "Bengali",
    [SCRIPT_TAMIL] = "Tamil",
    [SCRIPT_INDIC] = "Indic",
    [SCRIPT_THAI] = "Thai",
    [SCRIPT_LAO] = "Lao",
    [SCRIPT_KHMER] = "Khmer",
    [SCRIPT_MYANMAR] = "Myanmar",
    [SCRIPT_ETHIOPIC] = "Ethiopic",
    [SCRIPT_MONGOLIAN] = "Mongolian",
    [SCRIPT_OTHER] = "Unknown",
};

const char *script_name(enum script s)
{
    assert((unsigned)s < SCRIPT_COUNT);
    return names[s];
}

enum script script_of(uint32_t cp)
{
    uint32_t at = cp / SCRIPT_BLOCK;

    if (cp < 0x80)
        return (cp | 0x20) - 'a' < 26u ? SCRIPT_LATIN : SCRIPT_NONE;
    if (at >= ARRAY_LEN(BLOCK_OF))
        return SCRIPT_NONE;
    return (enum script)BLOCKS[BLOCK_OF[at]][cp % SCRIPT_BLOCK];
}
