/* SPDX-License-Identifier: Apache-2.0
 *
 * Countries: from what lists and people write to a code.
 *
 *     "The Islamic Republic of IRAN"  --fold-->  "islamic republic iran"  --index-->  ir
 *
 * Folding leaves letters and digits in lower case without accents, one blank between words, and
 * drops "the" and "of". It keeps abbreviations together ("U.S.A." is "usa") and a possessive s
 * with its word ("People's", "Peoples"). All names of country.def are folded the same way into
 * one hash table when the first question comes; two letters, which is what most values are, go
 * through an array instead.
 *
 *     index.pairs[26 * 26]   "de" -> row
 *     index.slots[]          hash of a folded name -> its number in index.names, 0 empty
 *     index.names[]          {where in index.text, length, row}
 *     index.related[][]      row -> the rows it names as related
 *
 * The table is the only state, it is made once under pthread_once and never changes after that.
 *
 * What is not a name as it stands is tried again without what people put around a name:
 * "Region:", "Republic of", "citizen"; with the parts turned ("Macedonia, Republic of"); without
 * a remark in parentheses.
 */
#include "country.h"

#include <pthread.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#define TEXT_MAX 256   /* the longest name of the table has 105 bytes */
#define FOLDED_MAX 320 /* a letter and its marks may take more room than the letter alone */
#define SLOTS 16384    /* power of two, about three times the names */
#define RELATED_MAX 4
#define LONGEST_CODE 7 /* "cy-trnc" */

struct country {
    const char *code, *alpha3, *name, *names, *adjectives, *related;
};

static const struct country countries[] = {
#define COUNTRY(code, alpha3, name, names, adjectives, related)                                    \
    {code, alpha3, name, names, adjectives, related},
#include "country.def"
#undef COUNTRY
};

#define COUNTRIES ARRAY_LEN(countries)

/* ---- folding -------------------------------------------------------------------------------- */

struct fold {
    char *out;
    size_t n;
    size_t word;  /* where the last word begins */
    unsigned run; /* letters since the last blank or dropped period */
    bool failed;  /* does not fit, or not UTF-8 */
};

static bool is_small_word(struct span word)
{
    return span_eq(word, SPAN("the")) || span_eq(word, SPAN("of"));
}

static void end_word(struct fold *f)
{
    if (is_small_word((struct span){f->out + f->word, f->n - f->word}))
        f->n = f->word;
    f->run = 0;
    if (f->n == 0 || f->out[f->n - 1] == ' ')
        return;
    if (f->n == FOLDED_MAX)
        f->failed = true;
    else
        f->out[f->n++] = ' ';
    f->word = f->n;
}

static void put_letter(struct fold *f, uint32_t cp)
{
    if (f->n + 4 > FOLDED_MAX) {
        f->failed = true;
        return;
    }
    f->n += utf8_put(f->out + f->n, cp);
    f->run++;
}

/* Letters that Unicode does not take apart. Arabic: teh marbuta as heh, tatweel (which only
 * stretches) as nothing, alef maksura and Persian yeh as yeh, Persian kaf as kaf, because people
 * type one for the other. In order of 'letter'. */
static const char *letter_spelt(uint32_t lower)
{
    static const struct {
        uint32_t letter;
        const char *spelt;
    } table[] = {
        {0xDF, "ss"}, {0xE6, "ae"},      {0xF0, "d"},       {0xF8, "o"},       {0xFE, "th"},
        {0x111, "d"}, {0x131, "i"},      {0x142, "l"},      {0x153, "oe"},     {0x629, "\u0647"},
        {0x640, ""},  {0x649, "\u064A"}, {0x6A9, "\u0643"}, {0x6CC, "\u064A"},
    };

    for (size_t i = 0; i < ARRAY_LEN(table) && table[i].letter <= lower; i++) {
        if (table[i].letter == lower)
            return table[i].spelt;
    }
    return NULL;
}

