/* SPDX-License-Identifier: Apache-2.0
 *
 * The maker of invented persons: each part of a name is drawn from its culture's lot, by a frequency
 * curve that real populations have. See persons.h for the promises, persons.def for the lots.
 */
#include "persons.h"

#include <math.h>
#include <stdlib.h>

/* ---- lots ------------------------------------------------------------------------------------ */

/* splitmix64 */
uint64_t persons_lot(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static double lot_unit(uint64_t *state)
{
    return (double)(persons_lot(state) >> 11) * 0x1p-53;
}

static size_t lot_below(uint64_t *state, size_t n)
{
    return (size_t)(persons_lot(state) % n);
}

static bool lot_percent(uint64_t *state, unsigned percent)
{
    return persons_lot(state) % 100 < percent;
}

/* ---- tables ---------------------------------------------------------------------------------- */

enum order { WESTERN, IBERIAN, PATRONYMIC, CHAIN, JOINED, SPACED };
enum role { MALE, FEMALE, FAMILY, ONSET, VOWEL, CODA, ENDING, ROLES };
enum { SPELLINGS = 6 };

static const struct culture_row {
    const char *name;
    unsigned share;
    enum order order;
    double given_top;
    unsigned given_words;
    double family_top;
    unsigned family_words;
    const char *countries;
    const char *tables[ROLES]; /* NULL: the names of the lexicon room */
} culture_rows[] = {
#define WORLD NULL
#define CULTURE(name, share, order, given_top, given_words, family_top, family_words, countries,   \
                ...)                                                                               \
    {name,       share,        order,     given_top,                                               \
     given_words, family_top, family_words, countries, {__VA_ARGS__}},
#include "persons.def"
#undef CULTURE
#undef WORLD
};
enum { CULTURES = ARRAY_LEN(culture_rows) };

/* Names of many cultures with their spellings, from the lexicon room; 'as' is a sex, or F. */
static const struct world_row {
    const char *as;
    int common;
    const char *words;
} world_rows[] = {
#define GIVEN(sex, common, words) {#sex, common, words},
#define FAMILY(common, words) {"F", common, words},
#define NAME(sex, given, family, words) {#sex, given, words}, {"F", family, words},
#define SERVANT(...)
#define OF_FAITH(...)
#define OF_GOD(...)
#include "name/family.def"
#include "name/given.def"
#undef GIVEN
#undef FAMILY
#undef NAME
#undef SERVANT
#undef OF_FAITH
#undef OF_GOD
};

/* A common word, or a part of an invented one: in its own script, and in Latin letters. */
struct row {
    struct span native, latin[SPELLINGS];
    size_t n;
};

struct rows {
    struct row *at;
    size_t n, cap;
};

/* p(rank) ~ 1 / (rank + q)^s for ranks 1 to 'words'. */
struct curve {
    double s, q, words;
};

struct culture {
    const struct culture_row *row;
    struct rows tables[ROLES];
    struct curve given, family;
};

struct persons {
    uint64_t seed;
    struct culture cultures[CULTURES];
};

static struct row read_row(struct span text)
{
    struct row r = {0};
    size_t mark = span_find(text, '=');
    struct span spellings = mark < text.n ? span_from(text, mark + 1) : text, one;
    while (r.n < SPELLINGS && span_split(&spellings, '/', &one)) {
        one.n -= one.n > 0 && one.p[one.n - 1] == '-'; /* a mark of the lexicon's tables */
        r.latin[r.n++] = one;
    }
    r.native = mark < text.n ? span_slice(text, 0, mark) : r.latin[0];
    if (span_eq(r.native, SPAN("-")))
        r.native = SPAN("");
    return r;
}

static void read_rows(struct rows *rows, const char *text)
{
    struct span rest = span_of(text), one;
    while (span_split(&rest, ' ', &one))
        if (one.n > 0)
            *VEC_PUSH(rows) = read_row(one);
}

/* The most common ones first. */
static void read_world(struct rows *rows, char as)
{
    for (int common = 5; common > 0; common--)
        for (size_t i = 0; i < ARRAY_LEN(world_rows); i++)
            if (world_rows[i].common == common && world_rows[i].as[0] == as)
                read_rows(rows, world_rows[i].words);
}

/* ---- the frequency curve --------------------------------------------------------------------- */

/* The curve is summed as an integral, so that a lot becomes a rank by one formula. */
static double curve_to(const struct curve *c, double rank)
{
    double a = 1 - c->s, low = pow(1 + c->q, a), high = pow(c->words + 1 + c->q, a);
    return (low - pow(rank + 1 + c->q, a)) / (low - high);
}

