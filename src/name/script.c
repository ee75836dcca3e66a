/* SPDX-License-Identifier: Apache-2.0
 *
 * Which script a character belongs to, in the coarse terms of script.h.
 *
 * ICU knows some two hundred scripts; names of persons and firms on lists come in about twenty,
 * and several of those are read by one and the same table (the Indic blocks, the two kana). So one
 * table maps ICU's codes to ours, and everything else is SCRIPT_OTHER.
 */
#include "name/script.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

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

const char *script_name(enum script s)
{
    assert((unsigned)s < SCRIPT_COUNT);
    return names[s];
}

enum script script_of(uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    UScriptCode code;

    if (cp < 0x80)
        return (cp | 0x20) - 'a' < 26u ? SCRIPT_LATIN : SCRIPT_NONE;
    /* The long mark of kana is "common" to Unicode, because both kana use it. */
    if (cp == 0x30FC || cp == 0xFF70)
        return SCRIPT_KANA;
    code = uscript_getScript((UChar32)cp, &status);
    if (U_FAILURE(status) || code <= USCRIPT_INHERITED || code == USCRIPT_UNKNOWN)
        return SCRIPT_NONE;
    /* A digit of a script is a digit first; the dependent signs of Indic words are letters here. */
    if (u_isdigit((UChar32)cp))
        return SCRIPT_NONE;
    return code < USCRIPT_CODE_LIMIT && of_icu[code] ? (enum script)of_icu[code] : SCRIPT_OTHER;
}