/* One code point that does not decompose any further. */
static void fold_part(struct fold *f, uint32_t cp)
{
    uint32_t lower = (uint32_t)u_tolower((UChar32)cp);
    const char *spelt = letter_spelt(lower);
    int8_t type = u_charType((UChar32)cp);

    if (spelt) {
        for (struct span s = span_of(spelt); s.n;)
            put_letter(f, utf8_next(&s));
    } else if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) {
        return;
    } else if (type == U_COMBINING_SPACING_MARK ||
               (u_isalnum((UChar32)cp) && type != U_MODIFIER_LETTER)) {
        put_letter(f, lower);
    } else {
        end_word(f);
    }
}

static void fold_wide(struct fold *f, uint32_t cp)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
    UChar parts[32];
    int32_t n, at = 0;
    UChar32 part;

    if (cp == 0xFFFD || U_FAILURE(status)) {
        f->failed = true;
        return;
    }
    n = unorm2_getDecomposition(nfkd, (UChar32)cp, parts, ARRAY_LEN(parts), &status);
    if (n < 0 || U_FAILURE(status)) {
        fold_part(f, cp);
        return;
    }
    while (at < n) {
        U16_NEXT(parts, at, n, part);
        fold_part(f, (uint32_t)part);
    }
}

/* Letters of frequent scripts that fold to themselves, for which asking ICU would only cost. */
static bool is_folded(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x62A && cp <= 0x63A) ||
           (cp >= 0x641 && cp <= 0x648) || cp == 0x627 || cp == 0x628 || cp == 0x64A ||
           (cp >= 0x430 && cp <= 0x44F && cp != 0x439);
}

/* 's and nothing more of the word behind it. */
static bool is_possessive(struct span rest)
{
    return rest.n > 0 && (rest.p[0] == 's' || rest.p[0] == 'S') &&
           (rest.n == 1 || !(u_isalnum((unsigned char)rest.p[1]) || rest.p[1] & 0x80));
}

static bool is_apostrophe(uint32_t cp)
{
    return cp == '\'' || cp == '`' || cp == 0xB4 || cp == 0x2019 || cp == 0x2018 || cp == 0x2BC ||
           cp == 0x2BB;
}

static void fold_sign(struct fold *f, uint32_t cp, struct span rest)
{
    if (cp == '.' && f->run == 1) {
        f->run = 0; /* "U.S." */
    } else if (is_apostrophe(cp) && is_possessive(rest)) {
        return;
    } else if (cp == '&') {
        end_word(f);
        for (const char *and = "and"; *and; and++)
            put_letter(f, (unsigned char)*and);
        end_word(f);
    } else {
        end_word(f);
    }
}

static void fold_one(struct fold *f, uint32_t cp, struct span rest)
{
    if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
        put_letter(f, cp);
    else if (cp >= 'A' && cp <= 'Z')
        put_letter(f, cp - 'A' + 'a');
    else if (cp < 0x80 || is_apostrophe(cp))
        fold_sign(f, cp, rest);
    else if (is_folded(cp))
        put_letter(f, cp);
    else
        fold_wide(f, cp);
}

/* Appends to what 'out' has; false when it is too long or not UTF-8. */
static bool fold_more(struct span text, char *out, size_t *n)
{
    struct fold f = {.out = out, .n = *n, .word = *n};

    while (text.n && !f.failed) {
        uint32_t cp = utf8_next(&text);

        fold_one(&f, cp, text);
    }
    end_word(&f);
    *n = f.n;
    return !f.failed;
}

static struct span without_last_blank(const char *out, size_t n)
{
    return (struct span){out, n > 0 && out[n - 1] == ' ' ? n - 1 : n};
}

/* ---- the index ------------------------------------------------------------------------------ */

struct name {
    uint32_t at;
    uint16_t length, row; /* rows count from 1 */
};