static struct curve curve_fit(double s, double words, double top)
{
    double low = 0, high = 1e6;
    struct curve c = {s, 0, words};
    for (int i = 0; i < 60; i++) {
        c.q = (low + high) / 2;
        *(curve_to(&c, 1) > top ? &low : &high) = c.q;
    }
    return c;
}

static size_t curve_lot(const struct curve *c, uint64_t *state)
{
    double a = 1 - c->s, low = pow(1 + c->q, a), high = pow(c->words + 1 + c->q, a);
    double x = pow(low + lot_unit(state) * (high - low), 1 / a) - c->q;
    return x < 1 ? 1 : (size_t)x;
}

struct persons *persons_new(uint64_t seed)
{
    static const char world_as[ROLES] = {[MALE] = 'm', [FEMALE] = 'f', [FAMILY] = 'F'};
    struct persons *p = mem_zero(1, sizeof(*p));
    p->seed = seed;
    for (size_t i = 0; i < CULTURES; i++) {
        struct culture *c = &p->cultures[i];
        c->row = &culture_rows[i];
        for (int t = 0; t < ROLES; t++) {
            if (c->row->tables[t])
                read_rows(&c->tables[t], c->row->tables[t]);
            else
                read_world(&c->tables[t], world_as[t]);
        }
        c->given = curve_fit(1.6, c->row->given_words, c->row->given_top);
        c->family = curve_fit(1.25, c->row->family_words, c->row->family_top);
    }
    return p;
}

void persons_free(struct persons *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < CULTURES; i++)
        for (int t = 0; t < ROLES; t++)
            VEC_FREE(&p->cultures[i].tables[t]);
    mem_free(p);
}

/* ---- words ----------------------------------------------------------------------------------- */

struct word {
    struct span native, latin, other; /* 'other': another way to write it in Latin letters */
    bool family;
};

enum { SLOTS = 8 };

struct making {
    const struct culture *culture;
    struct arena *arena;
    uint64_t *lot;
    struct word words[SLOTS];
    size_t n;
    bool male;
};

/* What people do to a spelling: double a letter, halve one, y for i, k for c, ou for u. */
static struct span habit(struct arena *a, struct span s, uint64_t lot)
{
    static const char *const swaps[][2] = {{"ou", "u"}, {"u", "ou"}, {"i", "y"}, {"y", "i"},
                                           {"c", "k"},  {"k", "c"},  {"ff", "f"}, {"sh", "ch"},
                                           {"v", "w"},  {"w", "v"},  {"ee", "i"}, {"ks", "x"}};
    for (size_t i = 0; i < ARRAY_LEN(swaps); i++) {
        size_t k = (i + lot) % ARRAY_LEN(swaps);
        size_t at = span_find_span(s, span_of(swaps[k][0]));
        if (at > 0 && at < s.n)
            return arena_printf(a, "%.*s%s%.*s", (int)at, s.p, swaps[k][1],
                                SPAN_ARG(span_from(s, at + strlen(swaps[k][0]))));
    }
    return s.n > 3 ? arena_printf(a, "%.*s%c%.*s", 3, s.p, s.p[2], SPAN_ARG(span_from(s, 3))) : s;
}

static void put_part(const struct rows *rows, uint64_t *lot, struct buf *native, struct buf *latin)
{
    if (rows->n == 0)
        return;
    const struct row *r = &rows->at[(size_t)((double)rows->n * pow(lot_unit(lot), 1.7))];
    buf_span(native, r->native);
    buf_span(latin, r->latin[0]);
}

static size_t syllables(const struct culture *c, enum role role, uint64_t *lot)
{
    size_t of_hundred = (size_t)(persons_lot(lot) % 100);
    if (c->row->order == JOINED)
        return role == FAMILY || of_hundred < 20 ? 1 : 2;
    return of_hundred < 55 ? 2 : of_hundred < 95 ? 3 : 4;
}

