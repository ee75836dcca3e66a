/* SPDX-License-Identifier: Apache-2.0
 *
 * Cells of tables; see person.h and person_cell.h.
 */
#include "person_cell.h"

/* ---- nothing --------------------------------------------------------------------------------- */

/* Compared without regard to case, but for names: there only as they are written here. */
#define WORD(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
static const struct span nothing[] = {
    WORD("-"),
    WORD("--"),
    WORD("---"),
    WORD("n/a"),
    WORD("N/A"),
    WORD("na"),
    WORD("NA"),
    WORD("null"),
    WORD("NULL"),
    WORD("none"),
    WORD("NONE"),
    WORD("unknown"),
    WORD("UNKNOWN"),
    WORD("#N/A"),
    WORD("#NULL!"),
    WORD("nan"),
    WORD("NaN"),
    WORD("nil"),
    WORD("?"),
    WORD("."),
    WORD("\xe2\x80\x93"),
    WORD("\xe2\x80\x94"),
};
#undef WORD
#define NOTHING_MAX 7 /* bytes of the longest */

static bool is_nothing(struct span s, bool exact)
{
    if (s.n == 0 || s.n > NOTHING_MAX)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(nothing); i++)
        if (s.n == nothing[i].n && (exact ? span_eq(s, nothing[i]) : span_eq_nocase(s, nothing[i])))
            return true;
    return false;
}

struct span person_cell(struct span text, enum cell cell, bool codes)
{
    bool name = cell == CELL_PART || cell == CELL_NAME;
    text = span_trim(text);
    /* Spreadsheets mark a text with an apostrophe; in a name it can be a letter ('Ali). */
    if (!name && text.n > 1 && text.p[0] == '\'')
        text = span_trim(span_from(text, 1));
    if (cell == CELL_COUNTRY && codes && span_eq(text, SPAN("NA")))
        return text;
    return is_nothing(text, name) ? SPAN("") : text;
}

bool person_cell_rounded(struct span s)
{
    size_t i = 0, digits = 0;
    while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == ','))
        digits += s.p[i++] >= '0';
    if (digits == 0 || i + 2 >= s.n || (s.p[i] != 'E' && s.p[i] != 'e') || s.p[i + 1] != '+')
        return false;
    for (i += 2; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* ---- types ----------------------------------------------------------------------------------- */

static const struct {
    enum schema schema;
    const char *words;
} types[] = {
    {SCHEMA_Person, "p i n person individual natural natural_person physical_person human personne "
                    "personne_physique persona persona_natural persona_fisica pessoa_fisica "
                    "naturliche_person privatperson private natuurlijk_persoon osoba_fizyczna "
                    "физическое_лицо физлицо 个人 自然人"},
    {SCHEMA_Organization, "o e l j org organisation organization entity legal legal_entity "
                          "legal_person corporate business firm firma group institution "
                          "personne_morale persona_juridica persona_giuridica pessoa_juridica "
                          "juristische_person rechtspersoon osoba_prawna юридическое_лицо юрлицо "
                          "组织 机构 法人"},
    {SCHEMA_Company, "c company corporation enterprise societe gesellschaft unternehmen empresa "
                     "sociedad societa bedrijf spolka компания 公司 企业"},
    {SCHEMA_Vessel, "v vessel ship boat navire schiff buque nave schip statek судно 船舶"},
    {SCHEMA_Airplane, "a aircraft airplane plane avion flugzeug aeronave samolot самолет"},
    {SCHEMA_PublicBody, "government public_body ministry authority agency behorde"},
};

enum schema person_type(struct span text)
{
    enum schema found = SCHEMA_NONE;
    struct arena *a = arena_new();
    struct span folded = person_heading_fold(a, text);
    for (size_t i = 0; i < ARRAY_LEN(types) && !found; i++) {
        struct span rest = span_of(types[i].words), word;
        while (span_split(&rest, ' ', &word))
            if (span_eq(word, folded))
                found = types[i].schema;
    }
    for (size_t s = 1; s <= schema_count() && !found; s++)
        if (span_eq_nocase(span_of(schema_name((enum schema)s)), span_trim(text)))
            found = (enum schema)s;
    arena_free(a);
    return found;
}

const char *person_type_schema(struct span text)
{
    enum schema s = person_type(text);
    return s ? schema_name(s) : NULL;
}

/* ---- "LAST, FIRST" --------------------------------------------------------------------------- */

/* What stands behind a comma without being a given name. */
static const char *const not_given[] = {
    "jr",   "sr",      "ii",  "iii",  "iv",          "v",       "phd",   "ph.d", "md",    "m.d",
    "esq",  "jd",      "cpa", "mba",  "dds",         "dr",      "prof",  "inc",  "llc",   "l.l.c",
    "ltd",  "limited", "co",  "corp", "corporation", "company", "plc",   "lp",   "l.p",   "llp",
    "gmbh", "ag",      "kg",  "sa",   "s.a",         "srl",     "s.r.l", "spa",  "s.p.a", "bv",
    "b.v",  "nv",      "n.v", "pte",  "pty",         "oy",      "ab",    "as",   "sarl",  "sas",
};

bool person_name_split(struct span text, struct span *last, struct span *first)
{
    size_t comma = span_find(text, ',');
    if (comma == text.n)
        return false;
    *last = span_trim(span_slice(text, 0, comma));
    *first = span_trim(span_from(text, comma + 1));
    if (last->n == 0 || first->n == 0 || span_find(*first, ',') < first->n)
        return false;
    struct span word = *first;
    if (span_ends(word, SPAN(".")))
        word = span_slice(word, 0, word.n - 1);
    for (size_t i = 0; i < ARRAY_LEN(not_given); i++)
        if (span_eq_nocase(word, span_of(not_given[i])))
            return false;
    return true;
}