static struct {
    uint16_t pairs[26 * 26];
    uint16_t slots[SLOTS];
    uint16_t related[COUNTRIES + 1][RELATED_MAX];
    VEC(struct name) names;
    struct buf text;
} index_;

static pthread_once_t index_once = PTHREAD_ONCE_INIT;

static bool is_pair(struct span s)
{
    return s.n == 2 && s.p[0] >= 'a' && s.p[0] <= 'z' && s.p[1] >= 'a' && s.p[1] <= 'z';
}

static size_t pair_at(struct span s)
{
    return (size_t)(s.p[0] - 'a') * 26 + (size_t)(s.p[1] - 'a');
}

/* The slot that holds 'folded', or the empty one where it belongs. */
static uint16_t *find_slot(struct span folded)
{
    size_t at = span_hash(folded) & (SLOTS - 1);

    while (index_.slots[at]) {
        const struct name *name = &index_.names.at[index_.slots[at] - 1];

        if (span_eq(folded, (struct span){index_.text.p + name->at, name->length}))
            break;
        at = (at + 1) & (SLOTS - 1);
    }
    return &index_.slots[at];
}

static void index_name(struct span text, uint16_t row)
{
    char out[FOLDED_MAX];
    struct span folded;
    uint16_t *slot;
    size_t n = 0;
    bool fits = fold_more(text, out, &n);

    assert(fits && n > 0);
    (void)fits;
    folded = without_last_blank(out, n);
    if (is_pair(folded) && !index_.pairs[pair_at(folded)])
        index_.pairs[pair_at(folded)] = row;
    slot = find_slot(folded);
    if (*slot)
        return; /* the adjective is also a name; test_country sees to it that the row is the same */
    *VEC_PUSH(&index_.names) = (struct name){(uint32_t)index_.text.n, (uint16_t)folded.n, row};
    buf_span(&index_.text, folded);
    assert(index_.names.n < SLOTS / 2);
    *slot = (uint16_t)index_.names.n;
}

static void index_names(const char *list, uint16_t row)
{
    struct span rest = span_of(list), part;

    while (rest.n && span_split(&rest, '|', &part))
        index_name(part, row);
}

static unsigned row_of(struct span folded)
{
    uint16_t slot;

    if (is_pair(folded))
        return index_.pairs[pair_at(folded)];
    slot = *find_slot(folded);
    return slot ? index_.names.at[slot - 1].row : 0;
}

/* The row whose code is exactly this. */
static unsigned row_of_code(struct span code)
{
    char out[FOLDED_MAX];
    size_t n = 0;
    unsigned row;

    if (is_pair(code))
        row = index_.pairs[pair_at(code)];
    else
        row = code.n <= LONGEST_CODE && fold_more(code, out, &n)
                  ? row_of(without_last_blank(out, n))
                  : 0;
    return row && span_eq(code, span_of(countries[row - 1].code)) ? row : 0;
}

static void index_related(uint16_t row)
{
    struct span rest = span_of(countries[row - 1].related), part;
    size_t n = 0;

    while (rest.n && span_split(&rest, ' ', &part)) {
        assert(n < RELATED_MAX && row_of_code(part));
        index_.related[row][n++] = (uint16_t)row_of_code(part);
    }
}

static void make_index(void)
{
    /* Codes first: whatever a name says, "na" is Namibia. */
    for (uint16_t row = 1; row <= COUNTRIES; row++)
        index_name(span_of(countries[row - 1].code), row);
    for (uint16_t row = 1; row <= COUNTRIES; row++) {
        index_names(countries[row - 1].alpha3, row);
        index_name(span_of(countries[row - 1].name), row);
        index_names(countries[row - 1].names, row);
        index_names(countries[row - 1].adjectives, row);
        index_related(row);
    }
}

static void need_index(void)
{
    int failed = pthread_once(&index_once, make_index);

    assert(!failed);
    (void)failed;
}

/* ---- looking up ----------------------------------------------------------------------------- */