/* The same word for the same rank. */
static struct word invented(const struct making *m, enum role role, size_t rank)
{
    const struct rows *t = m->culture->tables;
    uint64_t lot = ((uint64_t)(m->culture->row - culture_rows) * ROLES + role) << 32 | rank;
    struct buf native = {0}, latin = {0};
    struct word w = {.family = role == FAMILY};
    bool ending = role == FAMILY && persons_lot(&lot) % 100 < 65;
    size_t n = syllables(m->culture, role, &lot);
    n -= ending && n > 2;
    for (size_t i = 0; i < n; i++) {
        put_part(&t[ONSET], &lot, &native, &latin);
        put_part(&t[VOWEL], &lot, &native, &latin);
        if (i + 1 < n || !ending)
            put_part(&t[CODA], &lot, &native, &latin);
    }
    if (ending)
        put_part(&t[ENDING], &lot, &native, &latin);
    w.native = arena_span(m->arena, buf_view(&native));
    w.latin = arena_span(m->arena, buf_view(&latin));
    w.other = habit(m->arena, w.latin, lot);
    buf_free(&native);
    buf_free(&latin);
    return w;
}

static struct word lot_word(const struct making *m, enum role role)
{
    const struct rows *t = &m->culture->tables[role];
    size_t rank =
        curve_lot(role == FAMILY ? &m->culture->family : &m->culture->given, m->lot);
    if (rank > t->n)
        return invented(m, role, rank);
    const struct row *r = &t->at[rank - 1];
    size_t usual = lot_percent(m->lot, 65) ? 0 : lot_below(m->lot, r->n);
    bool latin_only = r->native.p == r->latin[0].p;
    struct word w = {r->native, r->latin[usual], r->latin[lot_below(m->lot, r->n)],
                     role == FAMILY};
    if (latin_only)
        w.native = w.latin;
    if (span_eq(w.latin, w.other))
        w.other = habit(m->arena, w.latin, persons_lot(m->lot));
    return w;
}

static void put_word(struct making *m, struct word w)
{
    assert(m->n < SLOTS);
    m->words[m->n++] = w;
}

static void put_fixed(struct making *m, const char *native, const char *latin, const char *other)
{
    put_word(m, (struct word){span_of(native), span_of(latin), span_of(other), false});
}

static void put_given(struct making *m)
{
    put_word(m, lot_word(m, m->male ? MALE : FEMALE));
}

/* ---- names by culture ------------------------------------------------------------------------ */

static void put_patronymic(struct making *m)
{
    struct word father = lot_word(m, MALE);
    bool soft = span_ends(father.native, SPAN("й")) || span_ends(father.native, SPAN("ь"));
    struct span stem = span_slice(father.native, 0, father.native.n - (soft ? 2 : 0));
    const char *end[2][2] = {{"овна", "ович"}, {"евна", "евич"}};
    const char *latin_end[2][2] = {{"ovna", "ovich"}, {"evna", "evich"}};
    put_word(m, (struct word){
        arena_printf(m->arena, "%.*s%s", SPAN_ARG(stem), end[soft][m->male]),
        arena_printf(m->arena, "%.*s%s", SPAN_ARG(father.latin), latin_end[soft][m->male]),
        arena_printf(m->arena, "%.*s%s", SPAN_ARG(father.other), latin_end[soft][m->male]), false});
}

static void put_chain(struct making *m)
{
    const struct row *first = &m->culture->tables[MALE].at[0];
    bool latin = first->native.p == first->latin[0].p;
    put_given(m);
    if (lot_percent(m->lot, 10))
        put_fixed(m, latin ? "bin" : "بن", "bin", "ibn");
    put_word(m, lot_word(m, MALE));
    if (lot_percent(m->lot, 30))
        put_word(m, lot_word(m, MALE));
    struct word family = lot_word(m, FAMILY);
    if (latin && lot_percent(m->lot, 10)) {
        family.latin = family.native = arena_printf(m->arena, "al-%.*s", SPAN_ARG(family.latin));
        family.other = arena_printf(m->arena, "el%.*s", SPAN_ARG(family.other));
    }
    put_word(m, family);
}

static void put_western(struct making *m)
{
    put_given(m);
    if (lot_percent(m->lot, 25)) {
        struct word w = lot_word(m, m->male ? MALE : FEMALE);
        if (lot_percent(m->lot, 40) && m->culture->row->order == WESTERN)
            w.native = w.latin = w.other = (struct span){w.latin.p, 1};
        put_word(m, w);
    }
    put_word(m, lot_word(m, FAMILY));
    if (m->culture->row->order == IBERIAN && lot_percent(m->lot, 75))
        put_word(m, lot_word(m, FAMILY));
}

static void put_words(struct making *m)
{
    switch (m->culture->row->order) {
    case WESTERN:
    case IBERIAN:
        put_western(m);
        break;
    case PATRONYMIC:
        put_given(m);
        if (lot_percent(m->lot, 70))
            put_patronymic(m);
        put_word(m, lot_word(m, FAMILY));
        break;
    case CHAIN:
        put_chain(m);
        break;
    case JOINED:
    case SPACED:
        put_word(m, lot_word(m, FAMILY));
        put_given(m);
        break;
    }
}

/* ---- writing names --------------------------------------------------------------------------- */

static uint32_t capital(uint32_t c)
{
    bool small = (c >= 'a' && c <= 'z') || (c >= 0x430 && c <= 0x44F) || (c >= 0x3B1 && c <= 0x3C9);
    return small ? c - 0x20 : c;
}

static void put_capital(struct buf *b, struct span s)
{
    char bytes[4];
    if (s.n == 0)
        return;
    size_t n = utf8_put(bytes, capital(utf8_next(&s)));
    buf_put(b, bytes, n);
    buf_span(b, s);
}

struct style {
    bool latin, other, turned, short_form;
};

static bool skipped(const struct making *m, size_t i, const struct style *s)
{
    return s->short_form && m->n > 2 && i > 0 && i + 1 < m->n && !m->words[i].family;
}

static void put_some(const struct making *m, const struct style *s, int family, struct buf *b)
{
    bool joined = m->culture->row->order == JOINED && !s->latin;
    for (size_t i = 0; i < m->n; i++) {
        const struct word *w = &m->words[i];
        if (skipped(m, i, s) || (family >= 0 && w->family != (bool)family))
            continue;
        if (b->n > 0 && !joined)
            buf_char(b, ' ');
        put_capital(b, !s->latin ? w->native : s->other ? w->other : w->latin);
    }
}

static struct span written(const struct making *m, const struct style *s)
{
    struct buf b = {0};
    if (s->turned && m->culture->row->order != JOINED) {
        put_some(m, s, 1, &b);
        buf_char(&b, ',');
        put_some(m, s, 0, &b);
    } else {
        put_some(m, s, -1, &b);
    }
    struct span text = arena_span(m->arena, buf_view(&b));
    buf_free(&b);
    return text;
}

static struct span alias(const struct making *m, size_t i, bool native_is_latin)
{
    struct style s = {.latin = native_is_latin || i == 1 || lot_percent(m->lot, 50)};
    size_t how = lot_below(m->lot, 10);
    if (!native_is_latin && i == 1 && how < 6)
        how = 9; /* the plain Latin form */
    s.other = how < 5;
    s.turned = how == 5 || how == 0;
    s.short_form = how == 6 || how == 7 || how == 1;
    struct span text = written(m, &s);
    return how == 8 ? persons_mistype(m->arena, text, persons_lot(m->lot)) : text;
}

static void add_names(const struct making *m, struct record *r)
{
    bool latin = span_eq(m->words[0].native, m->words[0].latin);
    size_t of_hundred = lot_below(m->lot, 100), n = of_hundred < 52 ? 1 : of_hundred < 84 ? 2 : 3;
    struct style usual = {.latin = latin, .turned = lot_percent(m->lot, 4)};
    record_add(r, PROP_name, written(m, &usual));
    for (size_t i = 1; i < n; i++)
        record_add(r, PROP_alias, alias(m, i, latin));
    if (!lot_percent(m->lot, 30))
        return;
    struct buf b = {0};
    put_some(m, &usual, 0, &b);
    record_add(r, PROP_firstName, buf_view(&b));
    buf_clear(&b);
    put_some(m, &usual, 1, &b);
    record_add(r, PROP_lastName, buf_view(&b));
    buf_free(&b);
}

/* ---- the rest of a person -------------------------------------------------------------------- */

static void add_date(struct record *r, struct arena *a, uint64_t *lot)
{
    size_t how = lot_below(lot, 100), year = 1930 + lot_below(lot, 80);
    if (how < 15)
        return;
    record_add(r, PROP_birthDate,
               how < 35 ? arena_printf(a, "%zu", year)
                        : arena_printf(a, "%zu-%02zu-%02zu", year, 1 + lot_below(lot, 12),
                                       1 + lot_below(lot, 28)));
}

static struct span lot_country(const struct making *m)
{
    struct span rest = span_of(m->culture->row->countries), one = rest;
    size_t skip = lot_below(m->lot, (rest.n + 1) / 3);
    while (span_split(&rest, ' ', &one) && skip > 0)
        skip--;
    return one;
}