/* What people put around a name that changes nothing. "Democratic" and "People's" do. */
static bool cut_wrapping(struct span *folded)
{
    static const char *const before[] = {"region ",           "republic ", "islamic republic ",
                                         "federal republic ", "kingdom ",  "citizen "};
    static const char *const behind[] = {" republic", " citizen", " national", " nationality"};

    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        if (span_starts(*folded, span_of(before[i]))) {
            *folded = span_from(*folded, strlen(before[i]));
            return true;
        }
    }
    for (size_t i = 0; i < ARRAY_LEN(behind); i++) {
        if (span_ends(*folded, span_of(behind[i]))) {
            *folded = span_slice(*folded, 0, folded->n - strlen(behind[i]));
            return true;
        }
    }
    return false;
}

/* The two texts as one name; the second may be empty. */
static unsigned find_joined(struct span first, struct span second)
{
    char out[FOLDED_MAX];
    struct span folded;
    size_t n = 0;
    unsigned row;

    if (!fold_more(first, out, &n) || !fold_more(second, out, &n))
        return 0;
    folded = without_last_blank(out, n);
    do
        row = row_of(folded);
    while (!row && cut_wrapping(&folded));
    return row;
}

/* "Iran (Islamic Republic of)": turned, without the remark, or the remark alone. Of several
 * parentheses the last is the remark: "Cocos (Keeling) Islands (AU)". */
static unsigned find_remarked(struct span text)
{
    size_t open = text.n;
    struct span outer, inner;
    unsigned row;

    while (open > 0 && text.p[open - 1] != '(')
        open--;
    if (open == 0)
        return 0;
    outer = span_trim(span_slice(text, 0, open - 1));
    inner = span_from(text, open);
    inner = span_slice(inner, 0, span_find(inner, ')'));
    row = find_joined(inner, outer);
    if (!row)
        row = outer.n ? find_joined(outer, SPAN("")) : find_joined(inner, SPAN(""));
    return row;
}

/* "Macedonia, The Former Yugoslav Republic of"; not "Malta, Italy", which are two. */
static unsigned find_turned(struct span text)
{
    size_t comma = span_find(text, ',');

    if (comma == text.n)
        return 0;
    return find_joined(span_from(text, comma + 1), span_slice(text, 0, comma));
}

static unsigned find_name(struct span text)
{
    unsigned row = find_joined(text, SPAN(""));

    if (!row)
        row = find_remarked(text);
    return row ? row : find_turned(text);
}

/* Two ASCII letters, in lower case; false for anything else. */
static bool read_pair(struct span s, char out[2])
{
    if (s.n != 2)
        return false;
    for (size_t i = 0; i < 2; i++)
        out[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
    return is_pair((struct span){out, 2});
}

const char *country_parse(struct span text)
{
    char pair[2];
    unsigned row;

    text = span_trim(text);
    if (text.n < 2 || text.n > TEXT_MAX)
        return NULL;
    need_index();
    row = read_pair(text, pair) ? index_.pairs[pair_at((struct span){pair, 2})] : find_name(text);
    return country_code(row);
}

const char *country_name(struct span code)
{
    unsigned row = country_number(code);

    return row ? countries[row - 1].name : NULL;
}

static bool names_related(unsigned row, unsigned other)
{
    for (size_t i = 0; i < RELATED_MAX; i++) {
        if (index_.related[row][i] == other)
            return true;
    }
    return false;
}

bool country_related(struct span a, struct span b)
{
    unsigned x = country_number(a), y = country_number(b);

    if (!x || !y)
        return false;
    return x == y || names_related(x, y) || names_related(y, x);
}

unsigned country_number(struct span code)
{
    need_index();
    return row_of_code(code);
}

const char *country_code(unsigned number)
{
    return number >= 1 && number <= COUNTRIES ? countries[number - 1].code : NULL;
}

unsigned country_count(void)
{
    return COUNTRIES;
}