static void add_documents(struct record *r, struct arena *a, uint64_t *lot)
{
    static const enum prop props[] = {PROP_passportNumber, PROP_idNumber, PROP_taxNumber};
    if (!lot_percent(lot, 18))
        return;
    record_add(r, props[lot_below(lot, ARRAY_LEN(props))],
               arena_printf(a, "%c%08u", (int)('A' + lot_below(lot, 26)),
                            (unsigned)(persons_lot(lot) % 100000000)));
}

static void add_rest(const struct making *m, struct record *r, uint64_t i)
{
    static const char *const topics[] = {"role.pep", "sanction", "crime", "role.rca", "wanted",
                                         "debarment"};
    static const char *const posts[] = {"member of a town council", "deputy minister",
                                        "judge of a district court", "director of a state company"};
    add_date(r, m->arena, m->lot);
    if (lot_percent(m->lot, 85))
        record_add(r, PROP_nationality, lot_country(m));
    if (lot_percent(m->lot, 25))
        record_add(r, PROP_country, lot_country(m));
    if (lot_percent(m->lot, 85))
        record_add(r, PROP_gender, m->male ? SPAN("male") : SPAN("female"));
    add_documents(r, m->arena, m->lot);
    size_t topic = lot_below(m->lot, 12);
    record_add(r, PROP_topics, span_of(topics[topic < 6 ? topic : 0]));
    if (lot_percent(m->lot, 40))
        record_add(r, PROP_position, span_of(posts[lot_below(m->lot, ARRAY_LEN(posts))]));
    record_add(r, PROP_sourceUrl,
               arena_printf(m->arena, "https://lists.example/persons/%llu", (unsigned long long)i));
    record_add_dataset(r, SPAN("invented"));
    r->first_seen = SPAN("2024-03-01T00:00:00");
    r->last_change = SPAN("2025-01-01T00:00:00");
}

static const struct culture *lot_culture(const struct persons *p, uint64_t *lot)
{
    size_t at = lot_below(lot, 1000), i = 0;
    while (i + 1 < CULTURES && at >= culture_rows[i].share)
        at -= culture_rows[i++].share;
    return &p->cultures[i];
}

struct record *persons_make(const struct persons *p, uint64_t i, struct arena *a)
{
    uint64_t lot = p->seed ^ (i * 0xD1342543DE82EF95u);
    persons_lot(&lot);
    struct making m = {.culture = lot_culture(p, &lot), .arena = a, .lot = &lot};
    struct record *r = record_new(a, SCHEMA_Person,
                                  arena_printf(a, "person-%llu", (unsigned long long)i));
    m.male = lot_percent(&lot, 72);
    put_words(&m);
    add_names(&m, r);
    add_rest(&m, r, i);
    tocsin_err_free(record_finish(r));
    return r;
}

/* ---- slips ----------------------------------------------------------------------------------- */

enum { MISTYPED_MAX = 256 };

struct letters {
    uint32_t at[MISTYPED_MAX + 4];
    size_t n;
};

static void slip(struct letters *l, uint64_t *lot)
{
    size_t i = lot_below(lot, l->n), tries = 0;
    while (l->at[i] <= ' ' && tries++ < 8)
        i = lot_below(lot, l->n);
    switch (lot_below(lot, 5)) {
    case 0: /* swapped with the next */
        if (i + 1 < l->n) {
            uint32_t c = l->at[i];
            l->at[i] = l->at[i + 1];
            l->at[i + 1] = c;
        }
        break;
    case 1: /* missing */
        memmove(&l->at[i], &l->at[i + 1], (l->n - i - 1) * sizeof(l->at[0]));
        l->n -= l->n > 2;
        break;
    case 2: /* twice */
        if (l->n < MISTYPED_MAX) {
            memmove(&l->at[i + 1], &l->at[i], (l->n - i) * sizeof(l->at[0]));
            l->n++;
        }
        break;
    default: /* another letter of the name in its place */
        l->at[i] = l->at[lot_below(lot, l->n)];
    }
}

struct span persons_mistype(struct arena *a, struct span name, uint64_t lot)
{
    struct letters l = {.n = 0};
    while (name.n > 0 && l.n < MISTYPED_MAX)
        l.at[l.n++] = utf8_next(&name);
    if (l.n > 1)
        slip(&l, &lot);
    if (l.n > 1 && lot_percent(&lot, 30))
        slip(&l, &lot);
    char *out = arena_alloc(a, 4 * l.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++)
        n += utf8_put(out + n, l.at[i]);
    return (struct span){out, n};
}
